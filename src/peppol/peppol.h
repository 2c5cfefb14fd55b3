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

// The release whose rules these are (OpenPeppol's names: year and month).
inline constexpr std::string_view kRelease = "2026-05";

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

struct Verdict {
    ubl::DocumentType type = ubl::DocumentType::other;
    std::optional<ubl::Unreadable> unreadable;  // then nothing else is filled in
    bool structure_ok = true;
    std::vector<Finding> structure;
    std::vector<Finding> findings;  // in the order of the rule tables

    bool valid() const;                             // readable, well built, no fatal finding
    std::vector<std::string_view> fatal() const;    // ids, sorted, each once
    std::vector<std::string_view> warning() const;  // ids, sorted, each once
};

// Judges by the rules of `as`; without it by those of the type that the document itself states.
Verdict judge(std::string_view bytes, std::optional<ubl::DocumentType> as = {},
              const ubl::Limits& limits = {});

// One line for docs/rules: every rule that exists, for lists and tests.
struct RuleInfo {
    std::string_view id;
    Severity severity;
    std::string_view terms;
};
std::vector<RuleInfo> rules_for(ubl::DocumentType type);

}  // namespace samkjop::peppol
