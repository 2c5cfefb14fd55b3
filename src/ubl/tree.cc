// Decides which bytes are let in at all: the character set, the size, the depth, no DTD; and turns
// what is let in into a tree. libxml2 parses (without network, without entities of the document's
// own); everything that could make a small file expensive is cut off while it streams past.

#include "ubl/tree.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include <bit>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <unordered_map>

#include "base/assert.h"
#include "ubl/encoding.h"
#include "ubl/texts.h"

namespace samkjop::ubl {
namespace {

constexpr std::string_view kAggregates =
    "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
constexpr std::string_view kBasics =
    "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
constexpr std::string_view kExtensions =
    "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2";
constexpr std::string_view kEnvelope =
    "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader";
constexpr std::string_view kInstance = "http://www.w3.org/2001/XMLSchema-instance";
// Shorter ones are copied like any text.
constexpr std::size_t kLongAttachment = 4096;
constexpr std::size_t kNamesRemembered = 20'000;

constexpr std::string_view kSpellings[] = {"",
#define X(name) "cbc:" #name,
                                           SAMKJOP_UBL_CBC(X)
#undef X
#define X(name) "cac:" #name,
                                               SAMKJOP_UBL_CAC(X)
#undef X
#define X(name) "ext:" #name,
                                                   SAMKJOP_UBL_EXT(X)
#undef X
};
static_assert(std::size(kSpellings) == kNames);

constexpr std::string_view kAttributes[] = {
    "",
    "schemeID",
    "currencyID",
    "unitCode",
    "mimeCode",
    "filename",
    "listID",
    "listVersionID",
    "name",
    "languageID",
    "schemeVersionID",
    "schemeName",
    "schemeAgencyID",
    "schemeAgencyName",
    "schemeDataURI",
    "schemeURI",
    "listName",
    "listAgencyID",
    "listAgencyName",
    "listURI",
    "listSchemeURI",
    "format",
    "encodingCode",
    "characterSetCode",
    "uri",
    "unitCodeListID",
    "unitCodeListAgencyID",
    "unitCodeListAgencyName",
    "unitCodeListVersionID",
    "currencyCodeListVersionID",
    "languageLocaleID",
};
static_assert(std::size(kAttributes) == static_cast<std::size_t>(AttributeName::count_));

const std::unordered_map<std::string_view, Name>& names_by_spelling() {
    static const auto* map = [] {
        auto* out = new std::unordered_map<std::string_view, Name>;
        for (int i = 1; i < kNames; ++i) out->emplace(kSpellings[i], static_cast<Name>(i));
        return out;
    }();
    return *map;
}

AttributeName attribute_from(std::string_view spelling) {
    static const auto* map = [] {
        auto* out = new std::unordered_map<std::string_view, AttributeName>;
        for (std::size_t i = 1; i < std::size(kAttributes); ++i) {
            out->emplace(kAttributes[i], static_cast<AttributeName>(i));
        }
        return out;
    }();
    const auto found = map->find(spelling);
    return found == map->end() ? AttributeName::other : found->second;
}

std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

std::string_view spelling(Name name) { return kSpellings[static_cast<std::size_t>(name)]; }

Name name_from(std::string_view spelled) {
    const auto& map = names_by_spelling();
    const auto found = map.find(spelled);
    return found == map.end() ? Name::other : found->second;
}

const Node& Node::nothing() {
    static const Node node;
    return node;
}

std::string_view Node::local_name() const {
    if (foreign_ != nullptr) return foreign_[0];
    const std::string_view full = spelling(name_);
    return full.empty() ? full : full.substr(4);
}

std::string_view Node::space() const {
    return foreign_ != nullptr ? foreign_[1] : std::string_view();
}

// Nodes and attributes hold pointers into the text; while the text still grows they hold offsets,
// and fix() turns them into pointers at the end.
struct Tree::Storage {
    Node* nodes = nullptr;
    std::size_t count = 0;
    std::size_t capacity = 0;
    std::vector<Attribute> attributes;
    std::string converted;  // the document, where it was not UTF-8
    std::string text;       // of the elements, in the order of the document
    std::string values;     // of the attributes
    struct Foreign {
        std::string_view parts[2];
    };
    std::deque<Foreign> foreign;
    std::deque<std::string> foreign_text;
    std::vector<std::uint32_t> first_of_name;
    std::vector<const Node*> by_name;

    ~Storage() { std::free(static_cast<void*>(nodes)); }

    std::size_t add() {
        if (count == capacity) {
            capacity = capacity == 0 ? 1024 : capacity * 2;
            void* grown = std::realloc(static_cast<void*>(nodes), capacity * sizeof(Node));
            if (grown == nullptr) throw std::bad_alloc();
            nodes = static_cast<Node*>(grown);
        }
        std::memcpy(static_cast<void*>(&nodes[count]), &Node::nothing(), sizeof(Node));
        nodes[count].exists_ = true;
        return count++;
    }
    std::string_view keep(std::string_view value) { return foreign_text.emplace_back(value); }
};

// Receives libxml2's events for one document.
class TreeBuilder {
public:
    TreeBuilder(Tree& tree, const Limits& limits, xmlParserCtxtPtr context, std::string_view source)
        : tree_(tree), kept_(*tree.storage_), limits_(limits), context_(context), source_(source) {}

    static TreeBuilder& of(void* self) { return *static_cast<TreeBuilder*>(self); }

    void start(const xmlChar* local, const xmlChar* space, int declared, const xmlChar** spaces,
               int attribute_count, const xmlChar** attributes);
    void end();
    void characters(std::string_view text);
    void comment() {
        if (!open_.empty()) parted_ = true;
    }
    void fail(Reason reason, Arguments arguments = {}) {
        if (failure) return;
        failure = Unreadable{reason, std::move(arguments)};
        xmlStopParser(context_);
    }
    void error(const xmlError* error);
    void finish();
    std::int64_t line() const { return xmlSAX2GetLineNumber(context_); }

    std::optional<Unreadable> failure;

private:
    // libxml2 hands out an ampersand in an attribute as "&#38;", and any other reference resolved.
    void append_attribute(std::string_view value) {
        constexpr std::string_view kAmpersand = "&#38;";
        for (auto at = value.find('&'); at != value.npos; at = value.find('&')) {
            kept_.values.append(value.substr(0, at + 1));
            value.remove_prefix(at + (value.substr(at).starts_with(kAmpersand) ? 5 : 1));
        }
        kept_.values.append(value);
    }
    // A name with a prefix means nothing without the prefixes that hold here: "{namespace}local".
    std::string resolved(std::string_view name) const;
    Name intern(const xmlChar* local, const xmlChar* space);
    void note_payload(std::size_t id, int declared, const xmlChar** spaces);
    void leave_in_source(Node& node) const;

    Tree& tree_;
    Tree::Storage& kept_;
    const Limits& limits_;
    xmlParserCtxtPtr context_;
    std::string_view source_;
    std::vector<std::uint32_t> open_;
    std::vector<std::uint32_t> last_child_;
    bool parted_ = false;
    std::size_t text_start_ = 0;
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::size_t root_ = kNone;
    std::size_t envelope_ = kNone;
    std::size_t payload_start_ = 0;
    std::vector<std::pair<std::string, std::string>> outer_spaces_;
    std::string inherited_;  // xmlns declarations that the payload had from its envelope
};

namespace {

// The pointers of libxml2's name dictionary are stable within a thread, so a name is looked up by
// text once and by pointer ever after.
struct Parser {
    xmlParserCtxtPtr context = xmlNewParserCtxt();
    std::unordered_map<const void*, Name> basics, aggregates, extensions;
    std::unordered_map<const void*, AttributeName> attributes;
    ~Parser() { xmlFreeParserCtxt(context); }
};

thread_local std::unique_ptr<Parser> parser;

Parser& parser_of_thread() {
    static std::once_flag once;
    std::call_once(once, xmlInitParser);
    if (parser && xmlDictSize(parser->context->dict) > static_cast<int>(kNamesRemembered)) {
        parser.reset();  // somebody sends documents of invented names
    }
    if (!parser) parser = std::make_unique<Parser>();
    return *parser;
}

}  // namespace

Name TreeBuilder::intern(const xmlChar* local, const xmlChar* space) {
    const std::string_view uri = view(space);
    auto* map = uri == kBasics       ? &parser->basics
                : uri == kAggregates ? &parser->aggregates
                : uri == kExtensions ? &parser->extensions
                                     : nullptr;
    if (map == nullptr) return Name::other;
    const auto [entry, is_new] = map->try_emplace(local, Name::other);
    if (is_new) {
        const char* prefix = map == &parser->basics       ? "cbc:"
                             : map == &parser->aggregates ? "cac:"
                                                          : "ext:";
        entry->second = name_from(std::string(prefix).append(view(local)));
    }
    return entry->second;
}

std::string TreeBuilder::resolved(std::string_view name) const {
    const std::size_t first = name.find_first_not_of(" \t\r\n");
    if (first == name.npos) return {};
    name = name.substr(first, name.find_last_not_of(" \t\r\n") - first + 1);
    const std::size_t colon = name.find(':');
    const std::string_view prefix = colon == name.npos ? name.substr(0, 0) : name.substr(0, colon);
    for (int i = context_->nsNr - 2; i >= 0; i -= 2) {  // the innermost declaration last
        if (view(context_->nsTab[i]) != prefix) continue;
        return std::string("{")
            .append(view(context_->nsTab[i + 1]))
            .append("}")
            .append(name.substr(colon == name.npos ? 0 : colon + 1));
    }
    return std::string(name);
}

void TreeBuilder::start(const xmlChar* local, const xmlChar* space, int declared,
                        const xmlChar** spaces, int attribute_count, const xmlChar** attributes) {
    if (failure) return;
    const std::int64_t at_line = line();
    if (static_cast<int>(open_.size()) >= limits_.depth) {
        return fail(Reason::too_deep, {{"line", at_line}, {"limit", std::int64_t{limits_.depth}}});
    }
    if (attribute_count + declared > limits_.attributes) {
        return fail(Reason::too_many_attributes,
                    {{"line", at_line}, {"limit", std::int64_t{limits_.attributes}}});
    }
    if (kept_.count >= limits_.elements) {
        return fail(Reason::too_many_elements,
                    {{"limit", static_cast<std::int64_t>(limits_.elements)}});
    }
    const std::size_t id = kept_.add();
    Node& node = kept_.nodes[id];
    node.name_ = intern(local, space);
    node.line_ = static_cast<std::uint32_t>(at_line);
    if (node.name_ == Name::other) {
        auto& foreign = kept_.foreign.emplace_back();
        foreign.parts[0] = kept_.keep(view(local));
        foreign.parts[1] = kept_.keep(view(space));
        node.foreign_ = foreign.parts;
    }
    if (!open_.empty()) {
        const std::size_t above = open_.back();
        Node& parent = kept_.nodes[above];
        node.parent_ = static_cast<std::int32_t>(id - above);
        if (parent.first_child_ == 0) {
            parent.first_child_ = static_cast<std::int32_t>(id - above);
            if (parent.text_length_ > 0) {
                const std::string_view before(kept_.text.data() + text_start_, parent.text_length_);
                parent.mixed_ = parent.mixed_ || !is_blank(before);
            }
        } else {
            const std::size_t sibling = last_child_.back();
            kept_.nodes[sibling].next_ = static_cast<std::int32_t>(id - sibling);
        }
        last_child_.back() = static_cast<std::uint32_t>(id);
    }
    if (attribute_count > 0) {
        node.attributes_ = reinterpret_cast<const Attribute*>(kept_.attributes.size());
        node.attribute_count_ = static_cast<std::uint16_t>(attribute_count);
        for (int i = 0; i < attribute_count; ++i, attributes += 5) {
            const auto [entry, is_new] =
                parser->attributes.try_emplace(attributes[0], AttributeName::other);
            if (is_new) entry->second = attribute_from(view(attributes[0]));
            Attribute& kept = kept_.attributes.emplace_back();
            kept.name = attributes[2] == nullptr ? entry->second : AttributeName::other;
            kept.spelling = kept.name == AttributeName::other
                                ? kept_.keep(view(attributes[0]))
                                : kAttributes[static_cast<std::size_t>(kept.name)];
            if (attributes[2] != nullptr) kept.space = kept_.keep(view(attributes[2]));
            const auto* first = reinterpret_cast<const char*>(attributes[3]);
            const auto length = static_cast<std::size_t>(attributes[4] - attributes[3]);
            const std::size_t from = kept_.values.size();
            append_attribute({first, length});
            if (kept.space == kInstance && kept.spelling == "type") {
                const std::string name = resolved(std::string_view(kept_.values).substr(from));
                kept_.values.replace(from, kept_.values.size() - from, name);
            }
            kept.value = {reinterpret_cast<const char*>(from), kept_.values.size() - from};
        }
    }
    note_payload(id, declared, spaces);
    open_.push_back(static_cast<std::uint32_t>(id));
    last_child_.push_back(0);
    parted_ = false;
    text_start_ = kept_.text.size();
    kept_.nodes[id].text_ = reinterpret_cast<const char*>(text_start_);
    if (node.name_ == cbc::EmbeddedDocumentBinaryObject) leave_in_source(kept_.nodes[id]);
}

// An attachment of many megabytes is not copied. That it is nothing but text (no reference, comment
// or CDATA) is seen at once: the next angle bracket is that of the end tag.
void TreeBuilder::leave_in_source(Node& node) const {
    const auto consumed = static_cast<std::size_t>(xmlByteConsumed(context_));
    std::size_t at = source_.rfind('<', std::min(consumed, source_.size()));
    char quote = 0;
    for (; at < source_.size() && (quote != 0 || source_[at] != '>'); ++at) {
        if (quote != 0)
            quote = source_[at] == quote ? '\0' : quote;
        else if (source_[at] == '"' || source_[at] == '\'')
            quote = source_[at];
    }
    if (at >= source_.size() || source_[at - 1] == '/') return;
    const std::string_view rest = source_.substr(at + 1);
    const std::string_view content = rest.substr(0, rest.find('<'));
    if (content.size() < kLongAttachment || !rest.substr(content.size()).starts_with("</") ||
        content.find_first_of("&\r") != content.npos) {
        return;
    }
    node.in_source_ = true;
    node.text_ = content.data();
    node.text_length_ = node.value_length_ = static_cast<std::uint32_t>(content.size());
}

// An envelope holds its header and the business document; the latter becomes the root.
void TreeBuilder::note_payload(std::size_t id, int declared, const xmlChar** spaces) {
    const Node& node = kept_.nodes[id];
    if (open_.empty()) {
        if (node.local_name() == "StandardBusinessDocument" && node.space() == kEnvelope) {
            envelope_ = id;
            for (int i = 0; i < declared; ++i) {
                outer_spaces_.emplace_back(view(spaces[2 * i]), view(spaces[2 * i + 1]));
            }
        } else {
            root_ = id;
        }
    } else if (open_.size() == 1 && envelope_ != kNone && root_ == kNone &&
               node.space() != kEnvelope) {
        root_ = id;
        const auto consumed = static_cast<std::size_t>(xmlByteConsumed(context_));
        payload_start_ = source_.rfind('<', std::min(consumed, source_.size()));
        for (const auto& [prefix, uri] : outer_spaces_) {
            bool redeclared = false;
            for (int i = 0; i < declared; ++i) redeclared |= view(spaces[2 * i]) == prefix;
            if (redeclared || uri == kEnvelope) continue;
            inherited_ += prefix.empty() ? " xmlns=\"" : " xmlns:" + prefix + "=\"";
            for (const char c : uri) {
                if (c == '&')
                    inherited_ += "&amp;";
                else if (c == '<')
                    inherited_ += "&lt;";
                else if (c == '"')
                    inherited_ += "&quot;";
                else
                    inherited_ += c;
            }
            inherited_ += '"';
        }
    }
}

void TreeBuilder::end() {
    if (failure) return;
    SK_ASSERT(!open_.empty());
    const std::size_t id = open_.back();
    Node& node = kept_.nodes[id];
    node.subtree_ = static_cast<std::int32_t>(kept_.count - id);
    if (!node.in_source_) {
        node.value_length_ = static_cast<std::uint32_t>(kept_.text.size() -
                                                        reinterpret_cast<std::size_t>(node.text_));
    }
    open_.pop_back();
    last_child_.pop_back();
    if (id == root_ && envelope_ != kNone) {
        const auto consumed =
            std::min(static_cast<std::size_t>(xmlByteConsumed(context_)), source_.size());
        std::string_view slice = source_.substr(payload_start_, consumed - payload_start_);
        const std::size_t name_end = slice.find_first_of(" \t\r\n/>", 1);
        if (name_end != slice.npos) {
            tree_.payload_head_.assign(slice.substr(0, name_end));
            tree_.payload_head_ += inherited_;
            tree_.payload_rest_ = slice.substr(name_end);
        }
    }
    parted_ = true;  // what the parent says next is another text
}

void TreeBuilder::characters(std::string_view text) {
    if (failure || open_.empty()) return;
    Node& node = kept_.nodes[open_.back()];
    if (node.text_parts_ == 0 || parted_) {
        if (node.text_parts_ < 255) ++node.text_parts_;
        parted_ = false;
    }
    if (node.in_source_) return;
    kept_.text.append(text);
    if (node.first_child_ != 0) {  // between child elements: layout, or text that cannot be there
        if (!node.mixed_ && !is_blank(text)) node.mixed_ = true;
        return;
    }
    node.text_length_ += static_cast<std::uint32_t>(text.size());
}

void TreeBuilder::error(const xmlError* error) {
    if (failure || error == nullptr || error->level < XML_ERR_ERROR) return;
    std::string detail = error->message == nullptr ? "" : error->message;
    while (!detail.empty() && static_cast<unsigned char>(detail.back()) <= ' ') detail.pop_back();
    std::erase_if(detail, [](char c) { return static_cast<unsigned char>(c) < ' '; });
    if (detail.size() > 200) detail.resize(200);
    // What the message quotes may be cut or be no text at all.
    for (char& c : detail) {
        if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    }
    fail(Reason::not_xml, {{"line", std::int64_t{error->line}}, {"detail", std::move(detail)}});
}

void TreeBuilder::finish() {
    const char* text = kept_.text.data();
    for (std::size_t i = 0; i < kept_.count; ++i) {
        Node& node = kept_.nodes[i];
        if (!node.in_source_) node.text_ = text + reinterpret_cast<std::size_t>(node.text_);
        if (node.attribute_count_ > 0) {
            node.attributes_ =
                kept_.attributes.data() + reinterpret_cast<std::size_t>(node.attributes_);
        }
    }
    for (Attribute& attribute : kept_.attributes) {
        attribute.value = {
            kept_.values.data() + reinterpret_cast<std::size_t>(attribute.value.data()),
            attribute.value.size()};
    }
    if (root_ == kNone) return fail(Reason::broken_envelope);
    tree_.root_ = &kept_.nodes[root_];
    if (envelope_ != kNone) tree_.envelope_ = &kept_.nodes[envelope_];
    tree_.root_element_ = tree_.root_->local_name();
    tree_.root_namespace_ = tree_.root_->space();
    tree_.index();
}

Tree::Tree() : storage_(std::make_unique<Storage>()) {}
Tree::~Tree() = default;
Tree::Tree(Tree&&) noexcept = default;
Tree& Tree::operator=(Tree&&) noexcept = default;

void Tree::clear() {
    storage_->count = 0;
    storage_->attributes.clear();
    storage_->text.clear();
    storage_->values.clear();
    storage_->foreign.clear();
    storage_->foreign_text.clear();
    storage_->by_name.clear();
    root_ = envelope_ = &Node::nothing();
    root_namespace_ = root_element_ = {};
    payload_head_.clear();
    payload_rest_ = {};
    storage_->converted.clear();
    if (storage_->converted.capacity() > kLongAttachment * 256) storage_->converted = {};
}

// A counting sort of the elements by name: all(name) is then a slice.
void Tree::index() {
    auto& starts = storage_->first_of_name;
    starts.assign(kNames + 1, 0);
    const Node* const first = root_;
    const Node* const last = root_->end_of_subtree();
    for (const Node* at = first; at != last; ++at)
        ++starts[static_cast<std::size_t>(at->name_) + 1];
    for (int i = 0; i < kNames; ++i) {
        starts[static_cast<std::size_t>(i) + 1] += starts[static_cast<std::size_t>(i)];
    }
    storage_->by_name.resize(static_cast<std::size_t>(last - first));
    thread_local std::vector<std::uint32_t> next;
    next.assign(starts.begin(), starts.end());
    for (const Node* at = first; at != last; ++at) {
        storage_->by_name[next[static_cast<std::size_t>(at->name_)]++] = at;
    }
}

std::span<const Node* const> Tree::all(Name name) const {
    if (!*root_) return {};
    const auto& starts = storage_->first_of_name;
    const auto index = static_cast<std::size_t>(name);
    return {storage_->by_name.data() + starts[index], starts[index + 1] - starts[index]};
}

std::span<const Node> Tree::nodes() const { return {storage_->nodes, storage_->count}; }

std::string Tree::path(const Node& node) const {
    if (!node) return "/";
    std::vector<const Node*> steps;
    for (const Node* at = &node; *at && at != envelope_; at = &at->parent()) steps.push_back(at);
    std::string out;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        const Node& each = **step;
        out += '/';
        out += each.name() == Name::other ? each.local_name() : spelling(each.name());
        if (&each == root_) continue;
        int position = 1;
        for (const Node& sibling : each.parent().children()) {
            if (&sibling == &each) break;
            position += sibling.name() == each.name() && sibling.local_name() == each.local_name();
        }
        out += '[' + std::to_string(position) + ']';
    }
    return out;
}

namespace {

// libxml2 compares each attribute of an element with all those before it, before anybody is asked:
// a million of them take minutes. A start tag that is so long is counted through first. Answers the
// offset of the tag.
constexpr std::size_t kLongTag = 16 * 1024;

std::optional<std::size_t> hoard_of_attributes(std::string_view text, int most) {
    if (text.size() < kLongTag) return std::nullopt;
    for (std::size_t at = text.find('<'); at != text.npos;) {
        const std::size_t next = text.find('<', at + 1);
        const std::string_view run = text.substr(at, next == text.npos ? next : next - at);
        if (run.size() >= kLongTag && run[1] != '!' && run[1] != '?') {
            int count = 0;
            char quote = '\0';
            for (const char c : run) {
                if (quote != '\0') {
                    if (c == quote) quote = '\0';
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (c == '>') {
                    break;
                } else if (c == '=' && ++count > most) {
                    return at;
                }
            }
        }
        at = next;
    }
    return std::nullopt;
}

}  // namespace

std::expected<void, Unreadable> Tree::parse(std::string_view bytes, const Limits& limits) {
    clear();
    const std::size_t most = std::min(limits.bytes, kHardLimitBytes);
    if (bytes.size() > most) {
        return std::unexpected(
            Unreadable{Reason::too_large, {{"limit_mb", static_cast<std::int64_t>(most >> 20)}}});
    }
    auto utf8 = as_utf8(bytes, storage_->converted);
    if (!utf8) return std::unexpected(std::move(utf8).error());
    if (const auto at = hoard_of_attributes(*utf8, limits.attributes)) {
        const auto line = 1 + std::ranges::count(utf8->substr(0, *at), '\n');
        return std::unexpected(Unreadable{Reason::too_many_attributes,
                                          {{"line", static_cast<std::int64_t>(line)},
                                           {"limit", std::int64_t{limits.attributes}}}});
    }

    Parser& own = parser_of_thread();
    TreeBuilder builder(*this, limits, own.context, *utf8);
    storage_->text.reserve(std::min(utf8->size() / 2, kLongAttachment * 1024));
    static const xmlSAXHandler handler = [] {
        xmlSAXHandler events{};
        events.initialized = XML_SAX2_MAGIC;
        events.internalSubset = [](void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
            TreeBuilder& to = TreeBuilder::of(self);
            to.fail(Reason::dtd, {{"line", to.line()}});
        };
        events.startElementNs = [](void* self, const xmlChar* local, const xmlChar*,
                                   const xmlChar* space, int declared, const xmlChar** spaces,
                                   int attribute_count, int, const xmlChar** attributes) {
            TreeBuilder::of(self).start(local, space, declared, spaces, attribute_count,
                                        attributes);
        };
        events.endElementNs = [](void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
            TreeBuilder::of(self).end();
        };
        const auto characters = [](void* self, const xmlChar* text, int length) {
            TreeBuilder::of(self).characters(
                {reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
        };
        events.characters = characters;
        events.ignorableWhitespace = characters;
        events.cdataBlock = characters;
        events.comment = [](void* self, const xmlChar*) { TreeBuilder::of(self).comment(); };
        events.processingInstruction = [](void* self, const xmlChar*, const xmlChar*) {
            TreeBuilder::of(self).comment();
        };
        events.serror = [](void* self, xmlErrorPtr error) { TreeBuilder::of(self).error(error); };
        return events;
    }();
    *own.context->sax = handler;
    own.context->userData = &builder;
    // XML_PARSE_IGNORE_ENC: the declaration may still name the character set it was converted from.
    xmlDocPtr none = xmlCtxtReadMemory(own.context, utf8->data(), static_cast<int>(utf8->size()),
                                       nullptr, nullptr, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    if (none != nullptr) xmlFreeDoc(none);
    const bool well_formed = own.context->wellFormed != 0;
    xmlCtxtReset(own.context);  // it would keep its copy of the document until the next one
    if (!builder.failure && !well_formed) {
        builder.fail(Reason::not_xml, {{"line", std::int64_t{1}}, {"detail", std::string()}});
    }
    if (!builder.failure) builder.finish();
    if (builder.failure) {
        clear();
        return std::unexpected(*std::move(builder.failure));
    }
    return {};
}

namespace {
struct ReasonText {
    std::string_view name;
    const Text* text;
};
constexpr ReasonText kReasons[] = {
    {"not_xml", &text::not_xml},
    {"dtd", &text::dtd},
    {"too_large", &text::too_large},
    {"too_deep", &text::too_deep},
    {"too_many_attributes", &text::too_many_attributes},
    {"too_many_elements", &text::too_many_elements},
    {"encoding", &text::encoding},
    {"unknown_document", &text::unknown_document},
    {"broken_envelope", &text::broken_envelope},
};
}  // namespace

const Text& Unreadable::text() const { return *kReasons[static_cast<std::size_t>(reason)].text; }
std::string_view Unreadable::name() const {
    return kReasons[static_cast<std::size_t>(reason)].name;
}

}  // namespace samkjop::ubl
