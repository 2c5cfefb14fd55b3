// The files of agreements and price lists: read and checked here, stored by the modules that own
// agreements and the catalogue (import.h: Takers).

#include <set>

#include "base/identifiers.h"
#include "import/kinds.h"
#include "import/texts.h"

namespace samkjop::import {
namespace {

constexpr Column kAgreement[] = {
    {"number", "avtalenummer avtalenr nummer"},
    {"title", "avtale tittel navn namn"},
    {"supplier", "leverandør organisasjonsnummer orgnr"},
    {"valid_from", "fra frå gjelderfra gjeldfrå"},
    {"valid_to", "til gjeldertil gjeldtil"},
    {"options", "opsjon opsjoner opsjonar", false},
    {"municipalities", "kommuner kommunar"},
    {"decided_on", "vedtatt vedteke vedtaksdato", false},
    {"decision", "vedtak vedtakssak", false},
    {"free_delivery_from", "frittlevertover fraktfrittfra fraktfrittfrå", false},
    {"delivery_days", "leveringsdager leveringsdagar leveringstid", false},
    {"notice", "kunngjøring doffin", false},
    {"product_groups", "varegrupper unspsc", false},
    {"contact", "kontakt avtaleansvarlig avtaleansvarleg", false},
    {"terms", "vilkår", false},
};

constexpr Column kPrice[] = {
    {"agreement", "avtale avtalenummer avtalenr", false},
    {"supplier", "leverandør organisasjonsnummer orgnr"},
    {"item_number", "varenummer varenr"},
    {"gtin", "ean strekkode", false},
    {"name", "varenavn varenamn navn namn"},
    {"description", "beskrivelse skildring", false},
    {"brand", "merke varemerke", false},
    {"unspsc", "varegruppe"},
    {"unit", "enhet eining bestillingsenhet"},
    {"unit_name", "enhetsnavn einingsnamn", false},
    {"content", "innhold innhald antallienhet", false},
    {"content_unit", "grunnenhet grunneining", false},
    {"price", "pris"},
    {"vat_rate", "mva mvasats"},
    {"minimum", "minstekjøp minimum", false},
    {"multiple", "steg kvantum", false},
    {"delivery_days", "leveringsdager leveringsdagar leveringstid", false},
    {"environment", "miljømerke", false},
    {"policy", "regel", false},
    {"policy_reason", "begrunnelse grunngiving", false},
    {"alternative", "alternativ isteden", false},
    {"valid_from", "fra frå gjelderfra gjeldfrå"},
    {"valid_to", "til gjeldertil gjeldtil"},
};

constexpr std::string_view kPolicies[] = {
    "tillatt allowed tillate", "foretrukket preferred føretrekt", "sperret blocked sperra"};

// UN/ECE Recommendation 20 and its packages (Recommendation 21 codes with X in front), as goods for
// municipalities are sold in them.
constexpr std::string_view kUnits[] = {
    "EA",  "H87", "C62", "PR",  "SET", "KGM", "GRM", "TNE", "LTR", "MLT", "CLT", "MTR",
    "CMT", "MTK", "MTQ", "HUR", "DAY", "MON", "ANN", "KWH", "KTM", "LS",  "DZN", "RM",
    "XBX", "XPK", "XCT", "XBO", "XRO", "XBG", "XPX", "XCA", "XTU", "XJR", "XSA", "XBE",
    "XPA", "XCN", "XDR", "XSH", "XBJ", "XCX", "XST", "XKG", "XBK", "XJC", "XPU", "XCS",
    "XEA", "BX",  "PK",  "CT",  "BO",  "RO",  "BG",  "CA",  "TU",  "SA"};

bool is_unit(std::string_view code) { return std::ranges::find(kUnits, code) != std::end(kUnits); }

void check_days(Sheet::Row& row, Date from, Date to) {
    if (row.ok() && to < from) row.refuse("valid_to", text::dates_in_wrong_order);
}

std::string organisation_number(Sheet::Row& row, std::string_view column) {
    const std::string digits = row.digits(column);
    if (!digits.empty() && !OrganisationNumber::parse(digits)) {
        row.refuse(column, text::organisation_number_malformed, {{"value", digits}});
    }
    return digits;
}

Decimal above_zero(Sheet::Row& row, std::string_view column) {
    const Decimal number = row.number(column, Decimal::whole(1));
    if (number <= Decimal()) row.refuse(column, text::must_be_above_zero);
    return number;
}

void check_goods(Sheet::Row& row, const PriceRow& is) {
    if (!is.gtin.empty() && !Gtin::parse(is.gtin)) {
        row.refuse("gtin", text::gtin_malformed, {{"value", is.gtin}});
    }
    const bool eight_digits =
        is.unspsc.size() == 8 && is.unspsc.find_first_not_of("0123456789") == std::string::npos;
    if (!is.unspsc.empty() && !eight_digits) {
        row.refuse("unspsc", text::unspsc_malformed, {{"value", is.unspsc}});
    }
    if (!is.unit.empty() && !is_unit(is.unit))
        row.refuse("unit", text::unit_code_unknown, {{"value", is.unit}});
    if (!is_unit(is.content_unit))
        row.refuse("content_unit", text::unit_code_unknown, {{"value", is.content_unit}});
    if (is.price.is_negative()) row.refuse("price", text::must_not_be_negative);
    if (is.policy == Policy::blocked && is.policy_reason.empty()) {
        row.refuse("policy_reason", text::blocked_needs_reason);
    }
}

PriceRow read_price(Sheet::Row& row) {
    PriceRow is;
    is.line = row.line();
    is.agreement = row.text("agreement");
    is.supplier = organisation_number(row, "supplier");
    is.item_number = row.text("item_number");
    is.gtin = row.digits("gtin");
    is.name = row.text("name");
    is.description = row.text("description");
    is.brand = row.text("brand");
    is.unspsc = row.digits("unspsc");
    is.unit = row.text("unit");
    is.unit_name = row.text("unit_name");
    is.content = above_zero(row, "content");
    is.content_unit = row.has("content_unit") ? row.text("content_unit") : "EA";
    is.price = row.number("price", {});
    is.vat_rate = row.percent("vat_rate", {});
    is.minimum = above_zero(row, "minimum");
    is.multiple = above_zero(row, "multiple");
    is.delivery_days = row.whole("delivery_days", 0);
    is.environment = row.text("environment");
    is.policy = static_cast<Policy>(row.one_of("policy", kPolicies).value_or(0));
    is.policy_reason = row.text("policy_reason");
    is.alternative = row.text("alternative");
    is.valid_from = row.day("valid_from", {});
    is.valid_to = row.day("valid_to", {});
    check_days(row, is.valid_from, is.valid_to);
    check_goods(row, is);
    return is;
}

std::vector<AgreementRow> read_agreement_rows(Sheet& sheet) {
    std::vector<AgreementRow> rows;
    sheet.each([&](Sheet::Row& row) {
        AgreementRow is;
        is.line = row.line();
        is.number = row.text("number");
        is.title = row.text("title");
        is.supplier = organisation_number(row, "supplier");
        is.valid_from = row.day("valid_from", {});
        is.valid_to = row.day("valid_to", {});
        is.options = row.text("options");
        is.municipalities = row.words("municipalities");
        if (!row.text("decided_on").empty()) is.decided_on = row.day("decided_on", {});
        is.decision = row.text("decision");
        is.free_delivery_from = row.money("free_delivery_from");
        is.delivery_days = row.whole("delivery_days", 0);
        is.notice = row.text("notice");
        is.product_groups = row.text("product_groups");
        is.contact = row.text("contact");
        is.terms = row.text("terms");
        check_days(row, is.valid_from, is.valid_to);
        for (const std::string& number : is.municipalities) {
            if (number.size() == 4 && number.find_first_not_of("0123456789") == number.npos)
                continue;
            row.refuse("municipalities", text::municipality_number_malformed, {{"value", number}});
        }
        if (row.ok() && sheet.first(row, is.number)) rows.push_back(std::move(is));
    });
    return rows;
}

std::vector<PriceRow> read_price_rows(Sheet& sheet) {
    std::vector<PriceRow> rows;
    std::map<std::string, std::set<std::string>> numbers;  // supplier → its item numbers
    sheet.each([&](Sheet::Row& row) {
        PriceRow is = read_price(row);
        const std::string key = is.supplier + " " + is.agreement + " " + is.item_number;
        if (!row.ok() || !sheet.first(row, key)) return;
        numbers[is.supplier].insert(is.item_number);
        rows.push_back(std::move(is));
    });
    if (!sheet.messages().empty()) return rows;
    // What is to be bought instead may stand below, so it is looked for when all is read.
    std::size_t next = 0;
    sheet.each([&](Sheet::Row& row) {
        const PriceRow& is = rows[next++];
        if (is.alternative.empty() || numbers[is.supplier].contains(is.alternative)) return;
        row.refuse("alternative", text::alternative_unknown, {{"value", is.alternative}});
    });
    return rows;
}

// Adds what the owner of the rows found wrong or did.
void add(Sheet& sheet, Context& context, const Report& report) {
    for (const Message& message : report.messages) sheet.messages().push_back(message);
    context.report.created += report.created;
    context.report.changed += report.changed;
    context.report.unchanged += report.unchanged;
}

}  // namespace

const std::span<const Column> kAgreementColumns = kAgreement, kPriceColumns = kPrice;

AgreementFile read_agreements(std::string_view bytes) {
    Sheet sheet(bytes, kAgreement);
    AgreementFile file;
    file.rows = read_agreement_rows(sheet);
    file.messages = std::move(sheet.messages());
    return file;
}

PriceFile read_prices(std::string_view bytes) {
    Sheet sheet(bytes, kPrice);
    PriceFile file;
    file.rows = read_price_rows(sheet);
    file.messages = std::move(sheet.messages());
    return file;
}

Takers& takers() {
    static Takers set;
    return set;
}

void take_agreements(Sheet& sheet, Context& context) {
    const auto rows = read_agreement_rows(sheet);
    if (!sheet.messages().empty()) return;
    add(sheet, context, takers().agreements(context.tx, context.actor, context.at, rows));
}

void take_prices(Sheet& sheet, Context& context) {
    const auto rows = read_price_rows(sheet);
    if (!sheet.messages().empty()) return;
    add(sheet, context,
        takers().prices(context.tx, context.actor, context.at, rows, context.file_name,
                        context.sha256));
}

}  // namespace samkjop::import
