// A Peppol Catalogue (BIS 3, transaction 19) as rows of a price list. The price is brought to one
// ordered unit: amount ÷ base quantity × factor. What a price list cannot do without is a finding.

#include <algorithm>

#include "catalogue/catalogue.h"
#include "catalogue/texts.h"
#include "ubl/documents.h"

namespace samkjop::catalogue {
namespace {

// amount × factor, exact; nothing beyond nine decimals.
std::optional<Decimal> product(Decimal left, Decimal right) {
    const Decimal a = left.normalised();
    const Decimal b = right.normalised();
    const Wide digits = Wide(a.digits()) * b.digits();
    if (a.scale() + b.scale() > Decimal::kMaxScale || digits > INT64_MAX || digits < INT64_MIN)
        return std::nullopt;
    return Decimal(static_cast<std::int64_t>(digits), a.scale() + b.scale()).normalised();
}

// amount ÷ base, rounded to six decimals: what is shown and ordered at. The amount itself is kept.
std::optional<Decimal> per_unit(Decimal amount, Decimal base) {
    const Decimal a = amount.normalised();
    const Decimal b = base.normalised();
    if (b.digits() <= 0) return std::nullopt;
    Wide numerator = a.digits();
    Wide denominator = b.digits();
    for (int i = a.scale(); i < 6 + b.scale(); ++i) numerator *= 10;
    for (int i = 6 + b.scale(); i < a.scale(); ++i) denominator *= 10;
    if (numerator / denominator > INT64_MAX / 4) return std::nullopt;
    return Decimal(divide_rounded(numerator, denominator), 6).normalised();
}

std::string organisation_number(const ubl::Party& party) {
    for (const ubl::Identifier& each : party.identifiers) {
        if (each.scheme == "0192") return each.value;
    }
    return party.endpoint.scheme == "0192" ? party.endpoint.value : "";
}

class Reader {
public:
    Reader(const ubl::Catalogue& catalogue, FromPeppol& out) : catalogue_(catalogue), out_(out) {}

    void line(const ubl::CatalogueLine& line) {
        number_ = line.source.number;
        if (line.action == "Delete" || line.orderable == false) return;
        PriceRow row;
        row.line = number_;
        row.agreement = catalogue_.contract_reference;
        row.supplier = organisation_number(catalogue_.seller);
        if (row.supplier.empty()) row.supplier = organisation_number(catalogue_.provider);
        what(line, row);
        units(line, row);
        price(line, row);
        validity(line, row);
        out_.rows.push_back(std::move(row));
    }

private:
    void say(const Text& text, const std::string& field) {
        out_.messages.push_back({number_, 0, field, Refusal{&text, {}, field}});
    }

    static void what(const ubl::CatalogueLine& line, PriceRow& row) {
        const ubl::Item& item = line.item;
        row.item_number =
            item.sellers_identifier.empty() ? line.identifier : item.sellers_identifier;
        if (item.standard_identifier.scheme == "0160") row.gtin = item.standard_identifier.value;
        row.name = item.name;
        row.description = item.description;
        if (!item.brands.empty()) row.brand = item.brands.front();
        for (const auto& each : item.classifications) {
            // UNCL7143: TST is UNSPSC (MP in older files), STI is CPV.
            if (each.list == "TST" || (each.list == "MP" && row.unspsc.empty())) {
                row.unspsc = each.code;
                row.unspsc_version = each.version;
            }
            if (each.list == "STI" && row.cpv.empty()) row.cpv = each.code;
        }
        for (const auto& each : item.properties) {
            if (each.name == "Miljømerke" || each.name == "EnvironmentalLabel")
                row.environment = each.value;
            if (each.name == "EmissionFactor") row.emission.factor = each.value;
            if (each.name == "NetEmissionQuantity") row.emission.net_quantity = each.value;
            if (each.name == "EmissionFactorSource") row.emission.source = each.value;
            if (each.name == "EmissionFactorCalculationRate") row.emission.rate = each.value;
            if (each.name == "EmissionFactorCalculationUnit") row.emission.unit = each.value;
            if (each.name == "DiscountGroup" || each.name == "Rabattgruppe")
                row.discount_group = each.value;
            if (each.name == "Hazard" || each.name == "Fareklasse") row.hazard = each.value;
            if (each.name == "ListPrice" || each.name == "Listepris")
                row.list_price = Decimal::parse(each.value).value_or(Decimal());
        }
        for (const auto& each : item.specifications) {
            if (row.picture.empty() && each.uri.starts_with("https://")) row.picture = each.uri;
        }
        if (item.vat_rate && item.vat_rate->normalised().scale() <= 4) {
            const Decimal percent = item.vat_rate->normalised();
            row.vat_rate = Decimal(percent.digits(), percent.scale() + 2);
        }
    }

    static void units(const ubl::CatalogueLine& line, PriceRow& row) {
        row.unit = line.orderable_unit;
        row.content_unit = line.orderable_unit;
        if (line.content && !line.content->value.is_zero()) {
            row.content = line.content->value;
            row.content_unit = line.content->unit;
        }
        if (line.minimum_order) row.minimum = line.minimum_order->value;
        if (line.order_increment && !line.order_increment->is_zero())
            row.multiple = *line.order_increment;
    }

    // The price of the smallest quantity is the price; those of larger ones are its steps.
    void price(const ubl::CatalogueLine& line, PriceRow& row) {
        const ubl::CataloguePrice* first = nullptr;
        const auto from = [](const ubl::CataloguePrice& each) {
            return each.minimum_quantity ? each.minimum_quantity->value : Decimal();
        };
        for (const ubl::CataloguePrice& each : line.prices) {
            if (each.amount && (first == nullptr || from(each) < from(*first))) first = &each;
        }
        if (first == nullptr) return say(text::price_missing, "price");
        if (first->amount->currency != "NOK") return say(text::price_not_in_kroner, "price");
        row.base = base_of(*first);
        const auto amount = amount_of(*first);
        const auto each = amount ? per_unit(*amount, row.base) : std::nullopt;
        if (!each) return say(text::price_not_exact, "price");
        row.price = *each;
        row.amount = *amount;
        for (const ubl::CataloguePrice& step : line.prices) {
            if (&step == first || !step.amount || step.amount->currency != "NOK") continue;
            const auto other = amount_of(step);
            if (other && base_of(step) == row.base && from(step) > from(*first))
                row.steps.push_back({from(step), *other});
        }
        std::ranges::sort(row.steps, {}, &PriceStep::minimum);
        if (from(*first) > row.minimum) row.minimum = from(*first);
        if (line.maximum_order) row.maximum = line.maximum_order->value;
        if (first->lead_time_days) {
            row.delivery_days = static_cast<int>(
                std::min<std::int64_t>(first->lead_time_days->scaled(9) / power_of_ten(9), 999));
        }
    }

    static Decimal base_of(const ubl::CataloguePrice& price) {
        const bool stated = price.base_quantity && price.base_quantity->value > Decimal();
        return stated ? price.base_quantity->value : Decimal::whole(1);
    }
    static std::optional<Decimal> amount_of(const ubl::CataloguePrice& price) {
        return product(price.amount->value,
                       price.orderable_unit_factor.value_or(Decimal::whole(1)));
    }

    void validity(const ubl::CatalogueLine& line, PriceRow& row) {
        const ubl::Period& own = line.validity;
        const ubl::Period& whole = catalogue_.validity;
        const auto first = own.start     ? own.start
                           : whole.start ? whole.start
                                         : catalogue_.issue_date;
        if (!first) return say(text::validity_missing, "valid_from");
        row.valid_from = *first;
        row.valid_to = own.end ? *own.end : whole.end.value_or(party::kOpenEnd);
    }

    const ubl::Catalogue& catalogue_;
    FromPeppol& out_;
    int number_ = 0;
};

}  // namespace

FromPeppol rows_from(const ubl::Catalogue& catalogue) {
    FromPeppol out;
    Reader reader(catalogue, out);
    for (const ubl::CatalogueLine& line : catalogue.lines) reader.line(line);
    return out;
}

}  // namespace samkjop::catalogue
