#pragma once
// All tables of rules together, ready to judge by. Ours is made once from the tables in the
// program; a test makes another from the same tables and the rows of a release that it invents.

#include <array>
#include <memory>
#include <vector>

#include "peppol/data_rules.h"
#include "peppol/releases.h"
#include "peppol/rule.h"

namespace samkjop::peppol {

struct Tables {
    std::vector<Release> releases;  // the oldest first
    std::vector<Amendment> amendments;
    std::vector<SchemaUse> schemas;
    std::string code_lists;
    std::string post_award;
    std::string unused_elements;
    std::array<std::vector<Pattern>, ubl::kDocumentTypes> patterns;
};
Tables official_tables();

class Rulebook {
public:
    explicit Rulebook(Tables tables);
    ~Rulebook();
    Rulebook(const Rulebook&) = delete;
    Rulebook& operator=(const Rulebook&) = delete;

    std::span<const Release> releases() const { return tables_.releases; }
    const Release& release_on(Date day) const;
    const Release* release_named(std::string_view name) const;

    Verdict judge(std::string_view bytes, std::optional<ubl::DocumentType> as,
                  const ubl::Limits& limits, const Release* release) const;
    std::vector<RuleInfo> rules_for(ubl::DocumentType type, const Release& release) const;

private:
    struct RuleSet;
    const RuleSet& rules_of(ubl::DocumentType type, std::uint8_t release) const;
    const Release& release_of(const ubl::Tree& tree) const;
    std::uint8_t number(const Release& release) const;
    SchemaVersion schema_of(ubl::DocumentType type, std::uint8_t release) const;
    std::optional<Amendment::Now> amended(std::string_view rule, std::uint8_t release) const;
    // Takes out what the release has withdrawn, and makes each finding as grave as it says.
    template <class Each>
    void amend(std::vector<Each>& rules, std::string_view Each::* id, std::uint8_t release) const;

    Tables tables_;
    CodeLists lists_;
    PostAwardStructure post_award_;
    UnusedElements unused_;
    std::vector<std::unique_ptr<const RuleSet>> sets_;  // by release, then by type
};

const Rulebook& rulebook();  // ours

}  // namespace samkjop::peppol
