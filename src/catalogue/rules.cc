// Quantities, prices and words of an item, and what may not be bought. Pure.

#include "catalogue/catalogue.h"
#include "catalogue/texts.h"
#include "catalogue/units.h"

namespace samkjop::catalogue {

Money line_net(const Item& item, Decimal quantity) { return times(quantity, item.price); }

namespace {

// Quantities are held against each other in millionths.
std::int64_t millionths(Decimal value) { return value.scaled(6); }

bool fits(Decimal value) { return value.normalised().scale() <= 6; }

}  // namespace

Decimal nearest_quantity(const Item& item, Decimal wished) {
    const std::int64_t step = std::max<std::int64_t>(millionths(item.multiple), 1);
    const std::int64_t least = std::max(millionths(item.minimum), step);
    const std::int64_t want = std::max(fits(wished) ? millionths(wished) : 0, least);
    const std::int64_t steps = (want + step - 1) / step;
    return Decimal(steps * step, 6).normalised();
}

Result<void> check_quantity(const Item& item, Decimal quantity) {
    if (quantity.is_zero() || quantity.is_negative() || !fits(quantity)) {
        return refuse(text::quantity_not_positive, {}, "antall");
    }
    const Decimal nearest = nearest_quantity(item, quantity);
    if (nearest == quantity) return {};
    if (quantity < item.minimum) {
        return refuse(text::quantity_below_minimum,
                      {{"minimum", item.minimum}, {"nearest", nearest}}, "antall");
    }
    return refuse(text::quantity_not_in_steps, {{"multiple", item.multiple}, {"nearest", nearest}},
                  "antall");
}

std::optional<Refusal> refusal(const Item& item, const Offer& offer) {
    switch (offer.status) {
        case Offer::Status::preferred:
        case Offer::Status::allowed:
        case Offer::Status::without_agreement:
            return std::nullopt;
        case Offer::Status::blocked:
            return Refusal{
                &text::item_blocked, {{"name", item.name}, {"reason", offer.reason}}, "vare"};
        case Offer::Status::outside:
            return Refusal{
                offer.undecided ? &text::item_not_decided : &text::item_outside_agreement,
                {{"name", item.name}, {"agreement", item.agreement_title}},
                "vare"};
        case Offer::Status::ended:
            break;
    }
    return Refusal{&text::item_ended, {{"name", item.name}}, "vare"};
}

std::string unit_text(const Item& item, Language language) {
    return item.unit_name.empty() ? unit_name(item.unit, language) : item.unit_name;
}

std::string pack_text(const Item& item, Language language) {
    std::string unit = unit_text(item, language);
    if (!unit.empty() && unit[0] >= 'a' && unit[0] <= 'z')
        unit[0] = static_cast<char>(unit[0] - 32);
    if (unit.starts_with("æ") || unit.starts_with("ø") || unit.starts_with("å")) {
        unit[1] = static_cast<char>(unit[1] - 32);
    }
    if (item.content == Decimal::whole(1))
        return render(text::pack_single, language, {{"unit", unit}});
    return render(text::pack, language,
                  {{"unit", unit},
                   {"content", item.content},
                   {"content_unit", unit_short(item.content_unit, language)}});
}

std::string base_price_text(const Item& item, Language language) {
    if (item.content == Decimal::whole(1) || item.content.is_zero()) return "";
    // Øre per base unit, rounded for show only.
    const Decimal price = item.price.normalised();
    const Decimal content = item.content.normalised();
    const Wide numerator = Wide(price.digits()) * 100 * power_of_ten(content.scale());
    const Wide denominator = Wide(content.digits()) * power_of_ten(price.scale());
    const Money each(divide_rounded(numerator, denominator));
    return render(
        text::price_per, language,
        {{"price", format_money(each)}, {"unit", unit_short(item.content_unit, language)}});
}

}  // namespace samkjop::catalogue
