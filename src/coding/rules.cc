// Decides whether a code may be used on a day, and whether KOSTRA accepts art and function
// together.

#include "coding/rules.h"

#include "coding/texts.h"

namespace samkjop::coding {

std::string Coding::text() const {
    std::string out;
    for (const std::string& code : codes) {
        if (code.empty()) continue;
        if (!out.empty()) out += " · ";
        out += code;
    }
    return out;
}

namespace {
constexpr std::string_view kNames[kDimensions] = {"art",    "ansvar", "funksjon", "prosjekt",
                                                  "free_1", "free_2", "free_3"};
}  // namespace

std::string_view name(Dimension dimension) { return kNames[static_cast<std::size_t>(dimension)]; }

std::optional<Dimension> dimension_from(std::string_view wanted) {
    for (int i = 0; i < kDimensions; ++i) {
        if (kNames[i] == wanted) return static_cast<Dimension>(i);
    }
    return std::nullopt;
}

namespace check {

std::optional<Refusal> wrong_with(const DimensionRule& rule, std::string_view code,
                                  std::span<const DimensionValue> rows, Date on,
                                  bool for_purchase) {
    const std::string field(name(rule.dimension));
    const auto refusal = [&](const Text& sentence, Arguments arguments = {}) {
        arguments.insert(arguments.begin(), {"label", rule.label});
        return Refusal{&sentence, std::move(arguments), field};
    };
    if (code.empty()) {
        if (rule.used && rule.required) return refusal(text::dimension_missing);
        return std::nullopt;
    }
    if (!rule.used) return refusal(text::dimension_not_used);
    if (rows.empty()) return refusal(text::dimension_unknown, {{"code", std::string(code)}});
    const auto valid = std::ranges::find_if(rows, [&](const DimensionValue& row) {
        return row.valid_from <= on && on <= row.valid_to;
    });
    if (valid == rows.end()) {
        return refusal(text::dimension_expired,
                       {{"code", std::string(code)}, {"name", rows.back().name}, {"date", on}});
    }
    const Arguments which = {{"code", std::string(code)}, {"name", valid->name}};
    if (valid->blocked) return refusal(text::dimension_blocked, which);
    if (valid->budget_only && for_purchase) return refusal(text::dimension_for_budget_only, which);
    return std::nullopt;
}

std::optional<Refusal> wrong_with(std::span<const InvalidCombination> invalid, bool investment,
                                  std::string_view art, std::string_view funksjon, Date on) {
    for (const InvalidCombination& row : invalid) {
        if (row.investment != investment || on < row.valid_from || row.valid_to < on) continue;
        if (!row.art.empty() && row.art != art) continue;
        if (!row.funksjon.empty() && row.funksjon != funksjon) continue;
        const Arguments which = {{"art", std::string(art)}};
        const Arguments where = {{"funksjon", std::string(funksjon)}};
        if (row.funksjon.empty()) {
            return Refusal{investment ? &text::art_not_in_investment : &text::art_not_in_running,
                           which, "art"};
        }
        if (row.art.empty()) {
            return Refusal{
                investment ? &text::function_not_in_investment : &text::function_not_in_running,
                where, "funksjon"};
        }
        return Refusal{&text::combination_not_in_kostra,
                       {{"art", std::string(art)}, {"funksjon", std::string(funksjon)}},
                       "funksjon"};
    }
    return std::nullopt;
}

std::string kostra_of(const DimensionValue& value) {
    return value.kostra.empty() ? value.code.substr(0, 3) : value.kostra;
}

bool overlaps(Date from, Date to, Date other_from, Date other_to) {
    return from <= other_to && other_from <= to;
}

}  // namespace check
bool reverse_charge(const VatCode& code) {
    static constexpr std::string_view kOwed[] = {"81", "82", "83", "84", "86",
                                                 "87", "88", "89", "91", "92"};
    return code.category == "AE" || std::ranges::find(kOwed, code.saft_code) != std::end(kOwed);
}

}  // namespace samkjop::coding
