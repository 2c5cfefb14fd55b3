// A Peppol Catalogue (BIS 3, transaction 19) as rows of a price list. The price is brought to one
// ordered unit: amount ÷ base quantity × factor. What a price list cannot do without is a finding.

#include "catalogue/catalogue.h"
#include "catalogue/texts.h"
#include "ubl/documents.h"

namespace samkjop::catalogue {
namespace {

// left × right ÷ divisor with six decimals; nothing where it cannot be said exactly.
std::optional<Decimal> exact_price(Decimal amount, Decimal factor, Decimal base) {
    const Decimal a = amount.normalised();
    const Decimal f = factor.normalised();
    const Decimal b = base.normalised();
    if (b.digits() <= 0) return std::nullopt;
    const int scale = a.scale() + f.scale() - b.scale();
    Wide numerator = Wide(a.digits()) * f.digits();
    Wide denominator = b.digits();
    for (int i = scale; i < 6; ++i) numerator *= 10;
    for (int i = 6; i < scale; ++i) denominator *= 10;
    if (numerator % denominator != 0) return std::nullopt;
    const Wide digits = numerator / denominator;
    if (digits > INT64_MAX) return std::nullopt;
    return Decimal(static_cast<std::int64_t>(digits), 6).normalised();
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
            if (each.list == "TST" || each.list == "MP")
                row.unspsc = each.code;  // UNCL7143: UNSPSC
        }
        for (const auto& each : item.properties) {
            if (each.name == "Miljømerke" || each.name == "EnvironmentalLabel")
                row.environment = each.value;
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

    void price(const ubl::CatalogueLine& line, PriceRow& row) {
        if (line.prices.empty() || !line.prices.front().amount)
            return say(text::price_missing, "price");
        const ubl::CataloguePrice& price = line.prices.front();
        if (price.amount->currency != "NOK") return say(text::price_not_in_kroner, "price");
        const Decimal base = price.base_quantity ? price.base_quantity->value : Decimal::whole(1);
        const Decimal factor = price.orderable_unit_factor.value_or(Decimal::whole(1));
        const auto each = exact_price(price.amount->value, factor, base);
        if (!each) return say(text::price_not_exact, "price");
        row.price = *each;
        if (price.minimum_quantity && price.minimum_quantity->value > row.minimum) {
            row.minimum = price.minimum_quantity->value;
        }
        if (price.lead_time_days) {
            row.delivery_days = static_cast<int>(
                std::min<std::int64_t>(price.lead_time_days->scaled(9) / power_of_ten(9), 999));
        }
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
