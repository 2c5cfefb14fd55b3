// The business rules of EN 16931 (BR-…), what the European standard asks of every invoice: terms
// that must be there, sums that must agree, the rules of each VAT category, and code lists.
// Ids, severities and conditions are the standard's; the sentences are ours.

#include "peppol/rule.h"
#include "peppol/texts.h"

namespace samkjop::peppol {
namespace {

using enum Category::Of;

bool is_root_child(N at, const Facts& facts) { return &at.parent() == &facts.root; }
bool is_line(N node) {
    return node.name() == cac::InvoiceLine || node.name() == cac::CreditNoteLine;
}
bool on_line(N at, const Facts&) { return is_line(at.parent()); }

template <bool charge>
bool at_document(N at, const Facts& facts) {
    return (facts.invoice || facts.credit_note) && is_root_child(at, facts) &&
           indicator(at) == (charge ? Indicator::yes : Indicator::no);
}
template <bool charge>
bool at_line(N at, const Facts&) {
    return is_line(at.parent()) && indicator(at) == (charge ? Indicator::yes : Indicator::no);
}
template <Name parent>
bool in(N at, const Facts&) {
    return is_child_of(at, parent);
}
template <Name grandparent, Name parent>
bool inside(N at, const Facts&) {
    return is_child_of(at, parent) && is_child_of(at.parent(), grandparent);
}

// ---------------------------------------------------------------- document

bool vat_category_id(N at, const Facts& facts) {
    return any<cac::TaxCategory>(
        at, [&](N each) { return facts.category(each).vat && each.child(cbc::ID); });
}
bool reason(N at, const Facts&) {
    return has<cbc::AllowanceChargeReason>(at) || has<cbc::AllowanceChargeReasonCode>(at);
}

Exact sum_of(std::span<const ubl::Node* const> nodes, Name amount) {
    Exact sum;
    for (const ubl::Node* each : nodes) {
        for (N found : each->children(amount)) sum = sum + *decimal(found);
    }
    return sum;
}
Exact sum_of_lines(const Facts& facts) {
    return sum_of(facts.tree.all(cac::InvoiceLine), cbc::LineExtensionAmount) +
           sum_of(facts.tree.all(cac::CreditNoteLine), cbc::LineExtensionAmount);
}

bool lines_add_up(N at, const Facts& facts) {
    const auto stated = decimal(only<cbc::LineExtensionAmount>(at));
    return stated && *stated == sum_of_lines(facts).rounded(2);
}
template <bool charge, Name total>
bool adjustments_add_up(N at, const Facts&) {
    Exact sum;
    bool found = false;
    for (N each : at.parent().children(cac::AllowanceCharge)) {
        if (!is_indicated(each, charge)) continue;
        found = true;
        for (N amount : each.children(cbc::Amount)) sum = sum + *decimal(amount);
    }
    const auto stated = decimal(only<total>(at));
    return stated ? *stated == sum.rounded(2) : !found;
}
bool total_without_vat(N at, const Facts&) {
    const auto stated = decimal(only<cbc::TaxExclusiveAmount>(at));
    const auto lines = decimal(only<cbc::LineExtensionAmount>(at));
    if (!stated || !lines) return false;
    const auto charges = decimal(only<cbc::ChargeTotalAmount>(at));
    const auto allowances = decimal(only<cbc::AllowanceTotalAmount>(at));
    if (!charges && !allowances) return *stated == *lines;
    const Exact sum = *lines + charges.value_or(Exact()) - allowances.value_or(Exact());
    return *stated == sum.rounded(2);
}
bool payable(N at, const Facts&) {
    const auto due = decimal(only<cbc::PayableAmount>(at));
    const auto with_vat = decimal(only<cbc::TaxInclusiveAmount>(at));
    const auto prepaid = decimal(only<cbc::PrepaidAmount>(at));
    const auto rounding = decimal(only<cbc::PayableRoundingAmount>(at));
    if (!due || !with_vat) return false;
    const Exact expected = prepaid ? (*with_vat - *prepaid).rounded(2) : *with_vat;
    return rounding ? (*due - *rounding).rounded(2) == expected : *due == expected;
}
bool total_with_vat_in(std::string_view currency, N at) {
    Exact vat;
    int totals = 0;
    any<cac::TaxTotal, cbc::TaxAmount>(at, [&](N amount) {
        const auto* written = amount.attribute(AttributeName::currencyID);
        if (written != nullptr && written->value == currency) {
            vat = *decimal(amount);
            ++totals;
        }
        return false;
    });
    if (totals != 1) return false;
    bool holds = false;
    for (N total : at.children(cac::LegalMonetaryTotal)) {
        const auto with_vat = decimal(only<cbc::TaxInclusiveAmount>(total));
        const auto without = decimal(only<cbc::TaxExclusiveAmount>(total));
        if (with_vat && without) holds |= *with_vat == (*without + vat).rounded(2);
    }
    return holds;
}
bool total_with_vat(N at, const Facts& facts) {
    return std::ranges::all_of(facts.currencies, [&](std::string_view currency) {
        return total_with_vat_in(currency, at);
    });
}
std::string text_of_amount(const std::optional<Exact>& amount) {
    return amount ? amount->rounded(2).text() : std::string();
}
Sum sum_of_line_amounts(N at, const Facts& facts) {
    return {text_of_amount(decimal(only<cbc::LineExtensionAmount>(at))),
            text_of_amount(sum_of_lines(facts))};
}
template <bool charge, Name total>
Sum sum_of_adjustments(N at, const Facts&) {
    Exact sum;
    for (N each : at.parent().children(cac::AllowanceCharge)) {
        if (!is_indicated(each, charge)) continue;
        for (N amount : each.children(cbc::Amount)) sum = sum + *decimal(amount);
    }
    return {text_of_amount(decimal(only<total>(at))), text_of_amount(sum)};
}
Sum sum_without_vat(N at, const Facts&) {
    return {text_of_amount(decimal(only<cbc::TaxExclusiveAmount>(at))),
            text_of_amount(decimal_or(only<cbc::LineExtensionAmount>(at), Exact()) +
                           decimal_or(only<cbc::ChargeTotalAmount>(at), Exact()) -
                           decimal_or(only<cbc::AllowanceTotalAmount>(at), Exact()))};
}
Sum sum_payable(N at, const Facts&) {
    return {text_of_amount(decimal(only<cbc::PayableAmount>(at))),
            text_of_amount(decimal_or(only<cbc::TaxInclusiveAmount>(at), Exact()) -
                           decimal_or(only<cbc::PrepaidAmount>(at), Exact()) +
                           decimal_or(only<cbc::PayableRoundingAmount>(at), Exact()))};
}
Sum sum_with_vat(N at, const Facts& facts) {
    Exact vat;
    any<cac::TaxTotal, cbc::TaxAmount>(at, [&](N amount) {
        if (facts.is_currency(amount.value_of(AttributeName::currencyID))) vat = *decimal(amount);
        return false;
    });
    N total = only<cac::LegalMonetaryTotal>(at);
    return {text_of_amount(decimal(only<cbc::TaxInclusiveAmount>(total))),
            text_of_amount(decimal_or(only<cbc::TaxExclusiveAmount>(total), Exact()) + vat)};
}
bool tax_currency_total(N at, const Facts& facts) {
    for (N currency : at.children(cbc::TaxCurrencyCode)) {
        bool found = false;
        for (const ubl::Node* total : facts.tree.all(cac::TaxTotal)) {
            for (N amount : total->children(cbc::TaxAmount)) {
                const auto* written = amount.attribute(AttributeName::currencyID);
                found |= written != nullptr && written->value == value(currency);
            }
        }
        if (!found) return false;
    }
    return true;
}
bool vat_point(N at, const Facts&) {
    return !(has<cbc::TaxPointDate>(at) && has<cac::InvoicePeriod, cbc::DescriptionCode>(at));
}
bool has_lines(N at, const Facts&) {
    return has<cac::InvoiceLine>(at) || has<cac::CreditNoteLine>(at);
}
bool type_code(N at, const Facts& facts) {
    return filled<cbc::InvoiceTypeCode>(at, facts) || filled<cbc::CreditNoteTypeCode>(at, facts);
}

constexpr Row kDocument[] = {
    {"BR-01", fatal, "BT-24", &text::missing, filled<cbc::CustomizationID>},
    {"BR-02", fatal, "BT-1", &text::missing, filled<cbc::ID>},
    {"BR-03", fatal, "BT-2", &text::missing, filled<cbc::IssueDate>},
    {"BR-04", fatal, "BT-3", &text::missing, type_code},
    {"BR-05", fatal, "BT-5", &text::missing, filled<cbc::DocumentCurrencyCode>},
    {"BR-06", fatal, "BT-27", &text::missing,
     filled<cac::AccountingSupplierParty, cac::Party, cac::PartyLegalEntity,
            cbc::RegistrationName>},
    {"BR-07", fatal, "BT-44", &text::missing,
     filled<cac::AccountingCustomerParty, cac::Party, cac::PartyLegalEntity,
            cbc::RegistrationName>},
    {"BR-08", fatal, "BG-5", &text::missing,
     exists<cac::AccountingSupplierParty, cac::Party, cac::PostalAddress>},
    {"BR-10", fatal, "BG-8", &text::missing,
     exists<cac::AccountingCustomerParty, cac::Party, cac::PostalAddress>},
    {"BR-16", fatal, "BG-25", &text::missing, has_lines},
    {"BR-53", fatal, "BT-111 BT-6", &text::tax_currency, tax_currency_total},
    {"BR-CO-03", fatal, "BT-7 BT-8", &text::vat_point, vat_point},
    {"BR-CO-15", fatal, "BT-112 BT-109 BT-110", &text::sum_with_vat, total_with_vat, 0, 255,
     sum_with_vat},
    {"BR-CO-18", fatal, "BG-23", &text::missing, exists<cac::TaxTotal, cac::TaxSubtotal>},
};

constexpr Row kTotals[] = {
    {"BR-12", fatal, "BT-106", &text::missing, exists<cbc::LineExtensionAmount>},
    {"BR-13", fatal, "BT-109", &text::missing, exists<cbc::TaxExclusiveAmount>},
    {"BR-14", fatal, "BT-112", &text::missing, exists<cbc::TaxInclusiveAmount>},
    {"BR-15", fatal, "BT-115", &text::missing, exists<cbc::PayableAmount>},
    {"BR-CO-10", fatal, "BT-106 BT-131", &text::sum_lines, lines_add_up, 0, 255,
     sum_of_line_amounts},
    {"BR-CO-11", fatal, "BT-107 BT-92", &text::sum_allowances,
     adjustments_add_up<false, cbc::AllowanceTotalAmount>, 0, 255,
     sum_of_adjustments<false, cbc::AllowanceTotalAmount>},
    {"BR-CO-12", fatal, "BT-108 BT-99", &text::sum_charges,
     adjustments_add_up<true, cbc::ChargeTotalAmount>, 0, 255,
     sum_of_adjustments<true, cbc::ChargeTotalAmount>},
    {"BR-CO-13", fatal, "BT-109 BT-106 BT-107 BT-108", &text::sum_without_vat, total_without_vat, 0,
     255, sum_without_vat},
    {"BR-CO-16", fatal, "BT-115 BT-112 BT-113 BT-114", &text::sum_payable, payable, 0, 255,
     sum_payable},
    {"BR-DEC-09", fatal, "BT-106", &text::two_decimals, cents<cbc::LineExtensionAmount>},
    {"BR-DEC-10", fatal, "BT-107", &text::two_decimals, cents<cbc::AllowanceTotalAmount>},
    {"BR-DEC-11", fatal, "BT-108", &text::two_decimals, cents<cbc::ChargeTotalAmount>},
    {"BR-DEC-12", fatal, "BT-109", &text::two_decimals, cents<cbc::TaxExclusiveAmount>},
    {"BR-DEC-14", fatal, "BT-112", &text::two_decimals, cents<cbc::TaxInclusiveAmount>},
    {"BR-DEC-16", fatal, "BT-113", &text::two_decimals, cents<cbc::PrepaidAmount>},
    {"BR-DEC-17", fatal, "BT-114", &text::two_decimals, cents<cbc::PayableRoundingAmount>},
    {"BR-DEC-18", fatal, "BT-115", &text::two_decimals, cents<cbc::PayableAmount>},
};

constexpr Row kAllowance[] = {
    {"BR-31", fatal, "BT-92", &text::missing, exists<cbc::Amount>},
    {"BR-32", fatal, "BT-95", &text::missing, vat_category_id},
    {"BR-33", fatal, "BT-97 BT-98", &text::reason_missing, reason},
    {"BR-CO-21", fatal, "BT-97 BT-98", &text::reason_missing, reason},
    {"BR-DEC-01", fatal, "BT-92", &text::two_decimals, cents<cbc::Amount>},
    {"BR-DEC-02", fatal, "BT-93", &text::two_decimals, cents<cbc::BaseAmount>},
};
constexpr Row kCharge[] = {
    {"BR-36", fatal, "BT-99", &text::missing, exists<cbc::Amount>},
    {"BR-37", fatal, "BT-102", &text::missing, vat_category_id},
    {"BR-38", fatal, "BT-104 BT-105", &text::reason_missing, reason},
    {"BR-CO-22", fatal, "BT-104 BT-105", &text::reason_missing, reason},
    {"BR-DEC-05", fatal, "BT-99", &text::two_decimals, cents<cbc::Amount>},
    {"BR-DEC-06", fatal, "BT-100", &text::two_decimals, cents<cbc::BaseAmount>},
};
constexpr Row kLineAllowance[] = {
    {"BR-41", fatal, "BT-136", &text::missing, exists<cbc::Amount>},
    {"BR-42", fatal, "BT-139 BT-140", &text::reason_missing, reason},
    {"BR-CO-23", fatal, "BT-139 BT-140", &text::reason_missing, reason},
    {"BR-DEC-24", fatal, "BT-136", &text::two_decimals, cents<cbc::Amount>},
    {"BR-DEC-25", fatal, "BT-137", &text::two_decimals, cents<cbc::BaseAmount>},
};
constexpr Row kLineCharge[] = {
    {"BR-43", fatal, "BT-141", &text::missing, exists<cbc::Amount>},
    {"BR-44", fatal, "BT-144 BT-145", &text::reason_missing, reason},
    {"BR-CO-24", fatal, "BT-144 BT-145", &text::reason_missing, reason},
    {"BR-DEC-27", fatal, "BT-141", &text::two_decimals, cents<cbc::Amount>},
    {"BR-DEC-28", fatal, "BT-142", &text::two_decimals, cents<cbc::BaseAmount>},
};

// ---------------------------------------------------------------- lines, periods, parties

bool quantity_stated(N at, const Facts&) {
    return has<cbc::InvoicedQuantity>(at) || has<cbc::CreditedQuantity>(at);
}
bool unit_stated(N at, const Facts&) {
    const auto with_unit = [](N each) {
        return each.attribute(AttributeName::unitCode) != nullptr;
    };
    return any<cbc::InvoicedQuantity>(at, with_unit) || any<cbc::CreditedQuantity>(at, with_unit);
}
bool price_not_negative(N at, const Facts&) {
    return any<cac::Price, cbc::PriceAmount>(at, [](N each) { return compared(each) >= 0; });
}
bool gross_not_negative(N at, const Facts&) {
    return !has<cac::Price, cac::AllowanceCharge, cbc::BaseAmount>(at) ||
           any<cac::Price, cac::AllowanceCharge, cbc::BaseAmount>(
               at, [](N each) { return compared(each) >= 0; });
}
bool line_vat_category(N at, const Facts& facts) {
    return any<cac::Item, cac::ClassifiedTaxCategory>(
        at, [&](N each) { return facts.category(each).vat && each.child(cbc::ID); });
}
bool period_in_order(N at, const Facts&) {
    if (!has<cbc::StartDate>(at) || !has<cbc::EndDate>(at)) return true;
    return date_days(value(only<cbc::EndDate>(at))) >= date_days(value(only<cbc::StartDate>(at)));
}
bool period_has_date(N at, const Facts&) {
    return has<cbc::StartDate>(at) || has<cbc::EndDate>(at);
}
bool period_has_something(N at, const Facts& facts) {
    return period_has_date(at, facts) || has<cbc::DescriptionCode>(at);
}
bool name_and_value(N at, const Facts&) { return has<cbc::Name>(at) && has<cbc::Value>(at); }

template <Name... path>
bool shares_text(N left, N right) {
    return any<path...>(left, [&](N mine) {
        return any<path...>(right, [&](N theirs) { return value(mine) == value(theirs); });
    });
}
bool payee_differs(N at, const Facts&) {
    if (!has<cac::PartyName, cbc::Name>(at)) return false;
    for (N seller : at.parent().children(cac::AccountingSupplierParty)) {
        for (N party : seller.children(cac::Party)) {
            if (shares_text<cac::PartyName, cbc::Name>(at, party)) return false;
            if (shares_text<cac::PartyIdentification, cbc::ID>(at, party)) return false;
        }
    }
    return true;
}
bool account_of_transfer(N at, const Facts&) {
    N code = only<cbc::PaymentMeansCode>(at);
    const bool transfer = says(value(code), "30") || says(value(code), "58");
    return !transfer || has<cac::PayeeFinancialAccount, cbc::ID>(at);
}
bool means_is_transfer(N at, const Facts&) {
    N means = at.parent();
    return means.name() == cac::PaymentMeans && (any_is<cbc::PaymentMeansCode>(means, "30") ||
                                                 any_is<cbc::PaymentMeansCode>(means, "58"));
}
bool vat_company_id(N party) {
    return any<cac::PartyTaxScheme>(party, [](N scheme) {
        return has<cbc::CompanyID>(scheme) && any<cac::TaxScheme>(scheme, [](N of) {
                   return normalised(upper(value(only<cbc::ID>(of)))) == "VAT";
               });
    });
}
bool supplier_identified(N at, const Facts&) {
    return any<cac::Party>(at, [](N party) {
        return vat_company_id(party) || has<cac::PartyLegalEntity, cbc::CompanyID>(party) ||
               any<cac::PartyIdentification, cbc::ID>(
                   party, [](N id) { return id.value_of(AttributeName::schemeID) != "SEPA"; });
    });
}
bool representative_vat(N at, const Facts&) { return vat_company_id(at); }
bool short_card_number(N at, const Facts&) { return length(normalised(value(at))) <= 10; }
bool country_exists(N at, const Facts&) { return has<cac::Country, cbc::IdentificationCode>(at); }
bool note_subject(N at, const Facts& facts) {
    const std::string_view note = value(at);
    const std::size_t open = note.find('#');
    if (open == note.npos) return true;
    const std::string_view rest = note.substr(open + 1);
    const std::size_t close = rest.find('#');
    const std::string_view subject = close == rest.npos ? "" : rest.substr(0, close);
    return length(subject) != 3 || facts.text_of(CodeList::NoteSubject).contains(subject);
}
bool vat_prefix(N at, const Facts& facts) {
    return facts.text_of(CodeList::CountryPrefix)
        .contains(first(value(only<cbc::CompanyID>(at)), 2));
}
bool of_vat(N at, const Facts&) {
    for (N scheme : at.children(cac::TaxScheme)) {
        if (normalised(upper(value(scheme.child(cbc::ID)))) == "VAT") return true;
    }
    return false;
}

constexpr Row kLine[] = {
    {"BR-21", fatal, "BT-126", &text::missing, filled<cbc::ID>},
    {"BR-22", fatal, "BT-129", &text::missing, quantity_stated},
    {"BR-23", fatal, "BT-130", &text::missing, unit_stated},
    {"BR-24", fatal, "BT-131", &text::missing, exists<cbc::LineExtensionAmount>},
    {"BR-25", fatal, "BT-153", &text::missing, filled<cac::Item, cbc::Name>},
    {"BR-26", fatal, "BT-146", &text::missing, exists<cac::Price, cbc::PriceAmount>},
    {"BR-27", fatal, "BT-146", &text::not_negative, price_not_negative},
    {"BR-28", fatal, "BT-148", &text::not_negative, gross_not_negative},
    {"BR-CO-04", fatal, "BT-151", &text::missing, line_vat_category},
    {"BR-DEC-23", fatal, "BT-131", &text::two_decimals, cents<cbc::LineExtensionAmount>},
};
constexpr Row kLinePeriod[] = {
    {"BR-30", fatal, "BT-134 BT-135", &text::period_order, period_in_order},
    {"BR-CO-20", fatal, "BT-134 BT-135", &text::period_empty, period_has_date},
};
constexpr Row kPeriod[] = {
    {"BR-29", fatal, "BT-73 BT-74", &text::period_order, period_in_order},
    {"BR-CO-19", fatal, "BT-73 BT-74", &text::period_empty, period_has_something},
};
constexpr Row kProperty[] = {{"BR-54", fatal, "BT-160 BT-161", &text::missing, name_and_value}};
constexpr Row kClassification[] = {
    {"BR-65", fatal, "BT-158", &text::list_missing, has_attribute<AttributeName::listID>}};
constexpr Row kStandardItem[] = {
    {"BR-64", fatal, "BT-157", &text::scheme_missing, has_attribute<AttributeName::schemeID>}};
constexpr Row kNote[] = {{"BR-CL-08", fatal, "BT-21", &text::note_subject, note_subject}};
constexpr Row kPayee[] = {{"BR-17", fatal, "BT-59 BG-10", &text::payee_same, payee_differs}};
constexpr Row kAccount[] = {{"BR-50", fatal, "BT-84", &text::account_missing, filled<cbc::ID>}};
constexpr Row kMeans[] = {
    {"BR-49", fatal, "BT-81", &text::missing, exists<cbc::PaymentMeansCode>},
    {"BR-61", fatal, "BT-84", &text::account_missing, account_of_transfer},
};
constexpr Row kPreceding[] = {
    {"BR-55", fatal, "BT-25", &text::missing, exists<cac::InvoiceDocumentReference, cbc::ID>}};
constexpr Row kSupplier[] = {
    {"BR-CO-26", fatal, "BT-29 BT-30 BT-31", &text::supplier_identifier, supplier_identified}};
constexpr Row kSellerEndpoint[] = {
    {"BR-62", fatal, "BT-34", &text::scheme_missing, has_attribute<AttributeName::schemeID>}};
constexpr Row kBuyerEndpoint[] = {
    {"BR-63", fatal, "BT-49", &text::scheme_missing, has_attribute<AttributeName::schemeID>}};
constexpr Row kSellerAddress[] = {
    {"BR-09", fatal, "BT-40", &text::missing, filled<cac::Country, cbc::IdentificationCode>}};
constexpr Row kBuyerAddress[] = {
    {"BR-11", fatal, "BT-55", &text::missing, filled<cac::Country, cbc::IdentificationCode>}};
constexpr Row kRepresentative[] = {
    {"BR-18", fatal, "BT-62", &text::missing, filled<cac::PartyName, cbc::Name>},
    {"BR-19", fatal, "BG-12", &text::missing, exists<cac::PostalAddress>},
    {"BR-56", fatal, "BT-63", &text::missing, representative_vat},
};
constexpr Row kRepresentativeAddress[] = {
    {"BR-20", fatal, "BT-69", &text::missing, filled<cac::Country, cbc::IdentificationCode>}};
constexpr Row kDeliveryAddress[] = {{"BR-57", fatal, "BT-80", &text::missing, country_exists}};
constexpr Row kAttachment[] = {{"BR-52", fatal, "BT-122", &text::missing, filled<cbc::ID>}};
constexpr Row kCard[] = {{"BR-51", warning, "BT-87", &text::card_number, short_card_number}};
constexpr Row kRegistration[] = {
    {"BR-CO-09", fatal, "BT-31 BT-48 BT-63", &text::vat_prefix, vat_prefix}};

// ---------------------------------------------------------------- VAT

bool vat_adds_up(N at, const Facts&) {
    if (!has<cac::TaxSubtotal>(at)) return true;
    Exact sum;
    any<cac::TaxSubtotal, cbc::TaxAmount>(at, [&](N each) {
        sum = sum + *decimal(each);
        return false;
    });
    const auto stated = decimal(only<cbc::TaxAmount>(at));
    return stated && *stated == sum.rounded(2);
}
template <class Test>
bool any_vat_category(N subtotal, const Facts& facts, const Test& test) {
    return any<cac::TaxCategory>(subtotal, [&](N node) {
        const Category& each = facts.category(node);
        return each.vat && test(each);
    });
}
bool subtotal_category(N at, const Facts& facts) {
    return any_vat_category(at, facts, [](const Category& c) { return has<cbc::ID>(*c.node); });
}
bool subtotal_rate(N at, const Facts& facts) {
    return any_vat_category(
        at, facts, [](const Category& c) { return has<cbc::Percent>(*c.node) || c.code == "O"; });
}
// Within one krone of base × rate.
bool near_product(Exact vat, Exact base, Exact rate) {
    const Exact product = (base.magnitude() * divide(rate, Exact::whole(100))).rounded(2);
    return vat.magnitude() - Exact::whole(1) < product &&
           vat.magnitude() + Exact::whole(1) > product;
}
bool subtotal_amount(N at, const Facts& facts) {
    const auto vat = decimal(only<cbc::TaxAmount>(at));
    std::optional<Exact> rate;
    any_vat_category(at, facts, [&](const Category& c) {
        for (N percent : c.node->children(cbc::Percent)) {
            if (rate) throw Undecidable{};
            rate = decimal(percent);
        }
        return false;
    });
    const bool vat_is_zero = vat && vat->rounded(0).is_zero();
    if (!rate || rate->rounded(0).is_zero()) return vat_is_zero;
    const auto base = decimal(only<cbc::TaxableAmount>(at));
    return vat && base && near_product(*vat, *base, *rate);
}

constexpr Row kTaxTotal[] = {{"BR-CO-14", fatal, "BT-110 BT-117", &text::sum_vat, vat_adds_up}};
constexpr Row kSubtotal[] = {
    {"BR-45", fatal, "BT-116", &text::missing, exists<cbc::TaxableAmount>},
    {"BR-46", fatal, "BT-117", &text::missing, exists<cbc::TaxAmount>},
    {"BR-47", fatal, "BT-118", &text::missing, subtotal_category},
    {"BR-48", fatal, "BT-119", &text::missing, subtotal_rate},
    {"BR-CO-17", fatal, "BT-117 BT-116 BT-119", &text::vat_amount, subtotal_amount},
    {"BR-DEC-19", fatal, "BT-116", &text::two_decimals, cents<cbc::TaxableAmount>},
    {"BR-DEC-20", fatal, "BT-117", &text::two_decimals, cents<cbc::TaxAmount>},
};

// The VAT categories differ in few ways, so one set of functions speaks for all of them.
struct S {
    static constexpr std::string_view code = "S";
};
struct Z {
    static constexpr std::string_view code = "Z";
};
struct E {
    static constexpr std::string_view code = "E";
};
struct AE {
    static constexpr std::string_view code = "AE";
};
struct K {
    static constexpr std::string_view code = "K";
};
struct G {
    static constexpr std::string_view code = "G";
};
struct O {
    static constexpr std::string_view code = "O";
};
struct L {
    static constexpr std::string_view code = "L";
};
struct M {
    static constexpr std::string_view code = "M";
};

template <class Is>
bool some(const Facts& facts, const Is& is) {
    return std::ranges::any_of(facts.categories, is);
}
template <class Is>
int number_of(const Facts& facts, const Is& is) {
    return static_cast<int>(std::ranges::count_if(facts.categories, is));
}

// 01: the breakdown has the category once when the invoice uses it, and only then.
template <class Code>
bool breakdown_once(N, const Facts& facts) {
    const auto mine = [](const Category& c) { return c.vat && c.code == Code::code; };
    return !some(facts, mine) ||
           number_of(facts, [&](const Category& c) { return mine(c) && c.of == subtotal; }) == 1;
}
template <class Code, bool needs_vat>
bool breakdown_as_used(N, const Facts& facts) {
    const auto mine = [](const Category& c) {
        return c.code == Code::code && (c.vat || !needs_vat);
    };
    const bool used = some(facts, [&](const Category& c) {
        return mine(c) && (c.of == line || c.node->parent().name() == cac::AllowanceCharge);
    });
    const auto in_breakdown = [&](const Category& c) {
        if (c.of != subtotal) return false;
        if (!used || !needs_vat) return mine(c);
        // Of category L the scheme is not asked for here; of both the code is compared unaltered.
        return c.raw && c.code == Code::code && (c.vat || Code::code == "L");
    };
    return used == some(facts, in_breakdown);
}

// 02 to 04: who must be registered when a line, an allowance or a charge has the category.
bool any_seller_registration(const Facts& facts) {
    for (const ubl::Node* seller : facts.tree.all(cac::AccountingSupplierParty)) {
        if (has<cac::Party, cac::PartyTaxScheme, cbc::CompanyID>(*seller)) return true;
    }
    return false;
}
bool vat_registration(const Facts& facts, Name role) {
    for (const ubl::Node* each : facts.tree.all(role)) {
        if (any<cac::Party>(*each, [](N party) { return vat_company_id(party); })) return true;
    }
    return false;
}
bool representative_registration(const Facts& facts) {
    for (const ubl::Node* each : facts.tree.all(cac::TaxRepresentativeParty)) {
        if (vat_company_id(*each)) return true;
    }
    return false;
}
bool buyer_legal_identifier(const Facts& facts) {
    for (const ubl::Node* each : facts.tree.all(cac::AccountingCustomerParty)) {
        if (has<cac::Party, cac::PartyLegalEntity, cbc::CompanyID>(*each)) return true;
    }
    return false;
}
template <class Code>
bool parties_registered(const Facts& facts) {
    const bool seller = Code::code == "G" || Code::code == "K" || Code::code == "O"
                            ? vat_registration(facts, cac::AccountingSupplierParty)
                            : any_seller_registration(facts);
    const bool sellers_side = seller || representative_registration(facts);
    if (Code::code == "O") {
        return !sellers_side && !vat_registration(facts, cac::AccountingCustomerParty);
    }
    if (Code::code == "K") {
        return sellers_side && vat_registration(facts, cac::AccountingCustomerParty);
    }
    if (Code::code == "AE") {
        return sellers_side && (vat_registration(facts, cac::AccountingCustomerParty) ||
                                buyer_legal_identifier(facts));
    }
    return sellers_side;
}
template <class Code, Category::Of of>
bool registered(N, const Facts& facts) {
    const auto mine = [](const Category& c) {
        if (c.of != of || c.code != Code::code || !c.vat) return false;
        if (Code::code == "O" && of != line) return c.at_document;
        return !(Code::code == "L" && of == charge) || c.raw;
    };
    const bool asked =
        Code::code == "S" && of == line
            ? some(facts, [](const Category& c) { return c.of == line && c.code == "S"; })
            : some(facts, mine);
    if (!asked) return true;
    return some(facts, mine) && parties_registered<Code>(facts);
}

// 05 to 07: the rate.
enum class Rate : std::uint8_t { zero, positive, not_negative, none };
template <Rate rule>
bool rate(N at, const Facts&) {
    if (rule == Rate::none) return !has<cbc::Percent>(at);
    if (rule == Rate::zero) {
        const auto percent = decimal(only<cbc::Percent>(at));
        return percent && percent->is_zero();
    }
    return any<cbc::Percent>(at, [](N each) {
        return rule == Rate::positive ? compared(each) > 0 : compared(each) >= 0;
    });
}

// 08: the base is what lines, charges and allowances of the category come to.
struct Base {
    Exact sum;
    bool any_line = false;
};
bool has_rate(N holder, Name category, std::optional<Exact> wanted) {
    if (!wanted) return true;
    return detail::walk(holder, &category, &category + 1, [&](N each) {
        return any<cbc::Percent>(each, [&](N percent) { return *decimal(percent) == *wanted; });
    });
}
bool has_code(N holder, Name category, std::string_view code) {
    return detail::walk(holder, &category, &category + 1,
                        [&](N each) { return says(value(only<cbc::ID>(each)), code); });
}
Base base_of(const Facts& facts, Name line_name, std::string_view code,
             std::optional<Exact> wanted) {
    Base out;
    for (N each : facts.root.children(line_name)) {
        const bool mine = any<cac::Item>(each, [&](N item) {
            return has_code(item, cac::ClassifiedTaxCategory, code) &&
                   has_rate(item, cac::ClassifiedTaxCategory, wanted);
        });
        if (!mine) continue;
        out.any_line = true;
        for (N amount : each.children(cbc::LineExtensionAmount)) {
            out.sum = out.sum + *decimal(amount);
        }
    }
    for (N each : facts.root.children(cac::AllowanceCharge)) {
        const Indicator kind = indicator(each);
        if (kind == Indicator::invalid) throw Undecidable{};
        if (kind == Indicator::absent || !has_code(each, cac::TaxCategory, code) ||
            !has_rate(each, cac::TaxCategory, wanted)) {
            continue;
        }
        for (N amount : each.children(cbc::Amount)) {
            const Exact change = *decimal(amount);
            out.sum = kind == Indicator::yes ? out.sum + change : out.sum - change;
        }
    }
    return out;
}
template <class Code>
bool base_exact(N at, const Facts& facts) {
    const auto base = decimal(only<cbc::TaxableAmount>(at.parent()));
    if (!base) return false;
    for (const Name name : {cac::InvoiceLine, cac::CreditNoteLine}) {
        if (!facts.tree.all(name).empty() && *base == base_of(facts, name, Code::code, {}).sum) {
            return true;
        }
    }
    return false;
}
// The standard's own files subtract and add one as binary floating point before they compare.
bool within_one(N subtotal, Exact sum) {
    N base = only<cbc::TaxableAmount>(subtotal);
    if (!base) return false;
    const double stated = compared(base);
    return sum.compare(stated - 1) > 0 && sum.compare(stated + 1) < 0;
}
template <class Code>
bool base_by_rate(N at, const Facts& facts) {
    const auto wanted = decimal(only<cbc::Percent>(at));
    if (!wanted) return true;
    bool adjusted = false;
    if (Code::code == "S") {
        for (const ubl::Node* each : facts.tree.all(cac::AllowanceCharge)) {
            adjusted |= has_code(*each, cac::TaxCategory, Code::code) &&
                        has_rate(*each, cac::TaxCategory, wanted);
        }
    }
    for (const Name name : {cac::InvoiceLine, cac::CreditNoteLine}) {
        const Base base = base_of(facts, name, Code::code, wanted);
        const bool applies =
            Code::code == "S" ? base.any_line || adjusted : !facts.tree.all(name).empty();
        if (applies && within_one(at.parent(), base.sum)) return true;
    }
    return false;
}

// 09 and 10: the amount, and the reason for no VAT.
bool amount_zero(N at, const Facts&) {
    const auto vat = decimal(only<cbc::TaxAmount>(at.parent()));
    return vat && vat->is_zero();
}
bool amount_product(N at, const Facts&) {
    const auto vat = decimal(only<cbc::TaxAmount>(at.parent()));
    const auto base = decimal(only<cbc::TaxableAmount>(at.parent()));
    const auto percent = decimal(only<cbc::Percent>(at));
    return vat && base && percent && near_product(*vat, *base, *percent);
}
bool reason_given(N at, const Facts&) {
    return has<cbc::TaxExemptionReason>(at) || has<cbc::TaxExemptionReasonCode>(at);
}
bool no_reason(N at, const Facts& facts) { return !reason_given(at, facts); }

bool uses_in_breakdown(const Facts& facts, std::string_view code) {
    return some(facts,
                [&](const Category& c) { return c.of == subtotal && c.vat && c.code == code; });
}
bool delivery_date_or_period(N at, const Facts& facts) {
    if (!uses_in_breakdown(facts, "K")) return true;
    return length(value(only<cac::Delivery, cbc::ActualDeliveryDate>(at))) > 1 ||
           any<cac::InvoicePeriod>(at, [](N period) { return period.has_children(); });
}
bool delivery_country(N at, const Facts& facts) {
    if (!uses_in_breakdown(facts, "K")) return true;
    return length(value(only<cac::Delivery, cac::DeliveryLocation, cac::Address, cac::Country,
                             cbc::IdentificationCode>(at))) > 1;
}
template <Category::Of of>
bool outside_alone(N, const Facts& facts) {
    if (!uses_in_breakdown(facts, "O")) return true;
    return !some(facts, [](const Category& c) { return c.of == of && c.vat && c.code != "O"; });
}
bool italian(N, const Facts& facts) {
    const auto is_b = [](const Category& c) { return c.raw && c.code == "B"; };
    if (!some(facts, is_b)) return true;
    for (const ubl::Node* country : facts.tree.all(cbc::IdentificationCode)) {
        if (value(*country) != "IT") return false;
    }
    return true;
}
bool split_payment_alone(N, const Facts& facts) {
    const auto used = [&](std::string_view code) {
        return some(facts, [&](const Category& c) {
            return c.raw && c.code == code && (c.of == line || c.of == subtotal || c.at_document);
        });
    };
    return !used("B") || !used("S");
}

constexpr Row kVatOfDocument[] = {
    {"BR-AE-01", fatal, "BG-23", &text::vat_breakdown, breakdown_once<AE>},
    {"BR-AE-02", fatal, "BT-31 BT-48", &text::vat_registration, registered<AE, line>},
    {"BR-AE-03", fatal, "BT-31 BT-48", &text::vat_registration, registered<AE, allowance>},
    {"BR-AE-04", fatal, "BT-31 BT-48", &text::vat_registration, registered<AE, charge>},
    {"BR-E-01", fatal, "BG-23", &text::vat_breakdown, breakdown_once<E>},
    {"BR-E-02", fatal, "BT-31", &text::vat_registration, registered<E, line>},
    {"BR-E-03", fatal, "BT-31", &text::vat_registration, registered<E, allowance>},
    {"BR-E-04", fatal, "BT-31", &text::vat_registration, registered<E, charge>},
    {"BR-G-01", fatal, "BG-23", &text::vat_breakdown, breakdown_once<G>},
    {"BR-G-02", fatal, "BT-31", &text::vat_registration, registered<G, line>},
    {"BR-G-03", fatal, "BT-31", &text::vat_registration, registered<G, allowance>},
    {"BR-G-04", fatal, "BT-31", &text::vat_registration, registered<G, charge>},
    {"BR-IC-01", fatal, "BG-23", &text::vat_breakdown, breakdown_once<K>},
    {"BR-IC-02", fatal, "BT-31 BT-48", &text::vat_registration, registered<K, line>},
    {"BR-IC-03", fatal, "BT-31 BT-48", &text::vat_registration, registered<K, allowance>},
    {"BR-IC-04", fatal, "BT-31 BT-48", &text::vat_registration, registered<K, charge>},
    {"BR-IC-11", fatal, "BT-72 BG-14", &text::vat_delivery, delivery_date_or_period},
    {"BR-IC-12", fatal, "BT-80", &text::vat_delivery, delivery_country},
    {"BR-AF-01", fatal, "BG-23", &text::vat_breakdown, breakdown_as_used<L, true>},
    {"BR-AF-02", fatal, "BT-31", &text::vat_registration, registered<L, line>},
    {"BR-AF-03", fatal, "BT-31", &text::vat_registration, registered<L, allowance>},
    {"BR-AF-04", fatal, "BT-31", &text::vat_registration, registered<L, charge>},
    {"BR-AG-01", fatal, "BG-23", &text::vat_breakdown, breakdown_as_used<M, true>},
    {"BR-AG-02", fatal, "BT-31", &text::vat_registration, registered<M, line>},
    {"BR-AG-03", fatal, "BT-31", &text::vat_registration, registered<M, allowance>},
    {"BR-AG-04", fatal, "BT-31", &text::vat_registration, registered<M, charge>},
    {"BR-O-01", fatal, "BG-23", &text::vat_breakdown, breakdown_once<O>},
    {"BR-O-02", fatal, "BT-31 BT-48", &text::vat_no_registration, registered<O, line>},
    {"BR-O-03", fatal, "BT-31 BT-48", &text::vat_no_registration, registered<O, allowance>},
    {"BR-O-04", fatal, "BT-31 BT-48", &text::vat_no_registration, registered<O, charge>},
    {"BR-O-11", fatal, "BT-118", &text::vat_alone, outside_alone<subtotal>},
    {"BR-O-12", fatal, "BT-151", &text::vat_alone, outside_alone<line>},
    {"BR-O-13", fatal, "BT-95", &text::vat_alone, outside_alone<allowance>},
    {"BR-O-14", fatal, "BT-102", &text::vat_alone, outside_alone<charge>},
    {"BR-S-01", fatal, "BG-23", &text::vat_breakdown, breakdown_as_used<S, false>},
    {"BR-S-02", fatal, "BT-31", &text::vat_registration, registered<S, line>},
    {"BR-S-03", fatal, "BT-31", &text::vat_registration, registered<S, allowance>},
    {"BR-S-04", fatal, "BT-31", &text::vat_registration, registered<S, charge>},
    {"BR-Z-01", fatal, "BG-23", &text::vat_breakdown, breakdown_once<Z>},
    {"BR-Z-02", fatal, "BT-31", &text::vat_registration, registered<Z, line>},
    {"BR-Z-03", fatal, "BT-31", &text::vat_registration, registered<Z, allowance>},
    {"BR-Z-04", fatal, "BT-31", &text::vat_registration, registered<Z, charge>},
    {"BR-B-01", fatal, "BT-118", &text::vat_italy, italian},
    {"BR-B-02", fatal, "BT-118", &text::vat_italy, split_payment_alone},
};

template <class Code, Category::Of of>
bool category_is(N at, const Facts& facts) {
    const Category& mine = facts.category(at);
    if (!mine.vat || mine.code != Code::code || mine.of != of) return false;
    return of != line || (is_child_of(at, cac::Item) && is_line(at.parent().parent()));
}

template <Rate rule>
constexpr auto rate_row(std::string_view id, std::string_view terms) {
    return Row{id, fatal, terms, &text::vat_rate, rate<rule>};
}

constexpr Row kAE[] = {{"BR-AE-08", fatal, "BT-116", &text::vat_base, base_exact<AE>},
                       {"BR-AE-09", fatal, "BT-117", &text::vat_amount, amount_zero},
                       {"BR-AE-10", fatal, "BT-120 BT-121", &text::vat_reason, reason_given}};
constexpr Row kE[] = {{"BR-E-08", fatal, "BT-116", &text::vat_base, base_exact<E>},
                      {"BR-E-09", fatal, "BT-117", &text::vat_amount, amount_zero},
                      {"BR-E-10", fatal, "BT-120 BT-121", &text::vat_reason, reason_given}};
constexpr Row kG[] = {{"BR-G-08", fatal, "BT-116", &text::vat_base, base_exact<G>},
                      {"BR-G-09", fatal, "BT-117", &text::vat_amount, amount_zero},
                      {"BR-G-10", fatal, "BT-120 BT-121", &text::vat_reason, reason_given}};
constexpr Row kK[] = {{"BR-IC-08", fatal, "BT-116", &text::vat_base, base_exact<K>},
                      {"BR-IC-09", fatal, "BT-117", &text::vat_amount, amount_zero},
                      {"BR-IC-10", fatal, "BT-120 BT-121", &text::vat_reason, reason_given}};
constexpr Row kO[] = {{"BR-O-08", fatal, "BT-116", &text::vat_base, base_exact<O>},
                      {"BR-O-09", fatal, "BT-117", &text::vat_amount, amount_zero},
                      {"BR-O-10", fatal, "BT-120 BT-121", &text::vat_reason, reason_given}};
constexpr Row kZ[] = {{"BR-Z-08", fatal, "BT-116", &text::vat_base, base_exact<Z>},
                      {"BR-Z-09", fatal, "BT-117", &text::vat_amount, amount_zero},
                      {"BR-Z-10", fatal, "BT-120 BT-121", &text::vat_no_reason, no_reason}};
constexpr Row kS[] = {{"BR-S-08", fatal, "BT-116", &text::vat_base, base_by_rate<S>},
                      {"BR-S-09", fatal, "BT-117", &text::vat_amount, amount_product},
                      {"BR-S-10", fatal, "BT-120 BT-121", &text::vat_no_reason, no_reason}};
constexpr Row kL[] = {{"BR-AF-08", fatal, "BT-116", &text::vat_base, base_by_rate<L>},
                      {"BR-AF-09", fatal, "BT-117", &text::vat_amount, amount_product},
                      {"BR-AF-10", fatal, "BT-120 BT-121", &text::vat_no_reason, no_reason}};
constexpr Row kM[] = {{"BR-AG-08", fatal, "BT-116", &text::vat_base, base_by_rate<M>},
                      {"BR-AG-09", fatal, "BT-117", &text::vat_amount, amount_product},
                      {"BR-AG-10", fatal, "BT-120 BT-121", &text::vat_no_reason, no_reason}};

constexpr Row kRates[][3] = {
    // line, allowance, charge
    {rate_row<Rate::zero>("BR-AE-05", "BT-152"), rate_row<Rate::zero>("BR-AE-06", "BT-96"),
     rate_row<Rate::zero>("BR-AE-07", "BT-103")},
    {rate_row<Rate::zero>("BR-E-05", "BT-152"), rate_row<Rate::zero>("BR-E-06", "BT-96"),
     rate_row<Rate::zero>("BR-E-07", "BT-103")},
    {rate_row<Rate::zero>("BR-G-05", "BT-152"), rate_row<Rate::zero>("BR-G-06", "BT-96"),
     rate_row<Rate::zero>("BR-G-07", "BT-103")},
    {rate_row<Rate::zero>("BR-IC-05", "BT-152"), rate_row<Rate::zero>("BR-IC-06", "BT-96"),
     rate_row<Rate::zero>("BR-IC-07", "BT-103")},
    {rate_row<Rate::not_negative>("BR-AF-05", "BT-152"),
     rate_row<Rate::not_negative>("BR-AF-06", "BT-96"),
     rate_row<Rate::not_negative>("BR-AF-07", "BT-103")},
    {rate_row<Rate::not_negative>("BR-AG-05", "BT-152"),
     rate_row<Rate::not_negative>("BR-AG-06", "BT-96"),
     rate_row<Rate::not_negative>("BR-AG-07", "BT-103")},
    {rate_row<Rate::none>("BR-O-05", "BT-152"), rate_row<Rate::none>("BR-O-06", "BT-96"),
     rate_row<Rate::none>("BR-O-07", "BT-103")},
    {rate_row<Rate::positive>("BR-S-05", "BT-152"), rate_row<Rate::positive>("BR-S-06", "BT-96"),
     rate_row<Rate::positive>("BR-S-07", "BT-103")},
    {rate_row<Rate::zero>("BR-Z-05", "BT-152"), rate_row<Rate::zero>("BR-Z-06", "BT-96"),
     rate_row<Rate::zero>("BR-Z-07", "BT-103")},
};
constexpr std::span<const Row> rates(int category, int place) {
    return {&kRates[category][place], 1};
}

constexpr Context kModel[] = {
    {cac::AdditionalDocumentReference, nullptr, kAttachment},
    {cbc::EndpointID, inside<cac::AccountingCustomerParty, cac::Party>, kBuyerEndpoint},
    {cac::PostalAddress, inside<cac::AccountingCustomerParty, cac::Party>, kBuyerAddress},
    {cbc::PrimaryAccountNumberID, inside<cac::PaymentMeans, cac::CardAccount>, kCard},
    {cac::Address, inside<cac::Delivery, cac::DeliveryLocation>, kDeliveryAddress},
    {cac::AllowanceCharge, at_document<false>, kAllowance},
    {cac::AllowanceCharge, at_document<true>, kCharge},
    {cac::LegalMonetaryTotal, nullptr, kTotals},
    {Name::other, nullptr, kDocument},
    {cac::InvoiceLine, nullptr, kLine},
    {cac::CreditNoteLine, nullptr, kLine},
    {cac::AllowanceCharge, at_line<false>, kLineAllowance},
    {cac::AllowanceCharge, at_line<true>, kLineCharge},
    {cac::InvoicePeriod, on_line, kLinePeriod},
    {cac::InvoicePeriod, nullptr, kPeriod},
    {cac::AdditionalItemProperty, nullptr, kProperty},
    {cbc::ItemClassificationCode,
     [](N at, const Facts& f) {
         return inside<cac::Item, cac::CommodityClassification>(at, f) &&
                is_line(at.parent().parent().parent());
     },
     kClassification},
    {cbc::ID,
     [](N at, const Facts& f) {
         return inside<cac::Item, cac::StandardItemIdentification>(at, f) &&
                is_line(at.parent().parent().parent());
     },
     kStandardItem},
    {cbc::Note, is_root_child, kNote},
    {cac::PayeeParty, nullptr, kPayee},
    {cac::PayeeFinancialAccount, means_is_transfer, kAccount},
    {cac::PaymentMeans, nullptr, kMeans},
    {cac::BillingReference, nullptr, kPreceding},
    {cac::AccountingSupplierParty, nullptr, kSupplier},
    {cbc::EndpointID, inside<cac::AccountingSupplierParty, cac::Party>, kSellerEndpoint},
    {cac::PostalAddress, inside<cac::AccountingSupplierParty, cac::Party>, kSellerAddress},
    {cac::TaxRepresentativeParty, nullptr, kRepresentative},
    {cac::PostalAddress, in<cac::TaxRepresentativeParty>, kRepresentativeAddress},
    {cac::TaxTotal, is_root_child, kTaxTotal},
    {cac::TaxSubtotal, in<cac::TaxTotal>, kSubtotal},
    {cac::PartyTaxScheme, of_vat, kRegistration},
    {cac::TaxCategory, category_is<AE, subtotal>, kAE},
    {cac::TaxCategory, category_is<AE, allowance>, rates(0, 1)},
    {cac::TaxCategory, category_is<AE, charge>, rates(0, 2)},
    {cac::ClassifiedTaxCategory, category_is<AE, line>, rates(0, 0)},
    {cac::TaxCategory, category_is<E, subtotal>, kE},
    {cac::TaxCategory, category_is<E, allowance>, rates(1, 1)},
    {cac::TaxCategory, category_is<E, charge>, rates(1, 2)},
    {cac::ClassifiedTaxCategory, category_is<E, line>, rates(1, 0)},
    {cac::TaxCategory, category_is<G, subtotal>, kG},
    {cac::TaxCategory, category_is<G, allowance>, rates(2, 1)},
    {cac::TaxCategory, category_is<G, charge>, rates(2, 2)},
    {cac::ClassifiedTaxCategory, category_is<G, line>, rates(2, 0)},
    {cac::TaxCategory, category_is<K, subtotal>, kK},
    {cac::TaxCategory, category_is<K, allowance>, rates(3, 1)},
    {cac::TaxCategory, category_is<K, charge>, rates(3, 2)},
    {cac::ClassifiedTaxCategory, category_is<K, line>, rates(3, 0)},
    {cac::TaxCategory, category_is<L, subtotal>, kL},
    {cac::TaxCategory, category_is<L, allowance>, rates(4, 1)},
    {cac::TaxCategory, category_is<L, charge>, rates(4, 2)},
    {cac::ClassifiedTaxCategory, category_is<L, line>, rates(4, 0)},
    {cac::TaxCategory, category_is<M, subtotal>, kM},
    {cac::TaxCategory, category_is<M, allowance>, rates(5, 1)},
    {cac::TaxCategory, category_is<M, charge>, rates(5, 2)},
    {cac::ClassifiedTaxCategory, category_is<M, line>, rates(5, 0)},
    {cac::TaxCategory, category_is<O, subtotal>, kO},
    {cac::TaxCategory, category_is<O, allowance>, rates(6, 1)},
    {cac::TaxCategory, category_is<O, charge>, rates(6, 2)},
    {cac::ClassifiedTaxCategory, category_is<O, line>, rates(6, 0)},
    {cac::TaxCategory, category_is<S, subtotal>, kS},
    {cac::TaxCategory, category_is<S, allowance>, rates(7, 1)},
    {cac::TaxCategory, category_is<S, charge>, rates(7, 2)},
    {cac::ClassifiedTaxCategory, category_is<S, line>, rates(7, 0)},
    {cac::TaxCategory, category_is<Z, subtotal>, kZ},
    {cac::TaxCategory, category_is<Z, allowance>, rates(8, 1)},
    {cac::TaxCategory, category_is<Z, charge>, rates(8, 2)},
    {cac::ClassifiedTaxCategory, category_is<Z, line>, rates(8, 0)},
};
constexpr Context kModelVat[] = {{Name::other, nullptr, kVatOfDocument}};

// ---------------------------------------------------------------- code lists

template <CodeList list>
bool coded(N at, const Facts& facts) {
    return facts.in_list(list, trimmed(value(at)));
}
template <CodeList list, AttributeName name>
bool attribute_coded(N at, const Facts& facts) {
    return facts.in_list(list, trimmed(at.value_of(name)));
}
bool party_scheme(N at, const Facts& facts) {
    const std::string_view scheme = trimmed(at.value_of(AttributeName::schemeID));
    return facts.in_list(CodeList::Icd, scheme) ||
           (scheme == "SEPA" &&
            (has_ancestor(at, cac::AccountingSupplierParty) || has_ancestor(at, cac::PayeeParty)));
}
bool exemption_code(N at, const Facts& facts) {
    return facts.in_list(CodeList::Vatex, normalised(upper(value(at))));
}
bool attachment_type(N at, const Facts& facts) {
    const std::string_view mime = at.value_of(AttributeName::mimeCode);
    return facts.in_list(CodeList::BillingMime, mime);
}

template <Name parent, AttributeName name>
bool in_with(N at, const Facts&) {
    return is_child_of(at, parent) && at.attribute(name) != nullptr;
}
template <AttributeName name>
bool with(N at, const Facts&) {
    return at.attribute(name) != nullptr;
}
bool object_scheme(N at, const Facts&) {
    const Name above = at.parent().name();
    return (above == cac::AdditionalDocumentReference || above == cac::DocumentReference) &&
           at.attribute(AttributeName::schemeID) != nullptr &&
           any_is<cbc::DocumentTypeCode>(at.parent(), "130");
}
template <bool charge>
bool reason_of(N at, const Facts&) {
    return is_child_of(at, cac::AllowanceCharge) &&
           indicator(at.parent()) == (charge ? Indicator::yes : Indicator::no);
}

using A = AttributeName;
constexpr Row kCl01i[] = {{"BR-CL-01", fatal, "BT-3", &text::code, coded<CodeList::InvoiceType>}};
constexpr Row kCl01c[] = {
    {"BR-CL-01", fatal, "BT-3", &text::code, coded<CodeList::CreditNoteType>}};
constexpr Row kCl03[] = {{"BR-CL-03", fatal, "BT-5", &text::currency_code,
                          attribute_coded<CodeList::CenCurrency, A::currencyID>}};
constexpr Row kCl04[] = {{"BR-CL-04", fatal, "BT-5", &text::code, coded<CodeList::CenCurrency>}};
constexpr Row kCl05[] = {{"BR-CL-05", fatal, "BT-6", &text::code, coded<CodeList::CenCurrency>}};
constexpr Row kCl06[] = {{"BR-CL-06", fatal, "BT-8", &text::code, coded<CodeList::PeriodCode>}};
constexpr Row kCl07[] = {{"BR-CL-07", fatal, "BT-18 BT-128", &text::code,
                          attribute_coded<CodeList::ReferenceQualifier, A::schemeID>}};
constexpr Row kCl10[] = {{"BR-CL-10", fatal, "BT-29 BT-46 BT-60", &text::code, party_scheme}};
constexpr Row kCl11[] = {{"BR-CL-11", fatal, "BT-30 BT-47 BT-61", &text::code,
                          attribute_coded<CodeList::Icd, A::schemeID>}};
constexpr Row kCl13[] = {{"BR-CL-13", fatal, "BT-158", &text::code,
                          attribute_coded<CodeList::ItemClassificationList, A::listID>}};
constexpr Row kCl14[] = {{"BR-CL-14", fatal, "BT-40 BT-55", &text::code, coded<CodeList::Country>}};
constexpr Row kCl15[] = {{"BR-CL-15", fatal, "BT-159", &text::code, coded<CodeList::Country>}};
constexpr Row kCl16[] = {{"BR-CL-16", fatal, "BT-81", &text::code, coded<CodeList::PaymentMeans>}};
constexpr Row kCl17[] = {{"BR-CL-17", fatal, "BT-118", &text::code, coded<CodeList::VatCategory>}};
constexpr Row kCl18[] = {{"BR-CL-18", fatal, "BT-151", &text::code, coded<CodeList::VatCategory>}};
constexpr Row kCl19[] = {
    {"BR-CL-19", fatal, "BT-98 BT-140", &text::code, coded<CodeList::AllowanceReason>}};
constexpr Row kCl20[] = {
    {"BR-CL-20", fatal, "BT-105 BT-145", &text::code, coded<CodeList::ChargeReason>}};
constexpr Row kCl21[] = {
    {"BR-CL-21", fatal, "BT-157", &text::code, attribute_coded<CodeList::Icd, A::schemeID>}};
constexpr Row kCl22[] = {{"BR-CL-22", fatal, "BT-121", &text::code, exemption_code}};
constexpr Row kCl23[] = {{"BR-CL-23", fatal, "BT-130 BT-150", &text::code,
                          attribute_coded<CodeList::Unit, A::unitCode>}};
constexpr Row kCl24[] = {{"BR-CL-24", fatal, "BT-125", &text::code, attachment_type}};
constexpr Row kCl25[] = {{"BR-CL-25", fatal, "BT-34 BT-49", &text::code,
                          attribute_coded<CodeList::CenEas, A::schemeID>}};
constexpr Row kCl26[] = {
    {"BR-CL-26", fatal, "BT-71", &text::code, attribute_coded<CodeList::Icd, A::schemeID>}};

constexpr Context kCodes[] = {
    {cbc::InvoiceTypeCode, nullptr, kCl01i},
    {cbc::CreditNoteTypeCode, nullptr, kCl01c},
    {cbc::Amount, nullptr, kCl03},
    {cbc::BaseAmount, nullptr, kCl03},
    {cbc::PriceAmount, nullptr, kCl03},
    {cbc::TaxAmount, nullptr, kCl03},
    {cbc::TaxableAmount, nullptr, kCl03},
    {cbc::LineExtensionAmount, nullptr, kCl03},
    {cbc::TaxExclusiveAmount, nullptr, kCl03},
    {cbc::TaxInclusiveAmount, nullptr, kCl03},
    {cbc::AllowanceTotalAmount, nullptr, kCl03},
    {cbc::ChargeTotalAmount, nullptr, kCl03},
    {cbc::PrepaidAmount, nullptr, kCl03},
    {cbc::PayableRoundingAmount, nullptr, kCl03},
    {cbc::PayableAmount, nullptr, kCl03},
    {cbc::DocumentCurrencyCode, nullptr, kCl04},
    {cbc::TaxCurrencyCode, nullptr, kCl05},
    {cbc::DescriptionCode, in<cac::InvoicePeriod>, kCl06},
    {cbc::ID, object_scheme, kCl07},
    {cbc::ID, in_with<cac::PartyIdentification, A::schemeID>, kCl10},
    {cbc::CompanyID, in_with<cac::PartyLegalEntity, A::schemeID>, kCl11},
    {cbc::ItemClassificationCode, in_with<cac::CommodityClassification, A::listID>, kCl13},
    {cbc::IdentificationCode, in<cac::Country>, kCl14},
    {cbc::IdentificationCode, in<cac::OriginCountry>, kCl15},
    {cbc::PaymentMeansCode, in<cac::PaymentMeans>, kCl16},
    {cbc::ID, in<cac::TaxCategory>, kCl17},
    {cbc::ID, in<cac::ClassifiedTaxCategory>, kCl18},
    {cbc::AllowanceChargeReasonCode, reason_of<false>, kCl19},
    {cbc::AllowanceChargeReasonCode, reason_of<true>, kCl20},
    {cbc::ID, in_with<cac::StandardItemIdentification, A::schemeID>, kCl21},
    {cbc::TaxExemptionReasonCode, nullptr, kCl22},
    {cbc::InvoicedQuantity, with<A::unitCode>, kCl23},
    {cbc::BaseQuantity, with<A::unitCode>, kCl23},
    {cbc::CreditedQuantity, with<A::unitCode>, kCl23},
    {cbc::EmbeddedDocumentBinaryObject, with<A::mimeCode>, kCl24},
    {cbc::EndpointID, with<A::schemeID>, kCl25},
    {cbc::ID, in_with<cac::DeliveryLocation, A::schemeID>, kCl26},
};

// ---------------------------------------------------------------- what stands once

template <Name... path>
constexpr auto once(std::string_view id, std::string_view terms) {
    return Row{id, fatal, terms, &text::only_one, at_most_one<path...>};
}
bool vat_scheme_count(N root, Name role, bool vat) {
    int found = 0;
    for (N outer : root.children(role)) {
        any<cac::Party, cac::PartyTaxScheme>(outer, [&](N scheme) {
            const bool fits = any<cac::TaxScheme>(scheme, [&](N of) {
                N id = only<cbc::ID>(of);
                return (upper(value(id)) == "VAT") == vat;
            });
            if (fits) found += scheme.count(cbc::CompanyID);
            return false;
        });
    }
    return found <= 1;
}
template <Name role, bool vat>
bool one_registration(N at, const Facts&) {
    return vat_scheme_count(at, role, vat);
}
bool one_object(N at, const Facts&) {
    int found = 0;
    for (N each : at.children(cac::AdditionalDocumentReference)) {
        if (any_is<cbc::DocumentTypeCode>(each, "130")) found += each.count(cbc::ID);
    }
    return found <= 1;
}
bool one_creditor_identifier(N, const Facts& facts) {
    int found = 0;
    for (const ubl::Node* each : facts.tree.all(cac::PartyIdentification)) {
        for (N id : each->children(cbc::ID)) {
            found += upper(id.value_of(AttributeName::schemeID)) == "SEPA";
        }
    }
    return found <= 1;
}
template <Name name>
bool same_everywhere(N, const Facts& facts) {
    const auto all = facts.tree.all(name);
    return std::ranges::all_of(
        all, [&](const ubl::Node* each) { return value(*each) == value(*all.front()); });
}
bool one_means_name(N at, const Facts&) {
    int found = 0;
    any<cac::PaymentMeans, cbc::PaymentMeansCode>(at, [&](N code) {
        found += code.attribute(AttributeName::name) != nullptr;
        return false;
    });
    return found <= 1;
}
bool payee_named_apart(N at) {
    for (N seller : at.parent().children(cac::AccountingSupplierParty)) {
        const bool other =
            any<cac::Party, cac::PartyLegalEntity, cbc::RegistrationName>(seller, [&](N theirs) {
                return any<cac::PartyName, cbc::Name>(
                    at, [&](N mine) { return value(mine) != value(theirs); });
            });
        if (other) return true;
    }
    return false;
}
bool payee_name(N at, const Facts&) {
    return count<cac::PartyName, cbc::Name>(at) <= 1 && payee_named_apart(at);
}
bool payee_identifier(N at, const Facts&) {
    int found = 0;
    any<cac::PartyIdentification, cbc::ID>(at, [&](N id) {
        const auto* scheme = id.attribute(AttributeName::schemeID);
        found += upper(scheme != nullptr ? scheme->value : std::string_view()) != "SEPA";
        return false;
    });
    return found <= 1 && payee_named_apart(at);
}
bool payee_legal(N at, const Facts&) {
    return count<cac::PartyLegalEntity, cbc::CompanyID>(at) <= 1 && payee_named_apart(at);
}
bool reference_type(N at, const Facts& facts) {
    if (any_is<cbc::DocumentTypeCode>(at, "130")) return true;
    if (facts.credit_note && any_is<cbc::DocumentTypeCode>(at, "50")) return true;
    return !has<cbc::DocumentTypeCode>(at) &&
           !any<cbc::ID>(at, [](N id) { return id.attribute(AttributeName::schemeID) != nullptr; });
}
bool scheme_and_number(N at, const Facts&) {
    return has<cac::TaxScheme, cbc::ID>(at) && has<cbc::CompanyID>(at);
}
bool one_line_category(N at, const Facts&) {
    return count<cac::Item, cac::ClassifiedTaxCategory>(at) == 1;
}

constexpr Name kSeller = cac::AccountingSupplierParty;
constexpr Name kBuyer = cac::AccountingCustomerParty;

constexpr Row kOnceInDocument[] = {
    once<cac::ContractDocumentReference, cbc::ID>("UBL-SR-01", "BT-12"),
    once<cac::ReceiptDocumentReference, cbc::ID>("UBL-SR-02", "BT-15"),
    once<cac::DespatchDocumentReference, cbc::ID>("UBL-SR-03", "BT-16"),
    {"UBL-SR-04", fatal, "BT-18", &text::only_one, one_object},
    once<cac::PaymentTerms, cbc::Note>("UBL-SR-05", "BT-20"),
    once<cac::InvoicePeriod>("UBL-SR-08", "BG-14"),
    once<kSeller, cac::Party, cac::PartyLegalEntity, cbc::RegistrationName>("UBL-SR-09", "BT-27"),
    once<kSeller, cac::Party, cac::PartyName, cbc::Name>("UBL-SR-10", "BT-28"),
    once<kSeller, cac::Party, cac::PartyLegalEntity, cbc::CompanyID>("UBL-SR-11", "BT-30"),
    {"UBL-SR-12", fatal, "BT-31", &text::only_one, one_registration<kSeller, true>},
    {"UBL-SR-13", fatal, "BT-32", &text::only_one, one_registration<kSeller, false>},
    once<kSeller, cac::Party, cac::PartyLegalEntity, cbc::CompanyLegalForm>("UBL-SR-14", "BT-33"),
    once<kBuyer, cac::Party, cac::PartyLegalEntity, cbc::RegistrationName>("UBL-SR-15", "BT-44"),
    once<kBuyer, cac::Party, cac::PartyIdentification, cbc::ID>("UBL-SR-16", "BT-46"),
    once<kBuyer, cac::Party, cac::PartyLegalEntity, cbc::CompanyID>("UBL-SR-17", "BT-47"),
    {"UBL-SR-18", fatal, "BT-48", &text::only_one, one_registration<kBuyer, true>},
    once<cac::Delivery>("UBL-SR-24", "BG-13"),
    {"UBL-SR-29", fatal, "BT-90", &text::only_one, one_creditor_identifier},
    once<cac::ProjectReference, cbc::ID>("UBL-SR-39", "BT-11"),
    once<kBuyer, cac::Party, cac::PartyName, cbc::Name>("UBL-SR-40", "BT-45"),
    {"UBL-SR-44", fatal, "BT-83", &text::same_everywhere, same_everywhere<cbc::PaymentID>},
    once<cac::PaymentMeans, cbc::PaymentDueDate>("UBL-SR-45", "BT-9"),
    {"UBL-SR-46", fatal, "BT-82", &text::only_one, one_means_name},
    {"UBL-SR-47", fatal, "BT-81", &text::same_everywhere, same_everywhere<cbc::PaymentMeansCode>},
    once<cac::InvoicePeriod, cbc::DescriptionCode>("UBL-SR-49", "BT-8"),
    once<cac::PaymentMeans, cac::CardAccount>("UBL-SR-54", "BG-18"),
    once<cac::PaymentMeans, cac::PaymentMandate>("UBL-SR-55", "BG-19"),
    once<cac::OriginatorDocumentReference, cbc::ID>("UBL-SR-56", "BT-17"),
};
constexpr Row kOnceInAddress[] = {once<cac::AddressLine>("UBL-SR-51", "BT-162 BT-163 BT-164")};
constexpr Row kOnceInSeller[] = {
    {"UBL-SR-42", fatal, "BT-31 BT-32", &text::only_one,
     [](N at, const Facts&) { return at.count(cac::PartyTaxScheme) <= 2; }}};
constexpr Row kOnceInReference[] = {
    once<cbc::DocumentDescription>("UBL-SR-33", "BT-123"),
    {"UBL-SR-43", fatal, "BT-18 BT-122", &text::document_type_code, reference_type}};
constexpr Row kOnceInDelivery[] = {
    once<cac::DeliveryParty, cac::PartyName, cbc::Name>("UBL-SR-25", "BT-70")};
constexpr Row kOnceInAllowance[] = {once<cbc::AllowanceChargeReason>("UBL-SR-30", "BT-97 BT-139")};
constexpr Row kOnceInCharge[] = {once<cbc::AllowanceChargeReason>("UBL-SR-31", "BT-104 BT-144")};
constexpr Row kOnceInRegistration[] = {
    {"UBL-SR-53", fatal, "BT-31 BT-32 BT-48", &text::registration_scheme, scheme_and_number}};
constexpr Row kOnceInLine[] = {
    once<cbc::Note>("UBL-SR-34", "BT-127"),
    once<cac::OrderLineReference, cbc::LineID>("UBL-SR-35", "BT-132"),
    once<cac::InvoicePeriod>("UBL-SR-36", "BG-26"),
    once<cac::Price, cac::AllowanceCharge, cbc::Amount>("UBL-SR-37", "BT-147"),
    {"UBL-SR-48", fatal, "BG-30", &text::only_one, one_line_category},
    once<cac::Item, cbc::Description>("UBL-SR-50", "BT-154"),
    once<cac::DocumentReference>("UBL-SR-52", "BT-128"),
};
constexpr Row kOnceInPayee[] = {
    {"UBL-SR-19", fatal, "BT-59", &text::payee_same, payee_name},
    {"UBL-SR-20", fatal, "BT-60", &text::payee_same, payee_identifier},
    {"UBL-SR-21", fatal, "BT-61", &text::payee_same, payee_legal},
};
constexpr Row kOnceInMeans[] = {
    once<cbc::PaymentID>("UBL-SR-26", "BT-83"),
    once<cbc::PaymentMeansCode>("UBL-SR-27", "BT-81"),
    once<cac::PaymentMandate, cbc::ID>("UBL-SR-28", "BT-89"),
};
constexpr Row kOnceInPreceding[] = {
    once<cac::InvoiceDocumentReference>("UBL-SR-06", "BG-3"),
    {"UBL-SR-07", fatal, "BT-25", &text::missing, exists<cac::InvoiceDocumentReference, cbc::ID>},
};
constexpr Row kOnceInRepresentative[] = {
    once<cac::PartyName, cbc::Name>("UBL-SR-22", "BT-62"),
    once<cac::PartyTaxScheme, cbc::CompanyID>("UBL-SR-23", "BT-63"),
};
constexpr Row kOnceInSubtotal[] = {
    once<cac::TaxCategory, cbc::TaxExemptionReason>("UBL-SR-32", "BT-120")};
template <bool charge>
bool of_kind(N at, const Facts&) {
    return indicator(at) == (charge ? Indicator::yes : Indicator::no);
}

constexpr Context kSyntax[] = {
    {cac::PostalAddress, nullptr, kOnceInAddress},
    {cac::Address, nullptr, kOnceInAddress},
    {cac::Party, in<cac::AccountingSupplierParty>, kOnceInSeller},
    {cac::AdditionalDocumentReference, nullptr, kOnceInReference},
    {cac::Delivery, nullptr, kOnceInDelivery},
    {cac::AllowanceCharge, of_kind<false>, kOnceInAllowance},
    {cac::AllowanceCharge, of_kind<true>, kOnceInCharge},
    {cac::PartyTaxScheme, nullptr, kOnceInRegistration},
    {Name::other, nullptr, kOnceInDocument},
    {cac::InvoiceLine, nullptr, kOnceInLine},
    {cac::CreditNoteLine, nullptr, kOnceInLine},
    {cac::PayeeParty, nullptr, kOnceInPayee},
    {cac::PaymentMeans, nullptr, kOnceInMeans},
    {cac::BillingReference, nullptr, kOnceInPreceding},
    {cac::TaxRepresentativeParty, nullptr, kOnceInRepresentative},
    {cac::TaxSubtotal, nullptr, kOnceInSubtotal},
};

constexpr Pattern kAll[] = {kModel, kModelVat, kSyntax, kCodes};

}  // namespace

std::span<const Pattern> en16931_patterns() { return kAll; }

}  // namespace samkjop::peppol
