// The releases of the rules, and what each changes in what was there before it.

#include "peppol/releases.h"

#include <algorithm>

#include "base/assert.h"

namespace samkjop::peppol {
namespace {

using enum ubl::DocumentType;

constexpr Release kReleases[] = {
    {.name = "2026-05",
     .published = {},
     .in_force = Date(2026, 8, 24),
     .en16931 = "1.3.16",
     .billing = "3.0.21",
     .self_billing = "3.0.2",
     .post_award = "3.0.17",
     .message_status = "1.0.1"},
    // Announced. Until it is published it has the rules of the one before it.
    {.name = "2026-11",
     .published = Date(2026, 11, 23),
     .in_force = Date(2027, 2, 24),
     .en16931 = "1.3.16",
     .billing = "3.0.22",
     .self_billing = "3.0.2",
     .post_award = "3.0.17",
     .message_status = "1.0.1"},
};
static_assert(std::ranges::is_sorted(kReleases, {}, &Release::in_force));

// {kNovember2026, "BR-…", Amendment::Now::withdrawn} and so on.
constexpr std::span<const Amendment> kAmendments;

// UBL 2.1 where nothing is said. The last row that fits holds.
constexpr SchemaUse kSchemas[] = {
    {kMay2026, order_change, SchemaVersion::ubl_2_3},
    {kMay2026, order_cancellation, SchemaVersion::ubl_2_3},
    {kMay2026, order_response_advanced, SchemaVersion::ubl_2_3},
};

}  // namespace

std::span<const Release> official_releases() { return kReleases; }
std::span<const Amendment> official_amendments() { return kAmendments; }
std::span<const SchemaUse> official_schemas() { return kSchemas; }

std::uint8_t number_of(std::span<const Release> releases, std::string_view name) {
    const auto found = std::ranges::find(releases, name, &Release::name);
    SK_ASSERT(found != releases.end());
    return static_cast<std::uint8_t>(found - releases.begin());
}

}  // namespace samkjop::peppol
