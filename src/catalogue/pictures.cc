// Which drawing belongs to which UNSPSC segment.

#include "catalogue/pictures.h"

#include <array>

namespace samkjop::catalogue {
namespace {

struct Drawing {
    std::string_view prefix, shapes;
};
// The longest prefix that fits wins; the last one fits all.
constexpr Drawing kDrawings[] = {
    {"4213",
     R"(<rect x="6" y="22" width="52" height="30" rx="3"/><path d="M22 22v-2c0-3 4-4 10-4s10 1 10 4v2"/><path d="M27 16V9m5 7V6m5 10V9"/><path d="M14 36h18M14 43h11"/><circle cx="47" cy="39" r="5"/>)"},
    {"4618",
     R"(<path d="M18 56V38l-7-9c-2-3 2-6 4-4l7 7V13c0-4 6-4 6 0V9c0-4 6-4 6 0v3c0-4 6-4 6 0v4c0-4 6-4 6 0v24c0 6-4 8-4 16z"/><path d="M18 49h24"/>)"},
    {"47",
     R"(<path d="M24 24h16v6l5 7v19H19V37l5-7zM28 24v-8h14M28 16h-6"/><path d="M24 44h16"/>)"},
    {"42",
     R"(<rect x="10" y="20" width="44" height="32" rx="4"/><path d="M24 20v-6h16v6M32 29v14M25 36h14"/>)"},
    {"51",
     R"(<rect x="10" y="20" width="44" height="32" rx="4"/><path d="M24 20v-6h16v6M32 29v14M25 36h14"/>)"},
    {"14", R"(<path d="M16 8h22l10 10v38H16zM38 8v10h10M23 28h18M23 36h18M23 44h12"/>)"},
    {"44", R"(<path d="M42 10l12 12-30 30-15 3 3-15zM36 16l12 12"/>)"},
    {"43", R"(<rect x="8" y="12" width="48" height="30" rx="3"/><path d="M24 52h16M32 42v10"/>)"},
    {"50", R"(<path d="M24 8h16v8l5 8v32H19V24l5-8zM19 34h26"/>)"},
    {"52", R"(<path d="M10 20h44v24H10zM10 28h44M18 44v8M46 44v8M22 20v-8h20v8"/>)"},
    {"53", R"(<path d="M22 10l10 5 10-5 14 8-6 12-6-3v27H20V27l-6 3-6-12z"/>)"},
    {"56", R"(<path d="M20 8h24v24H20zM16 32h32v8H16zM20 40v16M44 40v16"/>)"},
    {"30",
     R"(<path d="M8 24h20v12H8zM30 24h26v12H30zM8 38h30v12H8zM40 38h16v12H40zM20 10h24v12H20z"/>)"},
    {"27", R"(<path d="M12 12h28v10H12zM22 22v34h8V22"/>)"},
    {"", R"(<path d="M8 20l24-10 24 10v26L32 56 8 46zM8 20l24 10 24-10M32 30v26"/>)"},
};

html::Safe drawn(std::string_view shapes) {
    return html::Safe(fmt::format(
        R"(<svg viewBox="0 0 64 64" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" )"
        R"(stroke-linecap="round" aria-hidden="true">{}</svg>)",
        shapes));
}

}  // namespace

const html::Safe& picture_of(std::string_view unspsc) {
    static const std::vector<html::Safe> all = [] {
        std::vector<html::Safe> out;
        for (const Drawing& each : kDrawings) out.push_back(drawn(each.shapes));
        return out;
    }();
    std::size_t best = std::size(kDrawings) - 1;
    for (std::size_t i = 0; i < std::size(kDrawings); ++i) {
        if (unspsc.starts_with(kDrawings[i].prefix) &&
            kDrawings[i].prefix.size() > kDrawings[best].prefix.size())
            best = i;
    }
    return all[best];
}

}  // namespace samkjop::catalogue
