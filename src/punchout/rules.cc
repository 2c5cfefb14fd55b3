// What a returned basket must be, and what the agreement says of each line. Pure.

#include "punchout/punchout.h"
#include "punchout/texts.h"
#include "ubl/documents.h"

namespace samkjop::punchout {
namespace {

// Amount per unit: the price stands for so many units.
std::optional<Decimal> per_unit(const ubl::CataloguePrice& price) {
    if (!price.amount) return std::nullopt;
    const Decimal amount = price.amount->value.normalised();
    const Decimal base =
        (price.base_quantity ? price.base_quantity->value : Decimal::whole(1)).normalised();
    if (base.digits() <= 0) return std::nullopt;
    // Six decimals are kept: rounded at the line, as prices are.
    const Wide numerator = Wide(amount.digits()) * power_of_ten(base.scale()) * 1'000'000;
    const Wide denominator = Wide(base.digits()) * power_of_ten(amount.scale());
    const auto each = static_cast<std::int64_t>(divide_rounded(numerator, denominator));
    return Decimal(each, 6).normalised();
}

bool plausible(Decimal value, std::int64_t most) {
    return !value.is_negative() && value.normalised().scale() <= 6 && value < Decimal::whole(most);
}

}  // namespace

Result<std::vector<Line>> lines_of(const ubl::Catalogue& document, const Shop& shop) {
    const auto names = [&](const ubl::Party& party) {
        return party.endpoint.value.ends_with(shop.supplier_number) ||
               party.legal_identifier.value == shop.supplier_number ||
               std::ranges::any_of(party.identifiers, [&](const ubl::Identifier& one) {
                   return one.value == shop.supplier_number;
               });
    };
    if (!names(document.provider) && !names(document.seller)) return refuse(text::other_supplier);
    if (document.lines.empty()) return refuse(text::basket_empty);
    if (document.lines.size() > kMostLines)
        return refuse(text::too_many_lines, {{"count", std::int64_t{kMostLines}}});
    std::vector<Line> out;
    for (const ubl::CatalogueLine& from : document.lines) {
        Line line;
        line.number = static_cast<int>(out.size()) + 1;
        line.name = from.item.name;
        line.item_number = from.item.sellers_identifier;
        if (from.item.standard_identifier.scheme == "0160")
            line.gtin = from.item.standard_identifier.value;
        line.vat_rate = from.item.vat_rate
                            ? Decimal(from.item.vat_rate->digits(), from.item.vat_rate->scale() + 2)
                                  .normalised()
                            : Decimal(25, 2);
        line.vat_category = from.item.vat_category.empty() ? "S" : from.item.vat_category;
        for (const auto& code : from.item.classifications) {
            if (code.code.size() == 8 && line.unspsc.empty()) line.unspsc = code.code;
        }
        const Arguments which = {{"line", std::int64_t{line.number}}};
        if (from.prices.empty()) return refuse(text::line_without_price, which);
        const ubl::CataloguePrice& price = from.prices.front();
        const auto each = per_unit(price);
        if (!each || !plausible(*each, 100'000'000)) return refuse(text::line_without_price, which);
        line.price = *each;
        line.currency = price.amount->currency;
        if (line.currency != "NOK") return refuse(text::not_in_kroner, which);
        if (!price.batch || price.batch->value.is_zero() ||
            !plausible(price.batch->value, 10'000'000))
            return refuse(text::line_without_quantity, which);
        line.quantity = price.batch->value.normalised();
        line.unit = price.batch->unit;
        if (line.name.empty()) return refuse(text::line_without_name, which);
        out.push_back(std::move(line));
    }
    return out;
}

Judged judged(const Line& line, const std::optional<catalogue::Item>& item,
              const catalogue::Offer& offer) {
    using enum Judged::Verdict;
    Judged out{line, not_in_list, item, std::nullopt};
    if (!item) return out;
    if ((out.refusal = catalogue::refusal(*item, offer))) {
        out.verdict = not_buyable;
    } else if (auto sold = catalogue::check_quantity(*item, line.quantity); !sold) {
        out.verdict = wrong_quantity;
        out.refusal = sold.error();
    } else {
        out.verdict = line.price > item->price   ? dearer
                      : line.price < item->price ? cheaper
                                                 : agreed;
    }
    return out;
}

std::string origin_of(std::string_view address) {
    const auto after = address.find("://");
    if (after == address.npos) return "";
    return std::string(address.substr(0, address.find_first_of("/?#", after + 3)));
}

bool is_shop_address(std::string_view address) {
    const std::string origin = origin_of(address);
    const bool here = origin.starts_with("http://localhost:") ||
                      origin.starts_with("http://127.0.0.1:") || origin == "http://localhost";
    return (origin.size() > 8 && origin.starts_with("https://")) || here;
}

}  // namespace samkjop::punchout
