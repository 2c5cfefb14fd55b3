// From the document's business terms to what the rest of the module works with: amounts in øre,
// quantities with six decimals, one line per line, charge and allowance. Everything that a hostile
// or broken document could make too large is refused here, so that nothing behind need fear it.

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>

#include "invoice/rules.h"
#include "invoice/texts.h"

namespace samkjop::invoice {
namespace {

constexpr std::int64_t kLargestKroner = 10'000'000'000;  // ten thousand million

bool reasonable(Decimal value) {
    const Wide digits = value.digits();
    const Wide limit = Wide(kLargestKroner) * power_of_ten(value.scale());
    return digits < limit && digits > -limit;
}

// Six decimals are what is stored; a document may have more.
Decimal six(Decimal value) {
    const Decimal plain = value.normalised();
    if (plain.scale() <= 6) return plain;
    return {divide_rounded(plain.digits(), power_of_ten(plain.scale() - 6)), 6};
}

Money ore(Decimal value) { return times(value, Decimal::whole(1)); }
Money ore(const std::optional<ubl::Amount>& amount) {
    return amount ? ore(amount->value) : Money();
}

Decimal rate_of(const std::optional<Decimal>& percent) {
    const Decimal plain = six(percent.value_or(Decimal())).normalised();
    if (plain.scale() <= 4) return Decimal(plain.digits(), plain.scale() + 2).normalised();
    return {divide_rounded(plain.digits(), power_of_ten(plain.scale() - 4)), 6};
}

// A company abroad goes by its country and its own number: "SE5566778899", "DK12345678".
std::string foreign_number(const ubl::Party& seller) {
    std::string out;
    for (const std::string& text : {std::string(seller.vat_identifier()),
                                    seller.legal_identifier.value, seller.endpoint.value}) {
        for (const char c : text) {
            if (std::isalnum(static_cast<unsigned char>(c)))
                out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        }
        if (!out.empty()) break;
    }
    const std::string& country = seller.address.country;
    return out.empty() || out.starts_with(country) ? out : country + out;
}

// Organisation number of the seller, wherever the document has it.
std::string seller_number(const ubl::Party& seller) {
    const std::string& country = seller.address.country;
    const bool norwegian = country.empty() || country == "NO" || seller.endpoint.scheme == "0192" ||
                           seller.legal_identifier.scheme == "0192";
    if (!norwegian) return foreign_number(seller);
    for (const std::string& text : {seller.legal_identifier.value, seller.endpoint.value,
                                    std::string(seller.vat_identifier())}) {
        std::string digits;
        for (const char c : text) {
            if (c >= '0' && c <= '9') digits += c;
        }
        if (const auto number = OrganisationNumber::parse(digits)) return number->digits();
    }
    return seller.legal_identifier.value.empty() ? seller.endpoint.value
                                                 : seller.legal_identifier.value;
}

std::string first_of(const std::string& left, const std::string& right) {
    return left.empty() ? right : left;
}

// The net price per unit as the line was really charged: adjustments of the line count.
Decimal unit_price_of(Money net, Decimal quantity) {
    const std::int64_t scaled = quantity.scaled(6);
    if (scaled == 0) return Decimal::from(net);
    // Six decimals are kept where that fits; øre ÷ (quantity × 10^6), times 10^6 and 10^4
    return Decimal(divide_rounded(Wide(net.ore()) * 10'000 * 1'000'000, scaled), 6);
}

Result<Line> line_of(const ubl::InvoiceLine& line, int position) {
    Line out;
    out.position = position;
    out.identifier = line.identifier;
    out.name = first_of(line.item.name, line.item.description);
    out.item_number = line.item.sellers_identifier;
    out.gtin = line.item.standard_identifier.value;
    out.order_line_reference = line.order_line_reference;
    out.accounting_cost = line.accounting_cost;
    out.category = line.item.vat_category;
    if (line.quantity) {
        if (!reasonable(line.quantity->value)) return refuse(text::amount_out_of_range);
        out.quantity = six(line.quantity->value);
        out.unit = line.quantity->unit;
    }
    if (line.net_amount && !reasonable(line.net_amount->value))
        return refuse(text::amount_out_of_range);
    out.net = ore(line.net_amount);
    out.rate = rate_of(line.item.vat_rate);
    const Decimal smallest(1, 2);
    out.unit_price =
        out.quantity < smallest ? Decimal::from(out.net) : unit_price_of(out.net, out.quantity);
    return out;
}

Result<void> add_charges(const ubl::Invoice& invoice, Content& out) {
    for (const ubl::AllowanceCharge& each : invoice.adjustments) {
        if (each.amount && !reasonable(each.amount->value))
            return refuse(text::amount_out_of_range);
        Line line;
        line.position = static_cast<int>(out.lines.size());
        line.charge = true;
        line.name = first_of(each.reason, each.reason_code);
        line.net = each.is_charge ? ore(each.amount) : -ore(each.amount);
        line.unit_price = Decimal::from(line.net);
        line.rate = rate_of(each.vat_rate);
        line.category = each.vat_category;
        out.lines.push_back(std::move(line));
    }
    return {};
}

Result<void> add_totals(const ubl::Invoice& invoice, Content& out) {
    const ubl::Totals& totals = invoice.totals;
    for (const auto& amount :
         {totals.without_vat, totals.payable, totals.rounding, totals.prepaid, totals.with_vat,
          invoice.vat_total, invoice.vat_total_in_tax_currency}) {
        if (amount && !reasonable(amount->value)) return refuse(text::amount_out_of_range);
    }
    out.net = ore(totals.without_vat);
    out.vat = ore(invoice.vat_total);
    out.payable = ore(totals.payable);
    out.rounding = ore(totals.rounding);
    out.prepaid = ore(totals.prepaid);
    Money vat_sum;
    for (const ubl::VatSubtotal& row : invoice.vat_breakdown) {
        for (const auto& amount : {row.taxable_amount, row.tax_amount}) {
            if (amount && !reasonable(amount->value)) return refuse(text::amount_out_of_range);
        }
        out.vat_rows.push_back(
            {rate_of(row.rate), row.category, ore(row.taxable_amount), ore(row.tax_amount)});
        vat_sum += ore(row.tax_amount);
    }
    Money line_sum;
    for (const Line& line : out.lines) line_sum += line.net;
    out.adds_up = line_sum == out.net && (out.vat_rows.empty() || vat_sum == out.vat) &&
                  out.total() - out.prepaid == out.payable;
    // BT-111 ÷ BT-110 is the rate that the seller used.
    if (out.currency != "NOK") {
        out.exchange_rate = Decimal();
        if (invoice.tax_currency == "NOK" && invoice.vat_total_in_tax_currency &&
            out.vat > Money()) {
            out.exchange_rate = Decimal(
                divide_rounded(Wide(ore(invoice.vat_total_in_tax_currency).ore()) * 1'000'000,
                               out.vat.ore()),
                6);
        }
    }
    return {};
}

const std::regex* compiled(std::string_view pattern) {
    static thread_local std::map<std::string, std::optional<std::regex>, std::less<>> known;
    const auto found = known.find(pattern);
    if (found != known.end()) return found->second ? &*found->second : nullptr;
    std::optional<std::regex> regex;
    try {
        regex.emplace(std::string(pattern), std::regex::ECMAScript | std::regex::icase);
    } catch (const std::regex_error&) {  // a mistake in the settings must not stop the invoices
    }
    const auto& stored = known.emplace(std::string(pattern), std::move(regex)).first->second;
    return stored ? &*stored : nullptr;
}

// "NES-2026-000123": something with a digit and a hyphen, as our order numbers are.
void add_tokens(std::string_view text, std::vector<std::string>& out) {
    std::string token;
    const auto end = [&] {
        const bool digit = std::ranges::any_of(token, [](char c) { return c >= '0' && c <= '9'; });
        if (token.size() >= 6 && token.size() <= 40 && digit && token.find('-') != token.npos) {
            out.push_back(token);
        }
        token.clear();
    };
    for (const char c : text.substr(0, 2000)) {
        const auto byte = static_cast<unsigned char>(c);
        const bool part = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                          (c >= 'a' && c <= 'z') || c == '-' || byte >= 0x80;
        if (part)
            token += c;
        else
            end();
    }
    end();
}

}  // namespace

Result<Content> content_of(const ubl::Invoice& invoice) {
    if (invoice.number.empty()) return refuse(text::number_missing);
    if (!invoice.issue_date) return refuse(text::issue_date_missing);
    if (!invoice.totals.payable || invoice.lines.empty()) return refuse(text::total_missing);
    Content out;
    out.credit_note = invoice.is_credit_note;
    out.number = invoice.number;
    out.type_code = invoice.type_code;
    out.issued = *invoice.issue_date;
    out.due = invoice.due_date;
    out.currency = invoice.currency.empty() ? "NOK" : invoice.currency;
    out.seller_number = seller_number(invoice.seller);
    out.seller_name = first_of(invoice.seller.legal_name, invoice.seller.name);
    if (!invoice.seller.endpoint.empty()) {
        out.seller_endpoint = invoice.seller.endpoint.scheme + ":" + invoice.seller.endpoint.value;
    }
    out.buyer_reference = invoice.buyer_reference;
    out.order_reference = invoice.order_reference;
    out.accounting_cost = invoice.accounting_cost;
    out.contract_reference = invoice.contract_reference;
    out.contact = invoice.buyer.contact.name;
    out.note = invoice.note;
    for (const ubl::PaymentMeans& means : invoice.payment_means) {
        if (out.kid.empty()) out.kid = means.remittance;
        if (out.account.empty()) out.account = means.account;
    }
    if (!invoice.preceding_invoices.empty()) out.preceding = invoice.preceding_invoices[0].number;
    for (const ubl::InvoiceLine& line : invoice.lines) {
        out.lines.push_back(TRY(line_of(line, static_cast<int>(out.lines.size()))));
    }
    if (auto done = add_charges(invoice, out); !done) return std::unexpected(done.error());
    if (auto done = add_totals(invoice, out); !done) return std::unexpected(done.error());
    return out;
}

std::vector<std::string> possible_references(const Content& content, std::string_view pattern) {
    std::vector<std::string> out;
    if (!content.order_reference.empty()) out.push_back(content.order_reference);
    add_tokens(content.order_reference, out);
    if (const auto found = reference_by_pattern(content.buyer_reference, pattern); !found.empty()) {
        out.push_back(found);
    }
    for (const std::string& text :
         {content.buyer_reference, content.accounting_cost, content.note, content.contact}) {
        add_tokens(text, out);
    }
    for (const Line& line : content.lines) add_tokens(line.accounting_cost, out);
    std::vector<std::string> once;
    for (std::string& each : out) {
        if (once.size() < 20 && std::ranges::find(once, each) == once.end())
            once.push_back(std::move(each));
    }
    return once;
}

std::string reference_by_pattern(std::string_view text, std::string_view pattern) {
    if (pattern.empty() || text.empty() || text.size() > 200) return "";
    const std::regex* regex = compiled(pattern);
    if (regex == nullptr) return "";
    std::match_results<std::string_view::const_iterator> match;
    if (!std::regex_search(text.begin(), text.end(), match, *regex)) return "";
    return match.size() > 1 && match[1].matched ? match[1].str() : match[0].str();
}

}  // namespace samkjop::invoice
