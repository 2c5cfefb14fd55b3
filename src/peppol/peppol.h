#pragma once
// The rules of EN 16931 and Peppol BIS 3, and the verdict on a document. A verdict lists everything
// that is wrong, never only the first. Layers: readable → structure (the UBL schema) → EN 16931 →
// Peppol and Norway. Structure and rules are judged independently of each other.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "ubl/ubl.h"

namespace samkjop::peppol {

// A release of the rules, by OpenPeppol's names: year and month. It is in force until the next is.
struct Release {
    std::string_view name;          // "2026-05"
    std::optional<Date> published;  // where it is known
    Date in_force;
    // The editions that it consists of.
    std::string_view en16931, billing, self_billing, post_award, message_status;
};
std::span<const Release> releases();  // the oldest first
const Release& release_on(Date day);
const Release* release_named(std::string_view name);  // null when there is none

enum class Severity : std::uint8_t { warning, fatal };

struct Finding {
    std::string_view rule;  // "BR-CO-15"; "structure" for a breach of the schema
    Severity severity = Severity::fatal;
    std::string_view terms;  // "BT-109 BT-110 BT-112"
    std::string path;        // "/Invoice/cac:LegalMonetaryTotal[1]"
    int line = 0;            // in the file
    const Text* sentence = nullptr;
    Arguments arguments;

    std::string in(Language language) const;
};

// What stood there and what should have, in words; empty where the sentence says it all.
std::string found_and_expected(const Finding& finding, Language language);
// Who must mend it, in a sentence.
std::string who_mends(const Finding& finding, ubl::DocumentType type, Language language);

struct Verdict {
    ubl::DocumentType type = ubl::DocumentType::other;
    std::string_view release;                   // by which it was judged
    std::optional<ubl::Unreadable> unreadable;  // then nothing else is filled in
    bool structure_ok = true;
    std::vector<Finding> structure;
    std::vector<Finding> findings;  // in the order of the rule tables

    bool valid() const;                             // readable, well built, no fatal finding
    std::vector<std::string_view> fatal() const;    // ids, sorted, each once
    std::vector<std::string_view> warning() const;  // ids, sorted, each once
};

// Judges by the rules of `as`; without it by those of the type that the document itself states.
// Without a release by the one in force on the day the document was issued.
Verdict judge(std::string_view bytes, std::optional<ubl::DocumentType> as = {},
              const ubl::Limits& limits = {}, const Release* release = nullptr);

// Every rule that exists for a type in a release, for lists and tests.
struct RuleInfo {
    std::string_view id;
    Severity severity;
    std::string_view terms;
    const Text* sentence = nullptr;
    std::string about = {};  // the element that the sentence speaks of, where the row knows it
};
std::vector<RuleInfo> rules_for(ubl::DocumentType type, const Release* release = nullptr);
// Where the condition is written down: "EN 16931-1, CEN's rules 1.3.16".
std::string source_of(std::string_view rule, const Release& release = releases().front());

}  // namespace samkjop::peppol
