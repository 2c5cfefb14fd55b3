#pragma once
// A UBL document as a compact tree in memory: one array of nodes, one buffer of text, names as
// integers. Filled from libxml2's events in one pass; what is not an element, an attribute or text
// is not kept. A missing child is the empty node, so a path may be followed without checks.

#include <cstdint>
#include <expected>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ubl/ubl.h"
#include "ubl/vocabulary.h"

namespace samkjop::ubl {

enum class AttributeName : std::uint8_t {
    other,
    schemeID,
    currencyID,
    unitCode,
    mimeCode,
    filename,
    listID,
    listVersionID,
    name,
    languageID,
    schemeVersionID,
    schemeName,
    schemeAgencyID,
    schemeAgencyName,
    schemeDataURI,
    schemeURI,
    listName,
    listAgencyID,
    listAgencyName,
    listURI,
    listSchemeURI,
    format,
    encodingCode,
    characterSetCode,
    uri,
    unitCodeListID,
    unitCodeListAgencyID,
    unitCodeListAgencyName,
    unitCodeListVersionID,
    currencyCodeListVersionID,
    languageLocaleID,
    count_,
};

struct Attribute {
    AttributeName name = AttributeName::other;
    std::string_view spelling;  // local name
    std::string_view space;     // namespace, mostly empty
    std::string_view value;     // of xsi:type "{namespace}local"
};

class Node {
public:
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    explicit operator bool() const { return exists_; }
    Name name() const { return name_; }
    int line() const { return static_cast<int>(line_); }

    // The text of the element itself; that of its children is not in it.
    std::string_view text() const { return {text_, text_length_}; }
    // The text of an attachment stands where it stood: a view into the bytes that were parsed.
    bool in_source() const { return in_source_; }
    // The text of the element and of all that is in it, as it stands, attachments left out.
    std::string_view string_value() const { return {text_, value_length_}; }
    // A comment parts an element's text in two; 0 when there is no text at all.
    int text_parts() const { return text_parts_; }
    bool mixed() const { return mixed_; }  // text between child elements

    const Node& parent() const { return parent_ != 0 ? this[-parent_] : nothing(); }
    bool has_children() const { return first_child_ != 0; }
    const Node& first_child() const { return first_child_ != 0 ? this[first_child_] : nothing(); }
    const Node& next() const { return next_ != 0 ? this[next_] : nothing(); }
    const Node* end_of_subtree() const { return this + subtree_; }  // document order

    const Node& child(Name wanted) const {
        for (const Node* at = &first_child(); at->exists_; at = &at->next()) {
            if (at->name_ == wanted) return *at;
        }
        return nothing();
    }
    const Node& next_same() const {
        for (const Node* at = &next(); at->exists_; at = &at->next()) {
            if (at->name_ == name_) return *at;
        }
        return nothing();
    }
    int count(Name wanted) const {
        int found = 0;
        for (const Node* at = &first_child(); at->exists_; at = &at->next()) {
            found += at->name_ == wanted;
        }
        return found;
    }

    class Iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = const Node;
        using difference_type = std::ptrdiff_t;
        using pointer = const Node*;
        using reference = const Node&;
        Iterator() = default;
        Iterator(const Node* at, Name only, bool all) : at_(at), only_(only), all_(all) {
            settle();
        }
        const Node& operator*() const { return *at_; }
        const Node* operator->() const { return at_; }
        Iterator& operator++() {
            at_ = &at_->next();
            settle();
            return *this;
        }
        Iterator operator++(int) {
            Iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(std::default_sentinel_t) const { return !*at_; }
        bool operator==(const Iterator& other) const { return at_ == other.at_; }

    private:
        void settle() {
            while (!all_ && *at_ && at_->name_ != only_) at_ = &at_->next();
        }
        const Node* at_ = nullptr;
        Name only_ = Name::other;
        bool all_ = true;
    };
    struct Range {
        Iterator first;
        Iterator begin() const { return first; }
        std::default_sentinel_t end() const { return {}; }
    };
    Range children() const { return {Iterator(&first_child(), Name::other, true)}; }
    Range children(Name wanted) const { return {Iterator(&first_child(), wanted, false)}; }

    std::span<const Attribute> attributes() const { return {attributes_, attribute_count_}; }
    const Attribute* attribute(AttributeName wanted) const {
        for (const Attribute& each : attributes()) {
            if (each.name == wanted) return &each;
        }
        return nullptr;
    }
    std::string_view value_of(AttributeName wanted) const {  // empty when absent
        const Attribute* found = attribute(wanted);
        return found != nullptr ? found->value : std::string_view();
    }

    // The element's name without prefix; also for elements outside the vocabulary.
    std::string_view local_name() const;
    std::string_view space() const;  // namespace of an element outside the vocabulary

    static const Node& nothing();

private:
    friend class Tree;
    friend class TreeBuilder;
    Node() = default;

    const char* text_ = nullptr;
    const Attribute* attributes_ = nullptr;
    std::uint32_t text_length_ = 0;
    std::uint32_t value_length_ = 0;
    std::int32_t parent_ = 0;  // distances in the array; 0 is none
    std::int32_t first_child_ = 0;
    std::int32_t next_ = 0;
    std::int32_t subtree_ = 1;
    std::uint32_t line_ = 0;
    std::uint16_t attribute_count_ = 0;
    Name name_ = Name::other;
    std::uint8_t text_parts_ = 0;
    bool exists_ = false;
    bool mixed_ = false;
    bool in_source_ = false;
    const std::string_view* foreign_ = nullptr;  // {local name, namespace} outside the vocabulary
};

class Tree {
public:
    Tree();
    ~Tree();
    Tree(Tree&&) noexcept;
    Tree& operator=(Tree&&) noexcept;

    // Replaces what the tree held; memory is reused from document to document. The bytes must stay
    // as long as the tree is used: attachments and the payload are views into them.
    std::expected<void, Unreadable> parse(std::string_view bytes, const Limits& limits = {});

    const Node& root() const { return *root_; }  // the business document, not its envelope
    std::string_view root_namespace() const { return root_namespace_; }
    std::string_view root_element() const { return root_element_; }
    const Node& envelope() const { return *envelope_; }  // StandardBusinessDocument, or nothing
    // Every element of that name in the business document, in document order.
    std::span<const Node* const> all(Name name) const;
    std::span<const Node> nodes() const;  // document order, envelope included

    std::string path(const Node& node) const;  // "/Invoice/cac:InvoiceLine[2]/cbc:ID[1]"

    // The bytes of the business document inside an envelope, as UTF-8; empty without an envelope.
    std::string payload() const { return payload_head_ + std::string(payload_rest_); }

private:
    friend class TreeBuilder;
    void clear();
    void index();

    struct Storage;
    std::unique_ptr<Storage> storage_;
    const Node* root_ = &Node::nothing();
    const Node* envelope_ = &Node::nothing();
    std::string_view root_namespace_;
    std::string_view root_element_;
    std::string payload_head_;  // the start tag, with what it had from the envelope
    std::string_view payload_rest_;
};

}  // namespace samkjop::ubl
