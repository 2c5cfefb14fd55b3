// An order's own day decides its price (the agreement speaks of the order date). Where no order is
// known, it may have been placed in the thirty days before the goods came. A unit that the price
// list does not have may be a pack or a piece; a pack written as a piece is common and no
// overcharge. Rounding is allowed to the øre on the line and to the decimals of the stated price.

#include "control/reading.h"

#include <algorithm>

#include "control/units.h"

namespace samkjop::control {
namespace {

constexpr int kOrderedBefore = 30;  // days

struct Factor {
    Ratio ratio;
    bool stated = true;    // the unit code says so
    bool unclear = false;  // the unit code says nothing that the list knows
};

// How many ordered units one invoiced unit may be; the stated first.
std::vector<Factor> factors_of(const Line& line, const catalogue::Terms& terms) {
    const Ratio one{Decimal::whole(1)};
    const Decimal content = terms.content > Decimal() ? terms.content : Decimal::whole(1);
    const Ratio piece = Ratio::of(Decimal::whole(1), content);
    std::vector<Factor> out;
    if (const auto direct = units_in(line.unit, terms.unit)) {
        out.push_back({*direct});
    } else if (const auto inner = units_in(line.unit, terms.content_unit);
               inner && content > Decimal()) {
        out.push_back({*inner * piece});
    } else if (is_package(line.unit) && is_package(terms.unit)) {
        // As many as were ordered: then it is the ordered pack under another name.
        const bool as_ordered = line.ordered && *line.ordered == line.quantity &&
                                units_in(line.ordered_unit, terms.unit).has_value();
        out.push_back({one, true, !as_ordered});
        return out;
    } else {
        out.push_back({one, true, true});
        if (piece != one) out.push_back({piece, false, true});
        return out;
    }
    // The code may be wrong: a pack written as a piece. The order denies it when less was ordered.
    const auto ordered_as = line.ordered ? units_in(line.ordered_unit, terms.unit) : std::nullopt;
    const bool denied =
        line.ordered && (!ordered_as || Ratio(line.quantity) > Ratio(*line.ordered) * *ordered_as);
    if (out[0].ratio < one && !denied) out.push_back({one, false, false});
    return out;
}

struct Quantities {
    Ratio strict, lenient;  // ordered units that the step is taken of
};
Quantities quantities(const Line& line, const catalogue::Terms& terms, const Ratio& factor,
                      Decimal together) {
    const Ratio own = Ratio(line.quantity) * factor;
    Ratio ordered = own;
    if (line.ordered) {
        if (const auto as = units_in(line.ordered_unit, terms.unit)) {
            ordered = std::max(own, Ratio(*line.ordered) * *as);
        }
        return {ordered, ordered};
    }
    return {std::max(own, Ratio(together) * factor), own};
}

std::optional<Reading> reading(const Line& line, const catalogue::Terms& terms, const Ratio& factor,
                               const Ratio& step_of) {
    const Ratio units = Ratio(line.quantity) * factor;
    const auto cost = (units * Ratio(step_amount(terms, step_of)) / Ratio(terms.base)).kroner();
    const auto plain = (units * Ratio(terms.amount) / Ratio(terms.base)).kroner();
    if (!cost || !plain) return std::nullopt;
    return Reading{&terms, factor, *cost, *plain};
}

std::int64_t magnitude(std::int64_t value) { return value < 0 ? -value : value; }

// The price as stated is the agreed one, written with fewer decimals.
bool is_rounded_price(const Line& line, const Reading& reading) {
    if (!line.price_stated || line.quantity.is_zero() || line.base.is_zero()) return false;
    const Ratio per_base = Ratio(line.base) / Ratio(line.quantity);
    const auto agreed = (Ratio(Decimal::whole(reading.expected.value)) * per_base /
                         Ratio(Decimal::whole(100 * Fine::kOre)))
                            .kroner();
    const auto stated = Ratio(line.unit_price).kroner();
    if (!agreed || !stated) return false;
    const int decimals = std::max(2, line.unit_price.normalised().scale());
    if (decimals > 6) return false;
    const std::int64_t half = 100 * Fine::kOre / power_of_ten(decimals) / 2;
    return magnitude(stated->value - agreed->value) <= half + 1;
}

}  // namespace

Days days_of(const Document& document) {
    if (document.ordered_on) {
        return {*document.ordered_on, *document.ordered_on, *document.ordered_on};
    }
    const Date likely =
        document.supplied ? std::min(*document.supplied, document.issued) : document.issued;
    return {likely - kOrderedBefore, likely, std::max(likely, document.issued)};
}

Decimal step_amount(const catalogue::Terms& terms, const Ratio& ordered_units) {
    Decimal amount = terms.amount;
    for (const catalogue::PriceStep& step : terms.steps) {
        if (Ratio(step.minimum) <= ordered_units) amount = step.amount;
    }
    return amount;
}

Readings readings_of(const Line& line, std::span<const Usable> usable, Decimal together) {
    Readings out;
    const auto take = [&](const Reading& one, bool likely, Doubt doubt) {
        if (likely && (!out.likely || one.expected > out.likely->expected)) out.likely = one;
        if (!out.kindest || one.expected > out.kindest->expected) {
            out.kindest = one;
            out.doubt = doubt;
        }
    };
    for (const Usable& each : usable) {
        const auto factors = factors_of(line, *each.terms);
        for (const Factor& factor : factors) {
            const auto step = quantities(line, *each.terms, factor.ratio, together);
            const auto strict = reading(line, *each.terms, factor.ratio, step.strict);
            const auto lenient = reading(line, *each.terms, factor.ratio, step.lenient);
            if (!strict || !lenient) return {};
            // A pack written as a piece is believed only when the price is a pack's.
            if (!factor.stated && !factor.unclear &&
                Fine::of(line.net).value < lenient->expected.value / 5 * 4) {
                continue;
            }
            take(*strict, each.likely && factor.stated,
                 each.likely ? (factor.stated ? Doubt::none : Doubt::unit) : Doubt::day);
            if (lenient->expected > strict->expected) {
                take(*lenient, false, each.likely ? Doubt::quantity : Doubt::day);
            }
        }
        // What the list does not know how to convert can be as much as is charged.
        if (factors[0].unclear && out.kindest && Fine::of(line.net) > out.kindest->expected) {
            Reading anything = *out.kindest;
            anything.expected = Fine::of(line.net);
            out.kindest = anything;
            out.doubt = Doubt::unit;
        }
    }
    if (out.likely && out.kindest && out.likely->expected == out.kindest->expected)
        out.doubt = Doubt::none;
    return out;
}

Fine beyond(const Line& line, Money charged, const Reading& reading) {
    const Fine above = Fine::of(charged) - reading.expected;
    // Each sum on the line was rounded to the øre.
    if (above.value <= Fine::kOre / 2 * (1 + line.adjustments)) return {};
    const bool small = above <= Fine::of(kroner(1)) || above.value <= reading.expected.value / 100;
    if (small && is_rounded_price(line, reading)) return {};
    // The stated price is not above the agreed one; the sum may be two øre off
    // (PEPPOL-EN16931-R120).
    if (above <= Fine{2 * Fine::kOre} && line.price_stated && !line.base.is_zero()) {
        const auto own =
            (Ratio(line.quantity) * Ratio(line.unit_price) / Ratio(line.base)).kroner();
        if (own && own->value <= reading.expected.value + Fine::kOre / 2) return {};
    }
    return above;
}

}  // namespace samkjop::control
