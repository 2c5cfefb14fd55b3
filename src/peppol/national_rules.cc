// The rules that countries add to Peppol BIS Billing. A Norwegian municipality meets NO-R-001 and
// NO-R-002 daily; the others matter when it buys from abroad. A country's rules concern its own
// sellers, some only when the buyer is of the same country.

#include "peppol/national_rules.h"

#include <cmath>
#include <regex>

#include "peppol/identifiers.h"
#include "peppol/texts.h"

namespace samkjop::peppol {
namespace {

template <Name grandparent, Name parent>
bool inside(N at) {
    return is_child_of(at, parent) && is_child_of(at.parent(), grandparent);
}
bool seller_party(N at) { return is_child_of(at, cac::AccountingSupplierParty); }
bool buyer_party(N at) { return is_child_of(at, cac::AccountingCustomerParty); }
bool is_number(std::string_view text) { return !std::isnan(number(text)); }
std::string_view view(const std::string& text) { return text; }

// ---------------------------------------------------------------- Norway

bool norwegian_seller(N at, const Facts& facts) {
    return seller_party(at) && facts.supplier_country == "NO";
}
bool is_registration(N scheme, std::string_view name) {
    return any<cac::TaxScheme>(scheme,
                               [&](N of) { return normalised(value(only<cbc::ID>(of))) == name; });
}
N registration(N party, std::string_view name) {
    const ubl::Node* found = &ubl::Node::nothing();
    for (N scheme : party.children(cac::PartyTaxScheme)) {
        if (!is_registration(scheme, name)) continue;
        for (N id : scheme.children(cbc::CompanyID)) {
            if (*found) throw Undecidable{};
            found = &id;
        }
    }
    return *found;
}
bool register_of_business_enterprises(N at, const Facts&) {
    return normalised(value(registration(at, "TAX"))) == "Foretaksregisteret";
}
bool norwegian_vat_number(N at, const Facts&) {
    const std::string_view text = value(registration(at, "VAT"));
    if (!text.starts_with("NO")) return true;
    return text.size() == 14 && digits(text.substr(2, 9), 9, 9) && text.ends_with("MVA") &&
           mod11_holds(text.substr(2, 9));
}
constexpr Row kNorway[] = {
    {"NO-R-002", warning, "BT-32", &text::no_register, register_of_business_enterprises},
    {"NO-R-001", fatal, "BT-31", &text::no_vat_number, norwegian_vat_number},
};
constexpr Context kNorwegian[] = {{cac::Party, norwegian_seller, kNorway}};

// ---------------------------------------------------------------- Denmark

bool danish_seller(const Facts& facts) { return facts.seller_address_country == "DK"; }
bool danish_both(const Facts& facts) {
    return danish_seller(facts) && facts.buyer_address_country == "DK";
}
// The scheme of the legal identifiers at the end of the path, when there are any.
template <Name... path>
bool legal_scheme_is(N from, std::string_view scheme) {
    const ubl::Attribute* written = nullptr;
    bool identified = false;
    any<path..., cac::PartyLegalEntity, cbc::CompanyID>(from, [&](N id) {
        identified = true;
        const auto* here = id.attribute(AttributeName::schemeID);
        if (here != nullptr && written != nullptr) throw Undecidable{};
        if (here != nullptr) written = here;
        return false;
    });
    return !identified || (written != nullptr && trimmed(written->value) == scheme);
}
bool dk_legal_identifier(N at, const Facts&) {
    return !is_blank(sole_text(
        only<cac::AccountingSupplierParty, cac::Party, cac::PartyLegalEntity, cbc::CompanyID>(at)));
}
bool dk_legal_scheme(N at, const Facts&) {
    return legal_scheme_is<cac::AccountingSupplierParty, cac::Party>(at, "0184");
}
bool dk_credit_not_negative(N at, const Facts& facts) {
    return !facts.credit_note || facts.buyer_address_country != "DK" ||
           !(number(sole_text(only<cac::LegalMonetaryTotal, cbc::PayableAmount>(at))) < 0);
}
bool dk_identifier_scheme(N at, const Facts&) {
    N id = only<cbc::ID>(at);
    return !id || !is_blank(id.value_of(AttributeName::schemeID));
}
std::string_view means_code(N at) { return value(only<cbc::PaymentMeansCode>(at)); }
bool dk_means(N at, const Facts&) {
    constexpr std::string_view kCodes = " 1 10 31 42 48 49 50 58 59 93 97 ";
    return kCodes.contains(" " + std::string(means_code(at)) + " ");
}
bool dk_account(N at, const Facts&) {
    const std::string_view code = means_code(at);
    if (code != "31" && code != "42") return true;
    return !is_blank(sole_text(only<cac::PayeeFinancialAccount, cbc::ID>(at))) &&
           !is_blank(sole_text(
               only<cac::PayeeFinancialAccount, cac::FinancialInstitutionBranch, cbc::ID>(at)));
}
bool dk_direct_debit(N at, const Facts&) {
    if (means_code(at) != "49") return true;
    return !is_blank(sole_text(only<cac::PaymentMandate, cbc::ID>(at))) &&
           !is_blank(sole_text(only<cac::PaymentMandate, cac::PayerFinancialAccount, cbc::ID>(at)));
}
bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> prefixes) {
    return std::ranges::any_of(prefixes, [&](auto each) { return text.starts_with(each); });
}
bool dk_giro(N at, const Facts&) {
    if (means_code(at) != "50") return true;
    return starts_with_any(value(only<cbc::PaymentID>(at)), {"01#", "04#", "15#"}) &&
           digits(value(only<cac::PayeeFinancialAccount, cbc::ID>(at)), 7, 8);
}
bool dk_giro_length(N at, const Facts&) {
    if (!any_is<cbc::PaymentMeansCode>(at, "50")) return true;
    const std::string_view id = value(only<cbc::PaymentID>(at));
    return !starts_with_any(id, {"04#", "15#"}) || length(id) == 19;
}
bool dk_fik(N at, const Facts&) {
    if (means_code(at) != "93") return true;
    return starts_with_any(value(only<cbc::PaymentID>(at)), {"71#", "73#", "75#"}) &&
           length(sole_text(only<cac::PayeeFinancialAccount, cbc::ID>(at))) == 8;
}
bool dk_fik_length(N at, const Facts&) {
    if (!any_is<cbc::PaymentMeansCode>(at, "93")) return true;
    const std::string_view id = value(only<cbc::PaymentID>(at));
    return !starts_with_any(id, {"71#", "75#"}) || length(id) == 18 || length(id) == 19;
}
bool dk_buyer_scheme(N at, const Facts&) { return legal_scheme_is<>(at, "0184"); }
bool dk_unspsc_version(N at, const Facts&) {
    bool unspsc = false;
    bool known = false;
    any<cac::Item, cac::CommodityClassification, cbc::ItemClassificationCode>(at, [&](N code) {
        unspsc |= code.value_of(AttributeName::listID) == "TST";
        const std::string_view version = code.value_of(AttributeName::listVersionID);
        known |= version == "19.05.01" || version == "19.0501" || version == "26.08.01" ||
                 version == "26.0801";
        return false;
    });
    return !unspsc || known;
}
bool dk_reason(N at, const Facts&) {
    if (!any_is<cbc::AllowanceChargeReasonCode>(at, "ZZZ")) return true;
    N reason = only<cbc::AllowanceChargeReason>(at);
    const std::string_view text = value(reason);
    if (length(normalised(sole_text(reason))) == 4 && number(text) >= 0 && number(text) <= 9999) {
        return true;
    }
    return text.contains('#') && !text.starts_with('#') && !text.ends_with('#');
}
constexpr Row kDkDocument[] = {
    {"DK-R-002", fatal, "BT-30", &text::dk_r_002, dk_legal_identifier},
    {"DK-R-014", fatal, "BT-30", &text::dk_r_014, dk_legal_scheme},
    {"DK-R-016", fatal, "BT-115", &text::dk_r_016, dk_credit_not_negative},
};
constexpr Row kDkIdentifier[] = {
    {"DK-R-013", fatal, "BT-29 BT-46", &text::dk_r_013, dk_identifier_scheme}};
constexpr Row kDkMeans[] = {
    {"DK-R-005", fatal, "BT-81", &text::dk_r_005, dk_means},
    {"DK-R-006", fatal, "BT-84", &text::dk_r_006, dk_account},
    {"DK-R-007", fatal, "BT-89", &text::dk_r_007, dk_direct_debit},
    {"DK-R-008", fatal, "BT-83", &text::dk_r_008, dk_giro},
    {"DK-R-009", fatal, "BT-83", &text::dk_r_009, dk_giro_length},
    {"DK-R-010", fatal, "BT-83", &text::dk_r_010, dk_fik},
    {"DK-R-011", fatal, "BT-83", &text::dk_r_011, dk_fik_length},
};
constexpr Row kDkBuyer[] = {{"DK-R-017", fatal, "BT-47", &text::dk_r_017, dk_buyer_scheme}};
constexpr Row kDkLine[] = {{"DK-R-003", fatal, "BT-158", &text::dk_r_003, dk_unspsc_version}};
constexpr Row kDkReason[] = {{"DK-R-004", fatal, "BT-97 BT-104", &text::dk_r_004, dk_reason}};
bool dk_line(N at, const Facts& facts) { return danish_both(facts) && &at.parent() == &facts.root; }
constexpr Context kDanish[] = {
    {Name::other, [](N, const Facts& facts) { return danish_seller(facts); }, kDkDocument},
    {cac::PartyIdentification,
     [](N at, const Facts& facts) {
         return danish_both(facts) && (inside<cac::AccountingSupplierParty, cac::Party>(at) ||
                                       inside<cac::AccountingCustomerParty, cac::Party>(at));
     },
     kDkIdentifier},
    {cac::PaymentMeans,
     [](N at, const Facts& facts) { return facts.invoice && dk_line(at, facts); }, kDkMeans},
    {cac::Party, [](N at, const Facts& facts) { return danish_both(facts) && buyer_party(at); },
     kDkBuyer},
    {cac::InvoiceLine, dk_line, kDkLine},
    {cac::CreditNoteLine, dk_line, kDkLine},
    {cac::AllowanceCharge, [](N, const Facts& facts) { return danish_both(facts); }, kDkReason},
};

// ---------------------------------------------------------------- Italy

bool italian_seller(N party, const Facts& facts) {
    return seller_party(party) && facts.supplier_country == "IT";
}
bool italian_tax_registration(N at, const Facts& facts) {
    if (!is_child_of(at, cac::Party) || !italian_seller(at.parent(), facts)) return false;
    return normalised(value(only<cac::TaxScheme, cbc::ID>(at))) != "VAT";
}
bool italian_tax_number(N at, const Facts&) {
    const std::string text = normalised(value(only<cbc::CompanyID>(at)));
    return text.size() >= 11 && text.size() <= 16 && std::ranges::all_of(text, [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
           });
}
constexpr Row kItRegistration[] = {
    {"IT-R-001", fatal, "BT-32", &text::it_r_001, italian_tax_number}};
constexpr Row kItSeller[] = {
    {"IT-R-002", fatal, "BT-35", &text::it_r_002, exists<cac::PostalAddress, cbc::StreetName>},
    {"IT-R-003", fatal, "BT-37", &text::it_r_003, exists<cac::PostalAddress, cbc::CityName>},
    {"IT-R-004", fatal, "BT-38", &text::it_r_004, exists<cac::PostalAddress, cbc::PostalZone>},
};
constexpr Context kItalian[] = {
    {cac::PartyTaxScheme, italian_tax_registration, kItRegistration},
    {cac::Party, italian_seller, kItSeller},
};

// ---------------------------------------------------------------- Sweden

bool swedish_address(N party) {
    return any_is<cac::PostalAddress, cac::Country, cbc::IdentificationCode>(party, "SE");
}
bool swedish_vat(N party) {
    return any<cac::PartyTaxScheme>(party, [](N scheme) {
        return any_is<cac::TaxScheme, cbc::ID>(scheme, "VAT") &&
               first(value(only<cbc::CompanyID>(scheme)), 2) == "SE";
    });
}
bool any_seller(const Facts& facts, bool with_vat) {
    for (const ubl::Node* seller : facts.tree.all(cac::AccountingSupplierParty)) {
        for (N party : seller->children(cac::Party)) {
            if (swedish_address(party) && (!with_vat || swedish_vat(party))) return true;
        }
    }
    return false;
}
bool any_swedish_buyer(const Facts& facts) {
    for (const ubl::Node* buyer : facts.tree.all(cac::AccountingCustomerParty)) {
        if (any<cac::Party>(*buyer, swedish_address)) return true;
    }
    return false;
}
N vat_number(N party) {
    const ubl::Node* found = &ubl::Node::nothing();
    for (N scheme : party.children(cac::PartyTaxScheme)) {
        if (!any_is<cac::TaxScheme, cbc::ID>(scheme, "VAT")) continue;
        for (N id : scheme.children(cbc::CompanyID)) {
            if (*found) throw Undecidable{};
            found = &id;
        }
    }
    return *found;
}
bool se_vat_length(N at, const Facts&) { return length(normalised(value(vat_number(at)))) == 14; }
bool se_vat_digits(N at, const Facts&) {
    const std::string_view text = value(vat_number(at));
    return is_number(first(text.size() > 2 ? text.substr(2) : "", 12));
}
bool se_number(N at, const Facts&) { return is_number(value(only<cbc::CompanyID>(at))); }
bool se_ten(N at, const Facts&) {
    return length(normalised(value(only<cbc::CompanyID>(at)))) == 10;
}
bool se_check_digit(N at, const Facts&) {
    return swedish_number_holds(normalised(value(only<cbc::CompanyID>(at))));
}
bool se_f_tax(N at, const Facts&) { return normalised(upper(value(at))) == "GODKÄND FÖR F-SKATT"; }
bool se_rate(N at, const Facts&) {
    const double rate = number(value(only<cbc::Percent>(at)));
    return rate == 25 || rate == 12 || rate == 6;
}
bool se_digits(N at, const Facts&) { return is_number(normalised(value(at))); }
bool se_plusgiro(N at, const Facts&) {
    const int size = length(normalised(value(at)));
    return size >= 2 && size <= 8;
}
bool se_bankgiro(N at, const Facts&) {
    const int size = length(normalised(value(at)));
    return size == 7 || size == 8;
}
bool swedish_giro(N at, const Facts& facts, std::string_view bank) {
    if (!inside<cac::PaymentMeans, cac::PayeeFinancialAccount>(at)) return false;
    N account = at.parent();
    return any_seller(facts, false) &&
           says(value(only<cbc::PaymentMeansCode>(account.parent())), "30") &&
           says(value(only<cac::PayeeFinancialAccount, cac::FinancialInstitutionBranch, cbc::ID>(
                    account.parent())),
                bank);
}
bool se_category(N at, const Facts& facts) {
    return any_is<cbc::ID>(at, "S") && any_seller(facts, true);
}
bool se_legal(N at, const Facts&) {
    return inside<cac::AccountingSupplierParty, cac::Party>(at) && swedish_address(at.parent()) &&
           has<cbc::CompanyID>(at);
}
bool se_tax_registration(N at, const Facts&) {
    if (!inside<cac::Party, cac::PartyTaxScheme>(at)) return false;
    N party = at.parent().parent();
    return seller_party(party) && swedish_address(party) &&
           has<cac::PartyLegalEntity, cbc::CompanyID>(party) &&
           normalised(upper(value(only<cac::TaxScheme, cbc::ID>(at.parent())))) != "VAT";
}
constexpr Row kSeSeller[] = {
    {"SE-R-001", fatal, "BT-31", &text::se_r_001, se_vat_length},
    {"SE-R-002", fatal, "BT-31", &text::se_r_002, se_vat_digits},
};
constexpr Row kSeLegal[] = {
    {"SE-R-003", fatal, "BT-30", &text::se_r_003, se_number},
    {"SE-R-004", fatal, "BT-30", &text::se_r_004, se_ten},
    {"SE-R-013", fatal, "BT-30", &text::se_r_013, se_check_digit},
};
constexpr Row kSeFTax[] = {{"SE-R-005", fatal, "BT-32", &text::se_r_005, se_f_tax}};
constexpr Row kSeRate[] = {{"SE-R-006", fatal, "BT-119 BT-152", &text::se_r_006, se_rate}};
constexpr Row kSePlusgiro[] = {
    {"SE-R-007", warning, "BT-84", &text::se_r_007, se_digits},
    {"SE-R-010", warning, "BT-84", &text::se_r_010, se_plusgiro},
};
constexpr Row kSeBankgiro[] = {
    {"SE-R-008", warning, "BT-84", &text::se_r_008, se_digits},
    {"SE-R-009", warning, "BT-84", &text::se_r_009, se_bankgiro},
};
constexpr Row kSeMeans[] = {{"SE-R-011", warning, "BT-81", &text::se_r_011, never}};
constexpr Row kSeMeansDomestic[] = {{"SE-R-012", warning, "BT-81", &text::se_r_012, never}};
constexpr Context kSwedish[] = {
    {cac::Party,
     [](N at, const Facts&) { return seller_party(at) && swedish_address(at) && swedish_vat(at); },
     kSeSeller},
    {cac::PartyLegalEntity, se_legal, kSeLegal},
    {cbc::CompanyID, se_tax_registration, kSeFTax},
    {cac::TaxCategory, se_category, kSeRate},
    {cac::ClassifiedTaxCategory, se_category, kSeRate},
    {cbc::ID, [](N at, const Facts& facts) { return swedish_giro(at, facts, "SE:PLUSGIRO"); },
     kSePlusgiro},
    {cbc::ID, [](N at, const Facts& facts) { return swedish_giro(at, facts, "SE:BANKGIRO"); },
     kSeBankgiro},
    {cac::PaymentMeans,
     [](N at, const Facts& facts) {
         return any_seller(facts, false) && (any_is<cbc::PaymentMeansCode>(at, "50") ||
                                             any_is<cbc::PaymentMeansCode>(at, "56"));
     },
     kSeMeans},
    {cac::PaymentMeans,
     [](N at, const Facts& facts) {
         return any_seller(facts, false) && any_swedish_buyer(facts) &&
                any_is<cbc::PaymentMeansCode>(at, "31");
     },
     kSeMeansDomestic},
};

// ---------------------------------------------------------------- Greece

bool greek(const std::optional<std::string>& country) { return country == "GR" || country == "EL"; }
bool greek_sender(const Facts& facts) { return greek(facts.supplier_country); }
bool greek_both(const Facts& facts) { return greek_sender(facts) && greek(facts.customer_country); }
bool greek_address(const Facts& facts) { return facts.seller_address_country == "GR"; }

std::vector<std::string_view> parts(std::string_view text, char separator) {
    std::vector<std::string_view> out;
    if (text.empty()) return out;
    while (true) {
        const std::size_t at = text.find(separator);
        out.push_back(text.substr(0, at));
        if (at == text.npos) return out;
        text.remove_prefix(at + 1);
    }
}
std::string_view part(N at, std::size_t index) {
    const auto all = parts(value(at), '|');
    return index < all.size() ? all[index] : std::string_view();
}
bool has_vat_digits(N party, std::string_view wanted) {
    for (N scheme : party.children(cac::PartyTaxScheme)) {
        if (!any_is<cac::TaxScheme, cbc::ID>(scheme, "VAT")) continue;
        const std::string_view id = value(only<cbc::CompanyID>(scheme));
        if (first(id.size() > 2 ? id.substr(2) : "", 9) == wanted) return true;
    }
    return false;
}
bool gr_six_parts(N at, const Facts&) { return parts(value(at), '|').size() == 6; }
bool gr_tin(N at, const Facts& facts) {
    const std::string_view tin = part(at, 0);
    if (length(normalised(tin)) != 9 || !greek_tin_holds(tin)) return false;
    for (N seller : facts.root.children(cac::AccountingSupplierParty)) {
        if (any<cac::Party>(seller, [&](N party) { return has_vat_digits(party, tin); }))
            return true;
    }
    return any<cac::TaxRepresentativeParty>(facts.root,
                                            [&](N party) { return has_vat_digits(party, tin); });
}
bool gr_date(N at, const Facts& facts) {
    const std::string_view text = part(at, 1);
    static const std::regex kDate(
        "^(0?[1-9]|[12][0-9]|3[01])[-\\\\/ ]?(0?[1-9]|1[0-2])[-\\\\/ ]?(19|20)[0-9]{2}");
    if (is_blank(text) || !std::regex_search(text.begin(), text.end(), kDate)) return false;
    const auto mine = parts(text, '/');
    const auto issued = parts(value(only<cbc::IssueDate>(facts.root)), '-');
    return mine.size() >= 3 && issued.size() >= 3 && mine[0] == issued[2] && mine[1] == issued[1] &&
           mine[2] == issued[0];
}
bool gr_branch(N at, const Facts&) {
    const std::string_view text = part(at, 2);
    if (is_blank(text) || !is_number(text)) return false;
    const auto whole = Exact::parse(text);
    if (!whole || trimmed(text).contains('.')) throw Undecidable{};
    return *whole >= Exact();
}
bool gr_type(N at, const Facts& facts) {
    return !is_blank(part(at, 3)) && facts.in_list(CodeList::BillingGreekDocumentType, part(at, 3));
}
bool gr_series(N at, const Facts&) { return !part(at, 4).empty(); }
bool gr_number(N at, const Facts&) { return !part(at, 5).empty(); }
bool gr_named(N at, const Facts&) { return !value(only<cac::PartyName, cbc::Name>(at)).empty(); }
bool gr_one_vat(N at, const Facts&) {
    int found = 0;
    const ubl::Node* id = &ubl::Node::nothing();
    for (N scheme : at.children(cac::PartyTaxScheme)) {
        if (!is_registration(scheme, "VAT")) continue;
        for (N each : scheme.children(cbc::CompanyID)) {
            ++found;
            id = &each;
        }
    }
    return found == 1 && value(*id).starts_with("EL") && greek_tin_holds(value(*id).substr(2));
}
bool gr_vat_number(N at, const Facts&) {
    return value(at).starts_with("EL") && greek_tin_holds(value(at).substr(2));
}
int described(N root, std::string_view description) {
    int found = 0;
    for (N each : root.children(cac::AdditionalDocumentReference)) {
        found += any_is<cbc::DocumentDescription>(each, description);
    }
    return found;
}
bool gr_mark(N at, const Facts&) { return described(at, "##M.AR.K##") == 1; }
bool gr_url(N at, const Facts&) { return described(at, "##INVOICE|URL##") == 1; }
bool gr_one_url(N at, const Facts&) { return described(at, "##INVOICE|URL##") <= 1; }
bool gr_mark_number(N at, const Facts&) {
    const std::string_view text = value(at);
    return !text.empty() && text[0] >= '1' && text[0] <= '9';
}
bool gr_url_given(N at, const Facts&) {
    return !is_blank(value(only<cac::Attachment, cac::ExternalReference, cbc::URI>(at)));
}
bool gr_endpoint(N at, const Facts&) {
    return at.value_of(AttributeName::schemeID) == "9933" && greek_tin_holds(value(at));
}
bool gr_vat_of_seller(N at, const Facts& facts) {
    return greek_sender(facts) && inside<cac::Party, cac::PartyTaxScheme>(at) &&
           seller_party(at.parent().parent()) && is_registration(at.parent(), "VAT");
}
bool gr_mark_reference(N at, const Facts& facts) {
    return greek_sender(facts) && greek_address(facts) &&
           is_child_of(at, cac::AdditionalDocumentReference) &&
           any_is<cbc::DocumentDescription>(at.parent(), "##M.AR.K##");
}
// Without the tax representative, who may make a seller Greek for the other rules.
bool gr_seller_endpoint(N at, const Facts& facts) {
    if (!inside<cac::AccountingSupplierParty, cac::Party>(at)) return false;
    for (N scheme : at.parent().children(cac::PartyTaxScheme)) {
        if (!any_is<cac::TaxScheme, cbc::ID>(scheme, "VAT")) continue;
        const std::string_view letters = first(value(scheme.child(cbc::CompanyID)), 2);
        if (!letters.empty()) return greek(upper(normalised(letters)));
    }
    return greek(upper(normalised(facts.seller_address_country)));
}
constexpr Row kGrNumber[] = {
    {"GR-R-001-1", fatal, "BT-1", &text::gr_r_001_1, gr_six_parts},
    {"GR-R-001-2", fatal, "BT-1", &text::gr_r_001_2, gr_tin},
    {"GR-R-001-3", fatal, "BT-1", &text::gr_r_001_3, gr_date},
    {"GR-R-001-4", fatal, "BT-1", &text::gr_r_001_4, gr_branch},
    {"GR-R-001-5", fatal, "BT-1", &text::gr_r_001_5, gr_type},
    {"GR-R-001-6", fatal, "BT-1", &text::gr_r_001_6, gr_series},
    {"GR-R-001-7", fatal, "BT-1", &text::gr_r_001_7, gr_number},
};
constexpr Row kGrSeller[] = {
    {"GR-R-002", fatal, "BT-28", &text::gr_r_002, gr_named},
    {"GR-S-011", warning, "BT-31", &text::gr_s_011, gr_one_vat},
};
constexpr Row kGrVat[] = {{"GR-R-003", fatal, "BT-31", &text::gr_r_003, gr_vat_number}};
constexpr Row kGrDocument[] = {
    {"GR-R-004-1", fatal, "BG-24", &text::gr_r_004_1, gr_mark},
    {"GR-S-008-1", warning, "BG-24", &text::gr_s_008_1, gr_url},
    {"GR-R-008-2", fatal, "BG-24", &text::gr_r_008_2, gr_one_url},
};
constexpr Row kGrMark[] = {{"GR-R-004-2", fatal, "BT-122", &text::gr_r_004_2, gr_mark_number}};
constexpr Row kGrUrl[] = {{"GR-R-008-3", fatal, "BT-124", &text::gr_r_008_3, gr_url_given}};
constexpr Row kGrBuyer[] = {{"GR-R-005", fatal, "BT-45", &text::gr_r_005, gr_named}};
constexpr Row kGrEndpoint[] = {{"GR-R-009", fatal, "BT-34", &text::gr_r_009, gr_endpoint}};
constexpr Row kGrBuyerVat[] = {{"GR-R-006", fatal, "BT-48", &text::gr_r_006, gr_one_vat}};
constexpr Row kGrBuyerEndpoint[] = {{"GR-R-010", fatal, "BT-49", &text::gr_r_010, gr_endpoint}};
constexpr Context kGreek[] = {
    {cbc::ID,
     [](N at, const Facts& facts) { return greek_sender(facts) && &at.parent() == &facts.root; },
     kGrNumber},
    {cac::Party, [](N at, const Facts& facts) { return greek_sender(facts) && seller_party(at); },
     kGrSeller},
    {cbc::CompanyID, gr_vat_of_seller, kGrVat},
    {Name::other, [](N, const Facts& facts) { return greek_sender(facts) && greek_address(facts); },
     kGrDocument},
    {cbc::ID, gr_mark_reference, kGrMark},
    {cac::AdditionalDocumentReference,
     [](N at, const Facts& facts) {
         return greek_sender(facts) && any_is<cbc::DocumentDescription>(at, "##INVOICE|URL##");
     },
     kGrUrl},
    {cac::Party, [](N at, const Facts& facts) { return greek_sender(facts) && buyer_party(at); },
     kGrBuyer},
    {cbc::EndpointID, gr_seller_endpoint, kGrEndpoint},
};
constexpr Context kGreekBoth[] = {
    {cac::Party, [](N at, const Facts& facts) { return greek_both(facts) && buyer_party(at); },
     kGrBuyerVat},
    {cbc::EndpointID,
     [](N at, const Facts& facts) {
         return greek_both(facts) && inside<cac::AccountingCustomerParty, cac::Party>(at);
     },
     kGrBuyerEndpoint},
};

// ---------------------------------------------------------------- Iceland

bool icelandic(const Facts& facts) { return facts.seller_address_country == "IS"; }
bool icelandic_both(const Facts& facts) {
    return icelandic(facts) && facts.buyer_address_country == "IS";
}
bool is_type(N at, const Facts&) {
    const auto known = [](std::string_view text) {
        return trimmed(text) == "380" || trimmed(text) == "381";
    };
    return known(value(only<cbc::InvoiceTypeCode>(at))) ||
           known(value(only<cbc::CreditNoteTypeCode>(at)));
}
bool kennitala(N holder) {
    return any<cac::Party, cac::PartyLegalEntity, cbc::CompanyID>(
        holder, [](N id) { return id.value_of(AttributeName::schemeID) == "0196"; });
}
bool street_and_zone(N holder) {
    return has<cac::Party, cac::PostalAddress, cbc::StreetName>(holder) &&
           has<cac::Party, cac::PostalAddress, cbc::PostalZone>(holder);
}
bool is_seller_identified(N at, const Facts&) {
    return any<cac::AccountingSupplierParty>(at, kennitala);
}
bool is_seller_address(N at, const Facts&) {
    return any<cac::AccountingSupplierParty>(at, street_and_zone);
}
bool is_buyer_identified(N at, const Facts&) { return kennitala(at); }
bool is_buyer_address(N at, const Facts&) { return street_and_zone(at); }
bool account_of_twelve(N at, std::string_view code) {
    bool used = false;
    const ubl::Node* account = &ubl::Node::nothing();
    for (N means : at.children(cac::PaymentMeans)) {
        if (!any_is<cbc::PaymentMeansCode>(means, code)) continue;
        used = true;
        any<cac::PayeeFinancialAccount, cbc::ID>(means, [&](N id) {
            if (*account) throw Undecidable{};
            account = &id;
            return false;
        });
    }
    return !used || (*account && length(normalised(value(*account))) == 12);
}
bool is_claim_account(N at, const Facts&) { return account_of_twelve(at, "9"); }
bool is_transfer_account(N at, const Facts&) { return account_of_twelve(at, "42"); }
N final_due(N root) {
    const ubl::Node* found = &ubl::Node::nothing();
    for (N each : root.children(cac::AdditionalDocumentReference)) {
        if (!any_is<cbc::DocumentDescription>(each, "EINDAGI")) continue;
        if (*found) throw Undecidable{};
        found = &each;
    }
    return *found;
}
bool is_final_due_date(N at, const Facts&) {
    N reference = final_due(at);
    const std::string_view text = value(only<cbc::ID>(reference));
    return !reference || (length(text) == 10 && is_date(text));
}
bool is_due_date(N at, const Facts&) { return !final_due(at) || has<cbc::DueDate>(at); }
bool is_due_before_final(N at, const Facts&) {
    N reference = final_due(at);
    return !reference || any<cbc::DueDate>(at, [&](N due) {
        return any<cbc::ID>(reference, [&](N id) { return value(due) <= value(id); });
    });
}
constexpr Row kIsDocument[] = {
    {"IS-R-001", warning, "BT-3", &text::is_r_001, is_type},
    {"IS-R-002", fatal, "BT-30", &text::is_r_002, is_seller_identified},
    {"IS-R-003", fatal, "BT-35 BT-38", &text::is_r_003, is_seller_address},
    {"IS-R-006", fatal, "BT-84", &text::is_r_006, is_claim_account},
    {"IS-R-007", fatal, "BT-84", &text::is_r_007, is_transfer_account},
    {"IS-R-008", fatal, "BT-122", &text::is_r_008, is_final_due_date},
    {"IS-R-009", fatal, "BT-9", &text::is_r_009, is_due_date},
    {"IS-R-010", fatal, "BT-9", &text::is_r_010, is_due_before_final},
};
constexpr Row kIsBuyer[] = {
    {"IS-R-004", fatal, "BT-47", &text::is_r_004, is_buyer_identified},
    {"IS-R-005", fatal, "BT-50 BT-53", &text::is_r_005, is_buyer_address},
};
constexpr Context kIcelandic[] = {
    {Name::other, [](N, const Facts& facts) { return icelandic(facts); }, kIsDocument},
    {cac::AccountingCustomerParty,
     [](N at, const Facts& facts) { return icelandic_both(facts) && &at.parent() == &facts.root; },
     kIsBuyer},
};

// ---------------------------------------------------------------- The Netherlands

bool dutch(const Facts& facts) { return upper(normalised(facts.seller_address_country)) == "NL"; }
bool dutch_both(const Facts& facts) {
    return dutch(facts) && upper(normalised(facts.buyer_address_country)) == "NL";
}
bool dutch_representative(N at, const Facts& facts) {
    return dutch(facts) && is_child_of(at, cac::TaxRepresentativeParty) &&
           upper(normalised(value(only<cac::Country, cbc::IdentificationCode>(at)))) == "NL";
}
bool whole_address(N at, const Facts&) {
    return has<cbc::StreetName>(at) && has<cbc::CityName>(at) && has<cbc::PostalZone>(at);
}
bool kvk_or_oin(N at, const Facts&) {
    const std::string scheme = " " + std::string(at.value_of(AttributeName::schemeID)) + " ";
    return (scheme.contains(" 0106 ") || scheme.contains(" 0190 ")) && !is_blank(value(at));
}
bool nl_preceding(N, const Facts& facts) {
    return has<cac::BillingReference, cac::InvoiceDocumentReference, cbc::ID>(facts.root);
}
bool nl_means(N at, const Facts& facts) {
    const auto due = decimal(only<cbc::PayableAmount>(at));
    return (due && facts.invoice && *due <= Exact()) ||
           (due && facts.credit_note && *due >= Exact()) ||
           !facts.tree.all(cac::PaymentMeans).empty();
}
bool nl_means_code(N at, const Facts&) {
    const std::string_view code = trimmed(means_code(at));
    for (const std::string_view each : {"30", "48", "49", "57", "58", "59"}) {
        if (code == each) return true;
    }
    return false;
}
bool nl_order(N, const Facts& facts) { return has<cac::OrderReference, cbc::ID>(facts.root); }
constexpr Row kNlCredit[] = {{"NL-R-001", fatal, "BT-25", &text::nl_r_001, nl_preceding}};
constexpr Row kNlSellerAddress[] = {{"NL-R-002", fatal, "BG-5", &text::nl_r_002, whole_address}};
constexpr Row kNlSeller[] = {{"NL-R-003", fatal, "BT-30", &text::nl_r_003, kvk_or_oin}};
constexpr Row kNlBuyerAddress[] = {{"NL-R-004", fatal, "BG-8", &text::nl_r_004, whole_address}};
constexpr Row kNlBuyer[] = {{"NL-R-005", fatal, "BT-47", &text::nl_r_005, kvk_or_oin}};
constexpr Row kNlRepresentative[] = {{"NL-R-006", fatal, "BG-12", &text::nl_r_006, whole_address}};
constexpr Row kNlTotals[] = {{"NL-R-007", fatal, "BG-16", &text::nl_r_007, nl_means}};
constexpr Row kNlMeans[] = {{"NL-R-008", fatal, "BT-81", &text::nl_r_008, nl_means_code}};
constexpr Row kNlLine[] = {{"NL-R-009", fatal, "BT-13", &text::nl_r_009, nl_order}};
template <Name role>
bool legal_of(N at) {
    return inside<cac::Party, cac::PartyLegalEntity>(at) && is_child_of(at.parent().parent(), role);
}
constexpr Context kDutch[] = {
    {cbc::CreditNoteTypeCode, [](N, const Facts& facts) { return dutch(facts); }, kNlCredit},
    {cac::PostalAddress,
     [](N at, const Facts& facts) {
         return dutch(facts) && inside<cac::AccountingSupplierParty, cac::Party>(at);
     },
     kNlSellerAddress},
    {cbc::CompanyID,
     [](N at, const Facts& facts) {
         return dutch(facts) && legal_of<cac::AccountingSupplierParty>(at);
     },
     kNlSeller},
    {cac::PostalAddress,
     [](N at, const Facts& facts) {
         return dutch_both(facts) && inside<cac::AccountingCustomerParty, cac::Party>(at);
     },
     kNlBuyerAddress},
    {cbc::CompanyID,
     [](N at, const Facts& facts) {
         return dutch_both(facts) && legal_of<cac::AccountingCustomerParty>(at);
     },
     kNlBuyer},
    {cac::PostalAddress, dutch_representative, kNlRepresentative},
    {cac::LegalMonetaryTotal, [](N, const Facts& facts) { return dutch(facts); }, kNlTotals},
    {cac::PaymentMeans, [](N, const Facts& facts) { return dutch_both(facts); }, kNlMeans},
    {cbc::LineID,
     [](N at, const Facts& facts) {
         return dutch(facts) && is_child_of(at, cac::OrderLineReference);
     },
     kNlLine},
};

// ---------------------------------------------------------------- Germany

template <Name... path>
bool says_something(N at, const Facts&) {
    return any<path...>(at, [](N each) { return !is_blank(value(each)); });
}
bool de_registered(N at, const Facts& facts) {
    const auto taxed = [&](const Category& c) {
        if (!c.raw) return false;
        constexpr std::string_view kCodes[] = {"S", "Z", "E", "AE", "K", "G", "L", "M"};
        if (std::ranges::find(kCodes, view(c.code)) == std::end(kCodes)) return false;
        N above = c.node->parent();
        if (c.of == Category::Of::line) return &above.parent().parent() == &facts.root;
        return above.name() == cac::AllowanceCharge && c.at_document;
    };
    if (std::ranges::none_of(facts.categories, taxed)) return true;
    return has<cac::TaxRepresentativeParty>(at) ||
           says_something<cac::AccountingSupplierParty, cac::Party, cac::PartyTaxScheme,
                          cbc::CompanyID>(at, facts);
}
bool de_type(N at, const Facts&) {
    constexpr std::string_view kCodes[] = {"326", "380", "384", "389", "381", "875", "876", "877"};
    const auto known = [&](N code) {
        return std::ranges::find(kCodes, trimmed(value(code))) != std::end(kCodes);
    };
    return known(only<cbc::InvoiceTypeCode>(at)) || known(only<cbc::CreditNoteTypeCode>(at));
}
bool de_discount(N at, const Facts&) {
    static const std::regex kLine(
        "(^|\\r?\\n)#(SKONTO)#TAGE=([0-9]+#PROZENT=[0-9]+\\.[0-9]{2})"
        "(#BASISBETRAG=-?[0-9]+\\.[0-9]{2})?#$");
    N note = at.child(cac::PaymentTerms).child(cbc::Note);
    const std::string_view text = value(note);
    bool any_line = false;
    for (std::string_view line : parts(text, '\n')) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!trimmed(line).starts_with('#')) continue;
        any_line = true;
        if (!std::regex_search(normalised(line), kLine)) return false;
    }
    if (!any_line) return true;
    // After the last line of that kind there is a line break.
    std::size_t rest = 0;
    for (std::size_t line = 0; line <= text.size();) {
        const std::size_t end = std::min(text.find('\n', line), text.size());
        const std::size_t open = text.substr(line, end - line).find('#');
        const std::size_t close = text.substr(line, end - line).rfind('#');
        if (open != text.npos && close >= open + 2) rest = line + close + 1;
        line = end + 1;
    }
    const std::size_t next = text.find_first_not_of(" \t\r\n", rest);
    return text.substr(rest, next == text.npos ? text.npos : next - rest).contains('\n');
}
bool de_attachment_names(N at, const Facts&) {
    std::vector<std::string_view> names;
    for (N each : at.children(cac::AdditionalDocumentReference)) {
        const auto* name = each.child(cac::Attachment)
                               .child(cbc::EmbeddedDocumentBinaryObject)
                               .attribute(AttributeName::filename);
        if (name == nullptr) continue;
        if (std::ranges::find(names, name->value) != names.end()) return false;
        names.push_back(name->value);
    }
    return true;
}
bool de_correction(N at, const Facts&) {
    const bool correction = says(value(only<cbc::InvoiceTypeCode>(at)), "384") ||
                            says(value(only<cbc::CreditNoteTypeCode>(at)), "384");
    return !correction || has<cac::BillingReference, cac::InvoiceDocumentReference>(at);
}
bool sepa(N party) {
    return any<cac::PartyIdentification, cbc::ID>(
        party, [](N id) { return id.value_of(AttributeName::schemeID) == "SEPA"; });
}
bool de_creditor(N at, const Facts&) {
    return !has<cac::PaymentMeans, cac::PaymentMandate>(at) ||
           any<cac::AccountingSupplierParty, cac::Party>(at, sepa) ||
           any<cac::PayeeParty>(at, sepa);
}
bool de_debited(N at, const Facts&) {
    return !has<cac::PaymentMeans, cac::PaymentMandate>(at) ||
           has<cac::PaymentMeans, cac::PaymentMandate, cac::PayerFinancialAccount, cbc::ID>(at);
}
bool de_url(N at, const Facts&) {
    static const std::regex kUrl("^([a-zA-Z])([a-zA-Z0-9+.-])+:.*");
    const std::string text(value(only<cbc::URI>(at)));
    return std::regex_search(text, kUrl);
}
bool de_telephone(N at, const Facts&) {
    const std::string text = normalised(value(only<cbc::Telephone>(at)));
    return std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; }) >= 3;
}
bool de_email(N at, const Facts&) {
    static const std::regex kEmail("^[^@\\s]+@([^@.\\s]+\\.)+[^@.\\s]+$");
    return std::regex_search(normalised(value(only<cbc::ElectronicMail>(at))), kEmail);
}
bool iban_holds(std::string_view written) {
    std::string text;
    for (const char c : written) {
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') text += c;
    }
    static const std::regex kIban("^[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{0,30}$");
    if (!std::regex_search(text, kIban)) return false;
    int rest = 0;
    for (const char c : text.substr(4) + upper(text.substr(0, 2)) + text.substr(2, 2)) {
        const int add = c > '@' ? c - 55 : c - '0';
        rest = (rest * (add > 9 ? 100 : 10) + add) % 97;
    }
    return rest == 1;
}
bool de_transfer_iban(N at, const Facts&) {
    return !says(means_code(at), "58") ||
           iban_holds(value(only<cac::PayeeFinancialAccount, cbc::ID>(at)));
}
bool de_debit_iban(N at, const Facts&) {
    return iban_holds(value(only<cac::PaymentMandate, cac::PayerFinancialAccount, cbc::ID>(at)));
}
template <Name first_name, Name second_name>
bool neither(N at, const Facts&) {
    return !has<first_name>(at) && !has<second_name>(at);
}
constexpr Row kDeDocument[] = {
    {"DE-R-001", fatal, "BG-16", &text::de_r_001, exists<cac::PaymentMeans>},
    {"DE-R-015", fatal, "BT-10", &text::de_r_015, says_something<cbc::BuyerReference>},
    {"DE-R-016", fatal, "BT-31 BT-32 BG-11", &text::de_r_016, de_registered},
    {"DE-R-017", warning, "BT-3", &text::de_r_017, de_type},
    {"DE-R-018", fatal, "BT-20", &text::de_r_018, de_discount},
    {"DE-R-022", fatal, "BT-125", &text::de_r_022, de_attachment_names},
    {"DE-R-026", warning, "BG-3", &text::de_r_026, de_correction},
    {"DE-R-030", fatal, "BT-90", &text::de_r_030, de_creditor},
    {"DE-R-031", fatal, "BT-91", &text::de_r_031, de_debited},
};
constexpr Row kDeUrl[] = {{"DE-R-T02", warning, "BT-124", &text::de_r_t02, de_url}};
constexpr Row kDeSeller[] = {
    {"DE-R-002", fatal, "BG-6", &text::de_r_002, exists<cac::Party, cac::Contact>}};
constexpr Row kDeSellerAddress[] = {
    {"DE-R-003", fatal, "BT-37", &text::de_r_003, says_something<cbc::CityName>},
    {"DE-R-004", fatal, "BT-38", &text::de_r_004, says_something<cbc::PostalZone>},
};
constexpr Row kDeContact[] = {
    {"DE-R-005", fatal, "BT-41", &text::de_r_005, says_something<cbc::Name>},
    {"DE-R-006", fatal, "BT-42", &text::de_r_006, says_something<cbc::Telephone>},
    {"DE-R-007", fatal, "BT-43", &text::de_r_007, says_something<cbc::ElectronicMail>},
    {"DE-R-027", warning, "BT-42", &text::de_r_027, de_telephone},
    {"DE-R-028", warning, "BT-43", &text::de_r_028, de_email},
};
constexpr Row kDeBuyerAddress[] = {
    {"DE-R-008", fatal, "BT-52", &text::de_r_008, says_something<cbc::CityName>},
    {"DE-R-009", fatal, "BT-53", &text::de_r_009, says_something<cbc::PostalZone>},
};
constexpr Row kDeDeliveryAddress[] = {
    {"DE-R-010", fatal, "BT-77", &text::de_r_010, says_something<cbc::CityName>},
    {"DE-R-011", fatal, "BT-78", &text::de_r_011, says_something<cbc::PostalZone>},
};
constexpr Row kDeTransfer[] = {
    {"DE-R-019", warning, "BT-84", &text::de_r_019, de_transfer_iban},
    {"DE-R-023-1", fatal, "BG-17", &text::de_r_023_1, exists<cac::PayeeFinancialAccount>},
    {"DE-R-023-2", fatal, "BG-18 BG-19", &text::de_r_023_2,
     neither<cac::CardAccount, cac::PaymentMandate>},
};
constexpr Row kDeCard[] = {
    {"DE-R-024-1", fatal, "BG-18", &text::de_r_024_1, exists<cac::CardAccount>},
    {"DE-R-024-2", fatal, "BG-17 BG-19", &text::de_r_024_2,
     neither<cac::PayeeFinancialAccount, cac::PaymentMandate>},
};
constexpr Row kDeDebit[] = {
    {"DE-R-020", warning, "BT-91", &text::de_r_020, de_debit_iban},
    {"DE-R-025-1", fatal, "BG-19", &text::de_r_025_1, exists<cac::PaymentMandate>},
    {"DE-R-025-2", fatal, "BG-17 BG-18", &text::de_r_025_2,
     neither<cac::PayeeFinancialAccount, cac::CardAccount>},
};
constexpr Row kDeSubtotal[] = {
    {"DE-R-014", fatal, "BT-119", &text::de_r_014, says_something<cac::TaxCategory, cbc::Percent>}};

bool german(N at, const Facts& facts, int levels) {
    if (!facts.both_german) return false;
    const ubl::Node* above = &at;
    for (int i = 0; i < levels; ++i) above = &above->parent();
    return above == &facts.root;
}
bool german_means(N at, const Facts& facts, std::initializer_list<std::string_view> codes) {
    if (!german(at, facts, 1)) return false;
    const std::string_view code = trimmed(value(only<cbc::PaymentMeansCode>(at)));
    return std::ranges::find(codes, code) != codes.end();
}
constexpr Context kGerman[] = {
    {Name::other, [](N, const Facts& facts) { return facts.both_german; }, kDeDocument},
    {cac::ExternalReference,
     [](N at, const Facts& facts) {
         return german(at, facts, 3) &&
                inside<cac::AdditionalDocumentReference, cac::Attachment>(at);
     },
     kDeUrl},
    {cac::AccountingSupplierParty, [](N at, const Facts& facts) { return german(at, facts, 1); },
     kDeSeller},
    {cac::PostalAddress,
     [](N at, const Facts& facts) {
         return german(at, facts, 3) && inside<cac::AccountingSupplierParty, cac::Party>(at);
     },
     kDeSellerAddress},
    {cac::Contact,
     [](N at, const Facts& facts) {
         return german(at, facts, 3) && inside<cac::AccountingSupplierParty, cac::Party>(at);
     },
     kDeContact},
    {cac::PostalAddress,
     [](N at, const Facts& facts) {
         return german(at, facts, 3) && inside<cac::AccountingCustomerParty, cac::Party>(at);
     },
     kDeBuyerAddress},
    {cac::Address,
     [](N at, const Facts& facts) {
         return german(at, facts, 3) && inside<cac::Delivery, cac::DeliveryLocation>(at);
     },
     kDeDeliveryAddress},
    {cac::PaymentMeans,
     [](N at, const Facts& facts) { return german_means(at, facts, {"30", "58"}); }, kDeTransfer},
    {cac::PaymentMeans,
     [](N at, const Facts& facts) { return german_means(at, facts, {"48", "54", "55"}); }, kDeCard},
    {cac::PaymentMeans, [](N at, const Facts& facts) { return german_means(at, facts, {"59"}); },
     kDeDebit},
    {cac::TaxSubtotal,
     [](N at, const Facts& facts) {
         return german(at, facts, 2) && is_child_of(at, cac::TaxTotal);
     },
     kDeSubtotal},
};

constexpr Pattern kAll[] = {kNorwegian, kDanish,    kItalian, kSwedish, kGreek,
                            kGreekBoth, kIcelandic, kDutch,   kGerman};

}  // namespace

std::span<const Pattern> national_patterns() { return kAll; }

}  // namespace samkjop::peppol
