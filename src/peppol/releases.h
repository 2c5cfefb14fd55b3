#pragma once
// Two releases of the rules live side by side, and a document is judged by the one in force on its
// day. A new release is an addition of rows, in these places and no other:
//   releases.cc         the release, its days and editions; rules that it withdraws, or makes more
//                       or less grave; the schema that a document goes by from then on
//   code_lists.inc      codes that come or go
//   post_award.inc      new rules on structure, new elements
//   unused_elements.inc what EN 16931 leaves out from then on
//   *_rules.cc          rules with a condition of their own: a Row with `from`. A condition that
//                       changes is two rows of one id: one `until`, one `from`
//   cases.inc           the case of each new rule

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "peppol/peppol.h"

namespace samkjop::peppol {

// By their place in releases().
inline constexpr std::uint8_t kMay2026 = 0;
inline constexpr std::uint8_t kNovember2026 = 1;

// From a release, until before another.
struct InForce {
    std::uint8_t from = 0;
    std::uint8_t until = 255;
    bool in(std::uint8_t release) const { return from <= release && release < until; }
};

// What a release says of a rule that there was before it.
struct Amendment {
    enum class Now : std::uint8_t { withdrawn, warning, fatal };
    std::uint8_t release;
    std::string_view rule;
    Now now;
};

enum class SchemaVersion : std::uint8_t { ubl_2_1, ubl_2_3 };
struct SchemaUse {
    std::uint8_t release;
    ubl::DocumentType type;
    SchemaVersion version;
};

std::uint8_t number_of(std::span<const Release> releases, std::string_view name);

std::span<const Release> official_releases();
std::span<const Amendment> official_amendments();
std::span<const SchemaUse> official_schemas();

}  // namespace samkjop::peppol
