#pragma once
// The rules that are data: what EN 16931 leaves out of UBL, and the structure of the post-award
// documents. Both are read once from their tables, which say in which release each row begins.

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "peppol/code_lists.h"
#include "peppol/rule.h"

namespace samkjop::peppol {

std::string_view official_post_award();
std::string_view official_unused_elements();

class PostAwardStructure {
public:
    PostAwardStructure(std::string_view source, std::span<const Release> releases,
                       const CodeLists& lists);
    ~PostAwardStructure();
    PostAwardStructure(const PostAwardStructure&) = delete;
    PostAwardStructure& operator=(const PostAwardStructure&) = delete;

    void judge(const Facts& facts, std::vector<Finding>& findings) const;
    void list(ubl::DocumentType type, std::uint8_t release, std::vector<RuleInfo>& out) const;

private:
    struct Structures;
    std::unique_ptr<const Structures> all_;
};

class UnusedElements {
public:
    UnusedElements(std::string_view source, std::span<const Release> releases);
    ~UnusedElements();
    UnusedElements(const UnusedElements&) = delete;
    UnusedElements& operator=(const UnusedElements&) = delete;

    void judge(const Facts& facts, std::vector<Finding>& findings) const;
    void list(std::uint8_t release, std::vector<RuleInfo>& out) const;

private:
    struct Paths;
    std::unique_ptr<const Paths> all_;
};

}  // namespace samkjop::peppol
