// Bringing prices to the same amount. Litres, kilos, metres and pieces are known; what is stated in
// something else is compared per that.

#include "catalogue/compare.h"

#include "catalogue/analyser.h"
#include "catalogue/texts.h"
#include "catalogue/units.h"

namespace samkjop::catalogue {
namespace {

using Measure = BasePrice::Measure;

struct Known {
    std::string_view unit;
    Measure measure;
    int down;  // powers of ten from the measure down to the unit
};
constexpr Known kUnits[] = {
    {"EA", Measure::piece, 0},        {"C62", Measure::piece, 0},    {"H87", Measure::piece, 0},
    {"NAR", Measure::piece, 0},       {"ST", Measure::piece, 0},     {"PR", Measure::piece, 0},
    {"LTR", Measure::litre, 0},       {"DLT", Measure::litre, 1},    {"CLT", Measure::litre, 2},
    {"MLT", Measure::litre, 3},       {"KGM", Measure::kilogram, 0}, {"GRM", Measure::kilogram, 3},
    {"MTR", Measure::metre, 0},       {"CMT", Measure::metre, 2},    {"MMT", Measure::metre, 3},
    {"MTK", Measure::square_metre, 0}};

std::string_view unit_of(Measure measure) {
    switch (measure) {
        case Measure::litre:
            return "LTR";
        case Measure::kilogram:
            return "KGM";
        case Measure::metre:
            return "MTR";
        case Measure::square_metre:
            return "MTK";
        case Measure::piece:
        case Measure::other:
            break;
    }
    return "EA";
}

// «600 ml med pumpe»: the one size in litres or kilos that the name states.
std::optional<BasePrice> named_size(const Item& item) {
    std::optional<BasePrice> out;
    for (const auto& token : analyser::tokens(item.name)) {
        if (token.kind != analyser::Token::Kind::size) continue;
        const bool volume = token.text.ends_with("ml"), weight = token.text.ends_with("mg");
        if (!volume && !weight) continue;
        if (out) return std::nullopt;
        const auto value =
            Decimal::parse(std::string_view(token.text).substr(0, token.text.size() - 2));
        if (!value || value->is_zero()) return std::nullopt;
        out =
            BasePrice{volume ? Measure::litre : Measure::kilogram,
                      Decimal(value->digits(), value->scale() + (volume ? 3 : 6)).normalised(), ""};
    }
    return out;
}

// Øre for `count` of the measure.
Money price_of(const Item& item, const BasePrice& base, std::int64_t count) {
    const Decimal price = item.price.normalised(), amount = base.amount.normalised();
    const Wide numerator = Wide(price.digits()) * 100 * count * power_of_ten(amount.scale());
    const Wide denominator = Wide(amount.digits()) * power_of_ten(price.scale());
    return Money(divide_rounded(numerator, denominator));
}

}  // namespace

BasePrice base_of(const Item& item) {
    if (item.content == Decimal::whole(1)) {
        if (auto named = named_size(item)) return *named;
    }
    const std::string_view unit =
        item.content_unit.empty() ? "EA" : std::string_view(item.content_unit);
    for (const Known& known : kUnits) {
        if (known.unit != unit) continue;
        const Decimal content = item.content.normalised();
        return {known.measure, Decimal(content.digits(), content.scale() + known.down).normalised(),
                ""};
    }
    return {Measure::other, item.content, std::string(unit)};
}

std::vector<std::string> comparable_prices(std::span<const Item> items, Language language) {
    bool hundreds = false;
    for (const Item& item : items) {
        const BasePrice base = base_of(item);
        hundreds |= base.measure == Measure::piece && !base.amount.is_zero() &&
                    price_of(item, base, 1) < kroner(1);
    }
    std::vector<std::string> out;
    for (const Item& item : items) {
        const BasePrice base = base_of(item);
        if (base.amount.is_zero()) {
            out.emplace_back();
            continue;
        }
        const bool piece = base.measure == Measure::piece;
        const std::int64_t count = piece && hundreds ? 100 : 1;
        const std::string unit =
            unit_short(base.unit.empty() ? unit_of(base.measure) : base.unit, language);
        out.push_back(render(text::price_per, language,
                             {{"price", format_money(price_of(item, base, count))},
                              {"unit", count == 1 ? unit : std::to_string(count) + " " + unit}}));
    }
    return out;
}

std::optional<std::size_t> cheapest_of(std::span<const Item> items, std::span<const Offer> offers) {
    std::optional<std::size_t> best;
    Money least;
    int compared = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const BasePrice base = base_of(items[i]);
        if (base.measure != base_of(items[0]).measure || base.unit != base_of(items[0]).unit)
            return std::nullopt;  // pieces and litres have no cheapest
        if (!offers[i].buyable() || base.amount.is_zero()) continue;
        const Money price = price_of(items[i], base, 1000);
        ++compared;
        if (!best || price < least) {
            best = i;
            least = price;
        }
    }
    return compared > 1 ? best : std::nullopt;
}

}  // namespace samkjop::catalogue
