// What Peppol BIS Billing 3 asks beyond EN 16931 (PEPPOL-EN16931-…), for invoices, credit notes and
// their self-billed twins. Norwegian users meet R003, R010, R020 and the line arithmetic of R120.

#include "peppol/identifiers.h"
#include "peppol/national_rules.h"
#include "peppol/rule.h"
#include "peppol/texts.h"

namespace samkjop::peppol {
namespace {

bool self_billed(const Facts& facts) {
    return facts.type == ubl::DocumentType::selfbilling_invoice ||
           facts.type == ubl::DocumentType::selfbilling_creditnote;
}

// ---------------------------------------------------------------- document

bool known_profile(N, const Facts& facts) { return facts.profile != 0; }
bool one_note(N at, const Facts& facts) { return at.count(cbc::Note) <= 1 || facts.both_german; }
bool buyer_or_order_reference(N at, const Facts&) {
    return has<cbc::BuyerReference>(at) || has<cac::OrderReference, cbc::ID>(at);
}
bool specification(N at, const Facts& facts) {
    N id = only<cbc::CustomizationID>(at);
    const std::string text = normalised(sole_text(id));
    return text.starts_with(self_billed(facts) ? "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol."
                                                 "eu:2017:poacc:selfbilling:3.0"
                                               : "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol."
                                                 "eu:2017:poacc:billing:3.0") &&
           !text.contains("::");
}
int tax_totals(N at, bool with_breakdown) {
    int found = 0;
    for (N total : at.children(cac::TaxTotal))
        found += has<cac::TaxSubtotal>(total) == with_breakdown;
    return found;
}
bool one_vat_total(N at, const Facts&) { return tax_totals(at, true) == 1; }
bool second_vat_total(N at, const Facts&) {
    return tax_totals(at, false) == (has<cbc::TaxCurrencyCode>(at) ? 1 : 0);
}
bool vat_signs(N at, const Facts&) {
    if (!has<cbc::TaxCurrencyCode>(at)) return true;
    const auto some = [&](Name currency, auto compare) {
        const std::string wanted = normalised(value(only_child(at, currency)));
        return any<cac::TaxTotal, cbc::TaxAmount>(at, [&](N amount) {
            const auto* written = amount.attribute(AttributeName::currencyID);
            if (written == nullptr || written->value != wanted) return false;
            const auto parsed = parse_double(value(amount));
            if (!parsed) throw Undecidable{};
            return compare(*parsed);
        });
    };
    const auto down = [](double each) { return each <= 0; };
    const auto up = [](double each) { return each >= 0; };
    return (some(cbc::TaxCurrencyCode, down) && some(cbc::DocumentCurrencyCode, down)) ||
           (some(cbc::TaxCurrencyCode, up) && some(cbc::DocumentCurrencyCode, up));
}
bool one_project(N at, const Facts&) {
    int found = 0;
    for (N each : at.children(cac::AdditionalDocumentReference)) {
        found += any_is<cbc::DocumentTypeCode>(each, "50");
    }
    return found <= 1;
}
bool other_currency(N at, const Facts&) {
    N document = only<cbc::DocumentCurrencyCode>(at.parent());
    return normalised(sole_text(at)) != normalised(sole_text(document));
}

constexpr Row kDocument[] = {
    {"PEPPOL-EN16931-R001", fatal, "BT-23", &text::missing, exists<cbc::ProfileID>},
    {"PEPPOL-EN16931-R007", fatal, "BT-23", &text::business_process, known_profile},
    {"PEPPOL-EN16931-R002", fatal, "BT-22", &text::one_note, one_note},
    {"PEPPOL-EN16931-R003", fatal, "BT-10 BT-13", &text::reference_needed,
     buyer_or_order_reference},
    {"PEPPOL-EN16931-R004", fatal, "BT-24", &text::specification, specification},
    {"PEPPOL-EN16931-R053", fatal, "BT-110 BG-23", &text::one_vat_total, one_vat_total},
    {"PEPPOL-EN16931-R054", fatal, "BT-111 BT-6", &text::second_vat_total, second_vat_total},
    {"PEPPOL-EN16931-R055", fatal, "BT-110 BT-111", &text::vat_signs, vat_signs},
};
constexpr Row kCreditNote[] = {
    {"PEPPOL-EN16931-R080", fatal, "BT-11", &text::only_one, one_project}};
constexpr Row kTaxCurrency[] = {
    {"PEPPOL-EN16931-R005", fatal, "BT-6 BT-5", &text::same_currencies, other_currency}};
constexpr Row kBuyer[] = {
    {"PEPPOL-EN16931-R010", fatal, "BT-49", &text::endpoint_missing, exists<cbc::EndpointID>}};
constexpr Row kSeller[] = {
    {"PEPPOL-EN16931-R020", fatal, "BT-34", &text::endpoint_missing, exists<cbc::EndpointID>}};

// ---------------------------------------------------------------- allowances and charges

bool of_document_or_line(N at, const Facts& facts) {
    N above = at.parent();
    if (&above == &facts.root) return true;
    return (above.name() == cac::InvoiceLine
                ? facts.invoice
                : above.name() == cac::CreditNoteLine && facts.credit_note) &&
           &above.parent() == &facts.root;
}
bool percent_without_base(N at, const Facts& facts) {
    return of_document_or_line(at, facts) && has<cbc::MultiplierFactorNumeric>(at) &&
           !has<cbc::BaseAmount>(at);
}
bool base_without_percent(N at, const Facts& facts) {
    return of_document_or_line(at, facts) && !has<cbc::MultiplierFactorNumeric>(at) &&
           has<cbc::BaseAmount>(at);
}
constexpr Exact kSlack(2, 2);
bool within_slack(Exact stated, Exact computed) {
    return stated + kSlack >= computed && stated - kSlack <= computed;
}
bool amount_is_share(N at, const Facts&) {
    N percent = only<cbc::MultiplierFactorNumeric>(at);
    N base = only<cbc::BaseAmount>(at);
    if (!percent || !base) return true;
    const Exact computed = divide(*decimal(base) * *decimal(percent), Exact::whole(100));
    return within_slack(decimal_or(only<cbc::Amount>(at), Exact()), computed);
}
bool indicator_in_words(N at, const Facts&) {
    const std::string_view text = trimmed(sole_text(only<cbc::ChargeIndicator>(at)));
    return text == "true" || text == "false";
}
bool only_allowance(N at, const Facts&) {
    return says(value(only<cbc::ChargeIndicator>(at)), "false");
}
bool net_price(N at, const Facts&) {
    N gross = only<cbc::BaseAmount>(at);
    if (!gross) return true;
    const auto net = decimal(only<cbc::PriceAmount>(at.parent()));
    const auto allowance = decimal(only<cbc::Amount>(at));
    return net && allowance && *net == *decimal(gross) - *allowance;
}

constexpr Row kPercentAlone[] = {
    {"PEPPOL-EN16931-R041", fatal, "BT-93 BT-94", &text::base_needed, never}};
constexpr Row kBaseAlone[] = {
    {"PEPPOL-EN16931-R042", fatal, "BT-93 BT-94", &text::base_needed, never}};
constexpr Row kAdjustment[] = {
    {"PEPPOL-EN16931-R040", fatal, "BT-92 BT-99 BT-136 BT-141", &text::percent_amount,
     amount_is_share},
    {"PEPPOL-EN16931-R043", fatal, {}, &text::indicator_text, indicator_in_words},
};
constexpr Row kPriceAllowance[] = {
    {"PEPPOL-EN16931-R044", fatal, "BT-147", &text::price_allowance_only, only_allowance},
    {"PEPPOL-EN16931-R046", fatal, "BT-146", &text::price_net, net_price},
};

// ---------------------------------------------------------------- lines

Exact adjustments_of(N line, std::string_view kind) {
    Exact sum;
    for (N each : line.children(cac::AllowanceCharge)) {
        if (!says(value(only<cbc::ChargeIndicator>(each)), kind)) continue;
        for (N amount : each.children(cbc::Amount)) sum = sum + *decimal(amount);
    }
    return sum.rounded(2);
}
bool line_amount(N at, const Facts& facts) {
    N quantity = facts.invoice ? only<cbc::InvoicedQuantity>(at) : only<cbc::CreditedQuantity>(at);
    const Exact stated = decimal_or(only<cbc::LineExtensionAmount>(at), Exact());
    const Exact count = decimal_or(quantity, Exact::whole(1));
    const Exact price = decimal_or(only<cac::Price, cbc::PriceAmount>(at), Exact());
    Exact base = decimal_or(only<cac::Price, cbc::BaseQuantity>(at), Exact::whole(1));
    if (base.is_zero()) base = Exact::whole(1);
    const Exact computed =
        count * divide(price, base) + adjustments_of(at, "true") - adjustments_of(at, "false");
    return within_slack(stated, computed);
}
Sum sum_of_line(N at, const Facts& facts) {
    N quantity = facts.invoice ? only<cbc::InvoicedQuantity>(at) : only<cbc::CreditedQuantity>(at);
    Exact base = decimal_or(only<cac::Price, cbc::BaseQuantity>(at), Exact::whole(1));
    if (base.is_zero()) base = Exact::whole(1);
    const Exact price = decimal_or(only<cac::Price, cbc::PriceAmount>(at), Exact());
    const Exact computed = decimal_or(quantity, Exact::whole(1)) * divide(price, base) +
                           adjustments_of(at, "true") - adjustments_of(at, "false");
    return {decimal_or(only<cbc::LineExtensionAmount>(at), Exact()).rounded(2).text(),
            computed.rounded(2).text()};
}
bool base_quantity(N at, const Facts&) {
    const auto base = decimal(only<cac::Price, cbc::BaseQuantity>(at));
    return !base || *base > Exact();
}
bool object_only(N at, const Facts&) {
    return !has<cac::DocumentReference>(at) ||
           any_is<cac::DocumentReference, cbc::DocumentTypeCode>(at, "130");
}
bool same_unit(N at, const Facts& facts) {
    N line = at.parent().parent();
    if (!has<cbc::InvoicedQuantity>(line) && !has<cbc::CreditedQuantity>(line)) return true;
    const Name quantity = facts.invoice ? cbc::InvoicedQuantity : cbc::CreditedQuantity;
    for (N each : line.children(quantity)) {
        const auto* unit = each.attribute(AttributeName::unitCode);
        if (unit != nullptr && unit->value == at.value_of(AttributeName::unitCode)) return true;
    }
    return false;
}
bool in_price_with_unit(N at, const Facts&) {
    return is_child_of(at, cac::Price) && at.attribute(AttributeName::unitCode) != nullptr;
}
bool in_price(N at, const Facts&) { return is_child_of(at, cac::Price); }

template <Name date>
bool line_period_date(N at, const Facts& facts) {
    N period = at.parent();
    N line = period.parent();
    return period.name() == cac::InvoicePeriod && &line.parent() == &facts.root &&
           line.name() == (facts.invoice ? cac::InvoiceLine : cac::CreditNoteLine) &&
           has<cac::InvoicePeriod, date>(facts.root);
}
bool starts_within(N at, const Facts& facts) {
    return date_days(sole_text(at)) >=
           date_days(value(only<cac::InvoicePeriod, cbc::StartDate>(facts.root)));
}
bool ends_within(N at, const Facts& facts) {
    return date_days(sole_text(at)) <=
           date_days(value(only<cac::InvoicePeriod, cbc::EndDate>(facts.root)));
}

constexpr Row kLine[] = {
    {"PEPPOL-EN16931-R120", fatal, "BT-131", &text::line_amount, line_amount, 0, 255, sum_of_line},
    {"PEPPOL-EN16931-R121", fatal, "BT-149", &text::base_quantity, base_quantity},
    {"PEPPOL-EN16931-R100", fatal, "BT-128", &text::only_one, at_most_one<cac::DocumentReference>},
    {"PEPPOL-EN16931-R101", fatal, "BT-128", &text::document_type_code, object_only},
};
constexpr Row kBaseUnit[] = {
    {"PEPPOL-EN16931-R130", fatal, "BT-130 BT-150", &text::unit_same, same_unit}};
constexpr Row kLineStart[] = {
    {"PEPPOL-EN16931-R110", fatal, "BT-134", &text::line_period, starts_within}};
constexpr Row kLineEnd[] = {
    {"PEPPOL-EN16931-R111", fatal, "BT-135", &text::line_period, ends_within}};

// ---------------------------------------------------------------- payment and currency

bool direct_debit(N at, const Facts&) {
    N code = only<cbc::PaymentMeansCode>(at);
    return says(value(code), "49") || says(value(code), "59");
}
bool document_currency(N at, const Facts& facts) {
    const auto* written = at.attribute(AttributeName::currencyID);
    return written != nullptr && facts.is_currency(written->value);
}
bool tax_amount_in_currency(N at, const Facts& facts) {
    if (is_child_of(at, cac::TaxTotal)) return has<cac::TaxSubtotal>(at.parent());
    return !self_billed(facts) && is_child_of(at, cac::TaxSubtotal);
}
constexpr Row kMandate[] = {{"PEPPOL-EN16931-R061", fatal, "BT-89", &text::mandate_missing,
                             exists<cac::PaymentMandate, cbc::ID>}};
constexpr Row kCurrency[] = {
    {"PEPPOL-EN16931-R051", fatal, "BT-5", &text::currency_same, document_currency}};

template <Name parent>
bool in(N at, const Facts&) {
    return is_child_of(at, parent);
}

constexpr Context kCreditNoteContexts[] = {
    {Name::other, [](N, const Facts& facts) { return facts.credit_note; }, kCreditNote}};

constexpr Context kMain[] = {
    {Name::other, nullptr, kDocument},
    {cbc::TaxCurrencyCode, nullptr, kTaxCurrency},
    {cac::Party, in<cac::AccountingCustomerParty>, kBuyer},
    {cac::Party, in<cac::AccountingSupplierParty>, kSeller},
    {cac::AllowanceCharge, percent_without_base, kPercentAlone},
    {cac::AllowanceCharge, base_without_percent, kBaseAlone},
    {cac::AllowanceCharge, of_document_or_line, kAdjustment},
    {cac::PaymentMeans, direct_debit, kMandate},
    {cbc::Amount, nullptr, kCurrency},
    {cbc::BaseAmount, nullptr, kCurrency},
    {cbc::PriceAmount, nullptr, kCurrency},
    {cbc::TaxAmount, tax_amount_in_currency, kCurrency},
    {cbc::TaxableAmount, nullptr, kCurrency},
    {cbc::LineExtensionAmount, nullptr, kCurrency},
    {cbc::TaxExclusiveAmount, nullptr, kCurrency},
    {cbc::TaxInclusiveAmount, nullptr, kCurrency},
    {cbc::AllowanceTotalAmount, nullptr, kCurrency},
    {cbc::ChargeTotalAmount, nullptr, kCurrency},
    {cbc::PrepaidAmount, nullptr, kCurrency},
    {cbc::PayableRoundingAmount, nullptr, kCurrency},
    {cbc::PayableAmount, nullptr, kCurrency},
    {cbc::StartDate, line_period_date<cbc::StartDate>, kLineStart},
    {cbc::EndDate, line_period_date<cbc::EndDate>, kLineEnd},
    {cac::InvoiceLine, nullptr, kLine},
    {cac::CreditNoteLine, nullptr, kLine},
    {cac::AllowanceCharge, in_price, kPriceAllowance},
    {cbc::BaseQuantity, in_price_with_unit, kBaseUnit},
};

// ---------------------------------------------------------------- code lists and formats

template <CodeList list>
bool text_coded(N at, const Facts& facts) {
    return facts.in_list(list, normalised(sole_text(at)));
}
template <CodeList list, AttributeName name>
bool attribute_coded(N at, const Facts& facts) {
    const auto* written = at.attribute(name);
    return written != nullptr && facts.in_list(list, written->value);
}
template <AttributeName name>
bool with(N at, const Facts&) {
    return at.attribute(name) != nullptr;
}
template <bool charge>
bool reason_of(N at, const Facts&) {
    return is_child_of(at, cac::AllowanceCharge) &&
           any_is<cbc::ChargeIndicator>(at.parent(), charge ? "true" : "false");
}
bool invoice_type(N at, const Facts& facts) {
    if (self_billed(facts)) {
        return facts.profile != 1 ||
               facts.in_list(CodeList::Of_P0100_SB, normalised(sole_text(at)));
    }
    return facts.profile == 0 || facts.in_list(CodeList::Of_P0100, normalised(sole_text(at)));
}
bool credit_note_type(N at, const Facts& facts) {
    if (self_billed(facts)) {
        return facts.profile != 1 ||
               facts.in_list(CodeList::Of_P0101_SB, normalised(sole_text(at)));
    }
    return facts.profile == 0 || facts.in_list(CodeList::Of_P0101, normalised(sole_text(at)));
}
bool german_types(N at, const Facts& facts) {
    if (self_billed(facts)) return true;
    return (!says(value(at), "326") && !says(value(at), "384")) || facts.both_german;
}
bool plain_date(N at, const Facts&) { return length(sole_text(at)) == 10 && is_date(value(at)); }

bool exemption_is(N at, std::string_view code) {
    N reason = at.child(cbc::TaxExemptionReasonCode);
    return reason && !reason.next_same() && upper(value(reason)) == code;
}
bool category_is(N at, std::string_view code) { return says(value(only<cbc::ID>(at)), code); }

struct Exemption {
    std::string_view id;
    std::string_view reason;
    std::string_view category;
};
constexpr Exemption kExemptions[] = {
    {"PEPPOL-EN16931-P0104", "VATEX-EU-G", "G"},  {"PEPPOL-EN16931-P0105", "VATEX-EU-O", "O"},
    {"PEPPOL-EN16931-P0106", "VATEX-EU-IC", "K"}, {"PEPPOL-EN16931-P0107", "VATEX-EU-AE", "AE"},
    {"PEPPOL-EN16931-P0108", "VATEX-EU-D", "E"},  {"PEPPOL-EN16931-P0109", "VATEX-EU-F", "E"},
    {"PEPPOL-EN16931-P0110", "VATEX-EU-I", "E"},  {"PEPPOL-EN16931-P0111", "VATEX-EU-J", "E"},
};
template <int i>
bool exempt(N at, const Facts&) {
    return exemption_is(at, kExemptions[i].reason);
}
template <int i>
constexpr Row kExempt[] = {
    {kExemptions[i].id, fatal, "BT-121 BT-118", &text::vatex_category,
     [](N at, const Facts&) { return category_is(at, kExemptions[i].category); }}};

using A = AttributeName;
constexpr Row kMime[] = {{"PEPPOL-EN16931-CL001", fatal, "BT-125", &text::code,
                          attribute_coded<CodeList::BillingMime, A::mimeCode>}};
constexpr Row kAllowanceCode[] = {{"PEPPOL-EN16931-CL002", fatal, "BT-98 BT-140", &text::code,
                                   text_coded<CodeList::AllowanceReason>}};
constexpr Row kChargeCode[] = {{"PEPPOL-EN16931-CL003", fatal, "BT-105 BT-145", &text::code,
                                text_coded<CodeList::ChargeReason>}};
constexpr Row kPeriodCode[] = {
    {"PEPPOL-EN16931-CL006", fatal, "BT-8", &text::code, text_coded<CodeList::PeriodCode>}};
constexpr Row kCurrencyCode[] = {{"PEPPOL-EN16931-CL007", fatal, "BT-5", &text::currency_code,
                                  attribute_coded<CodeList::Currency, A::currencyID>}};
constexpr Row kInvoiceType[] = {
    {"PEPPOL-EN16931-P0100", fatal, "BT-3", &text::code, invoice_type},
    {"PEPPOL-EN16931-P0112", fatal, "BT-3", &text::code, german_types},
};
constexpr Row kCreditNoteType[] = {
    {"PEPPOL-EN16931-P0101", fatal, "BT-3", &text::code, credit_note_type}};
constexpr Row kDate[] = {{"PEPPOL-EN16931-F001", fatal, {}, &text::date_format, plain_date}};
constexpr Row kEndpoint[] = {{"PEPPOL-EN16931-CL008", fatal, "BT-34 BT-49", &text::code,
                              attribute_coded<CodeList::Eas, A::schemeID>}};

constexpr Context kCodes[] = {
    {cbc::EmbeddedDocumentBinaryObject, with<A::mimeCode>, kMime},
    {cbc::AllowanceChargeReasonCode, reason_of<false>, kAllowanceCode},
    {cbc::AllowanceChargeReasonCode, reason_of<true>, kChargeCode},
    {cbc::DescriptionCode, in<cac::InvoicePeriod>, kPeriodCode},
    {cbc::Amount, nullptr, kCurrencyCode},
    {cbc::BaseAmount, nullptr, kCurrencyCode},
    {cbc::PriceAmount, nullptr, kCurrencyCode},
    {cbc::TaxAmount, nullptr, kCurrencyCode},
    {cbc::TaxableAmount, nullptr, kCurrencyCode},
    {cbc::LineExtensionAmount, nullptr, kCurrencyCode},
    {cbc::TaxExclusiveAmount, nullptr, kCurrencyCode},
    {cbc::TaxInclusiveAmount, nullptr, kCurrencyCode},
    {cbc::AllowanceTotalAmount, nullptr, kCurrencyCode},
    {cbc::ChargeTotalAmount, nullptr, kCurrencyCode},
    {cbc::PrepaidAmount, nullptr, kCurrencyCode},
    {cbc::PayableRoundingAmount, nullptr, kCurrencyCode},
    {cbc::PayableAmount, nullptr, kCurrencyCode},
    {cbc::InvoiceTypeCode, nullptr, kInvoiceType},
    {cbc::CreditNoteTypeCode, nullptr, kCreditNoteType},
    {cbc::IssueDate, nullptr, kDate},
    {cbc::DueDate, nullptr, kDate},
    {cbc::TaxPointDate, nullptr, kDate},
    {cbc::StartDate, nullptr, kDate},
    {cbc::EndDate, nullptr, kDate},
    {cbc::ActualDeliveryDate, nullptr, kDate},
    {cbc::EndpointID, with<A::schemeID>, kEndpoint},
    {cac::TaxCategory, exempt<0>, kExempt<0>},
    {cac::TaxCategory, exempt<1>, kExempt<1>},
    {cac::TaxCategory, exempt<2>, kExempt<2>},
    {cac::TaxCategory, exempt<3>, kExempt<3>},
    {cac::TaxCategory, exempt<4>, kExempt<4>},
    {cac::TaxCategory, exempt<5>, kExempt<5>},
    {cac::TaxCategory, exempt<6>, kExempt<6>},
    {cac::TaxCategory, exempt<7>, kExempt<7>},
};

}  // namespace

std::span<const Pattern> billing_patterns() {
    static const std::vector<Pattern> all = [] {
        std::vector<Pattern> out = {kCreditNoteContexts, kMain, identifier_contexts(), kCodes};
        for (const Pattern& each : national_patterns()) out.push_back(each);
        return out;
    }();
    return all;
}

std::span<const Pattern> self_billing_patterns() {
    static const std::vector<Pattern> all = {kCreditNoteContexts, kMain, identifier_contexts(),
                                             kCodes};
    return all;
}

}  // namespace samkjop::peppol
