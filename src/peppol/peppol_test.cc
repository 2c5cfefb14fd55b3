#include "peppol/peppol.h"

#include <doctest/doctest.h>

#include <set>
#include <sstream>

#include "peppol/command.h"
#include "peppol/identifiers.h"
#include "peppol/number.h"
#include "peppol/rule.h"
#include "peppol/terms.h"
#include "peppol/texts.h"

using namespace samkjop;
using namespace samkjop::peppol;

namespace {

ubl::Amount nok(std::int64_t ore) { return {Decimal(ore, 2), "NOK"}; }

ubl::Party fjellro() {
    return {.endpoint = {"313000028", "0192"},
            .name = "Fjellro Medisinske",
            .address = {.street = "Fjellvegen 1",
                        .city = "Gol",
                        .postal_zone = "3550",
                        .country = "NO"},
            .tax_registrations = {{"NO313000028MVA", "VAT"}, {"Foretaksregisteret", "TAX"}},
            .legal_name = "Fjellro Medisinske AS",
            .legal_identifier = {"313000028", "0192"}};
}
ubl::Party nes() {
    return {.endpoint = {"313000036", "0192"},
            .name = "Nes kommune",
            .address = {.street = "Rådhusgata 1",
                        .city = "Nesbyen",
                        .postal_zone = "3540",
                        .country = "NO"},
            .legal_name = "Nes kommune",
            .legal_identifier = {"313000036", "0192"},
            .contact = {.name = "Marit Svarteberg", .email = "marit@nes.example"}};
}

// Ten boxes of gloves at 89.50, and five per cent off.
ubl::Invoice invoice() {
    ubl::Invoice out;
    out.number = "F-1001";
    out.issue_date = Date(2026, 11, 20);
    out.due_date = Date(2026, 12, 20);
    out.type_code = "380";
    out.currency = "NOK";
    out.buyer_reference = "3210";
    out.order_reference = "B-2026-17";
    out.seller = fjellro();
    out.buyer = nes();
    out.delivery.date = Date(2026, 11, 18);
    out.payment_means.push_back({.code = "30", .remittance = "1234567", .account = "86011117947"});
    out.adjustments.push_back({.reason_code = "95",
                               .reason = "Rabatt",
                               .percentage = Decimal(5, 0),
                               .amount = nok(4475),
                               .base_amount = nok(89500),
                               .vat_category = "S",
                               .vat_rate = Decimal(25, 0)});
    ubl::InvoiceLine line;
    line.identifier = "1";
    line.quantity = ubl::Quantity{Decimal(10, 0), "XBX"};
    line.net_amount = nok(89500);
    line.order_line_reference = "1";
    line.item.name = "Hansker, nitril, str. M";
    line.item.sellers_identifier = "FM-220";
    line.item.vat_category = "S";
    line.item.vat_rate = Decimal(25, 0);
    line.price.amount = nok(8950);
    out.lines.push_back(line);
    out.totals = {.lines = nok(89500),
                  .without_vat = nok(85025),
                  .with_vat = nok(106281),
                  .allowances = nok(4475),
                  .payable = nok(106281)};
    out.vat_total = nok(21256);
    out.vat_breakdown.push_back({.taxable_amount = nok(85025),
                                 .tax_amount = nok(21256),
                                 .category = "S",
                                 .rate = Decimal(25, 0)});
    return out;
}

ubl::Order order() {
    ubl::Order out;
    out.number = "B-2026-17";
    out.issue_date = Date(2026, 11, 2);
    out.currency = "NOK";
    out.customer_reference = "3210";
    out.valid_until = Date(2026, 12, 31);
    out.contract_reference = "RA-2025-4";
    out.buyer = nes();
    out.seller = fjellro();
    out.seller.tax_registrations.clear();
    out.delivery.address = nes().address;
    out.delivery.requested.end = Date(2026, 11, 20);
    out.delivery.party_name = "Elvetun sykehjem";
    ubl::OrderLine line;
    line.identifier = "1";
    line.quantity = ubl::Quantity{Decimal(10, 0), "XBX"};
    line.net_amount = nok(89500);
    line.price.amount = nok(8950);
    line.item.name = "Hansker, nitril, str. M";
    line.item.sellers_identifier = "FM-220";
    out.lines.push_back(line);
    out.totals = {.lines = nok(89500), .payable = nok(89500)};
    return out;
}

std::string explain(const Verdict& verdict) {
    std::string out = verdict.unreadable ? verdict.unreadable->in(Language::en) : "";
    for (const Finding& each : verdict.structure)
        out += each.path + ": " + each.in(Language::en) + "\n";
    for (const Finding& each : verdict.findings) {
        out += std::string(each.rule) + " " + each.path + ": " + each.in(Language::en) + "\n";
    }
    return out;
}

void check_valid(const std::string& xml) {
    const Verdict verdict = judge(xml);
    CHECK_MESSAGE(verdict.valid(), explain(verdict));
    CHECK_MESSAGE(verdict.warning().empty(), explain(verdict));
}

bool breaks(const ubl::Invoice& changed, std::string_view rule) {
    const Verdict verdict = judge(ubl::write(changed));
    return std::ranges::any_of(verdict.findings,
                               [&](const Finding& each) { return each.rule == rule; });
}

}  // namespace

TEST_CASE("peppol: what we write meets the rules of its type") {
    check_valid(ubl::write(invoice()));
    check_valid(ubl::write(order()));

    ubl::Invoice credit = invoice();
    credit.is_credit_note = true;
    credit.type_code = "381";
    credit.preceding_invoices.push_back({"F-1001", Date(2026, 11, 20)});
    check_valid(ubl::write(credit));

    ubl::OrderResponse response;
    response.number = "S-1";
    response.issue_date = Date(2026, 11, 3);
    response.code = "CA";
    response.currency = "NOK";
    response.order_reference = "B-2026-17";
    response.seller = {.endpoint = {"313000028", "0192"}, .legal_name = "Fjellro Medisinske AS"};
    response.buyer = {.endpoint = {"313000036", "0192"}, .legal_name = "Nes kommune"};
    ubl::OrderResponseLine line;
    line.identifier = "1";
    line.status = "3";
    line.quantity = ubl::Quantity{Decimal(8, 0), "XBX"};
    line.item.name = "Hansker, nitril, str. M";
    line.order_line_reference = "1";
    response.lines.push_back(line);
    check_valid(ubl::write(response));

    ubl::InvoiceResponse answer;
    answer.number = "IMR-1";
    answer.issue_date = Date(2026, 11, 21);
    answer.sender = {.endpoint = {"313000036", "0192"}, .legal_name = "Nes kommune"};
    answer.receiver = {.endpoint = {"313000028", "0192"}, .legal_name = "Fjellro Medisinske AS"};
    answer.code = "UQ";
    answer.statuses.push_back({.code = "REF",
                               .list = "OPStatusReason",
                               .text = "Ordrenummer mangler",
                               .conditions = {{"BT-13", "B-2026-17"}}});
    answer.invoice_number = "F-1001";
    answer.invoice_issue_date = Date(2026, 11, 20);
    answer.invoice_type_code = "380";
    check_valid(ubl::write(answer));

    ubl::Catalogue catalogue;
    catalogue.number = "K-1";
    catalogue.issue_date = Date(2026, 1, 1);
    catalogue.validity = {.start = Date(2026, 1, 1), .end = Date(2026, 12, 31)};
    catalogue.provider = {.endpoint = {"313000028", "0192"}, .legal_name = "Fjellro Medisinske AS"};
    catalogue.receiver = {.endpoint = {"313000036", "0192"}, .legal_name = "Nes kommune"};
    ubl::CatalogueLine offered;
    offered.identifier = "1";
    offered.orderable = true;
    offered.orderable_unit = "XBX";
    offered.item.name = "Hansker, nitril, str. M";
    offered.item.sellers_identifier = "FM-220";
    offered.item.vat_category = "S";
    offered.item.vat_rate = Decimal(25, 0);
    offered.prices.push_back({.amount = nok(8950)});
    catalogue.lines.push_back(offered);
    check_valid(ubl::write(catalogue));
}

TEST_CASE("peppol: each change breaks its rule") {
    struct Case {
        std::string_view rule;
        void (*change)(ubl::Invoice&);
    };
    const Case cases[] = {
        {"BR-02", [](ubl::Invoice& i) { i.number.clear(); }},
        {"BR-16", [](ubl::Invoice& i) { i.lines.clear(); }},
        {"BR-CO-10", [](ubl::Invoice& i) { i.lines[0].net_amount = nok(89501); }},
        {"BR-CO-15", [](ubl::Invoice& i) { i.totals.with_vat = nok(106282); }},
        {"BR-CO-16", [](ubl::Invoice& i) { i.totals.payable = nok(106300); }},
        {"BR-CO-17", [](ubl::Invoice& i) { i.vat_breakdown[0].tax_amount = nok(21400); }},
        {"BR-S-08", [](ubl::Invoice& i) { i.vat_breakdown[0].taxable_amount = nok(86025); }},
        {"BR-S-05", [](ubl::Invoice& i) { i.lines[0].item.vat_rate = Decimal(0, 0); }},
        {"BR-CL-23", [](ubl::Invoice& i) { i.lines[0].quantity->unit = "esker"; }},
        {"BR-DEC-12",
         [](ubl::Invoice& i) { i.totals.without_vat = ubl::Amount{Decimal(850251, 3), "NOK"}; }},
        {"PEPPOL-EN16931-R003",
         [](ubl::Invoice& i) {
             i.buyer_reference.clear();
             i.order_reference.clear();
         }},
        {"PEPPOL-EN16931-R120", [](ubl::Invoice& i) { i.lines[0].price.amount = nok(9000); }},
        {"PEPPOL-COMMON-R041", [](ubl::Invoice& i) { i.seller.endpoint.value = "313000029"; }},
        {"NO-R-001",
         [](ubl::Invoice& i) { i.seller.tax_registrations[0].identifier = "NO313000028"; }},
        {"NO-R-002", [](ubl::Invoice& i) { i.seller.tax_registrations.pop_back(); }},
    };
    for (const Case& each : cases) {
        CAPTURE(each.rule);
        ubl::Invoice changed = invoice();
        CHECK(!breaks(changed, each.rule));
        each.change(changed);
        CHECK(breaks(changed, each.rule));
    }
}

TEST_CASE("peppol: a finding says where, and in three languages") {
    ubl::Invoice changed = invoice();
    changed.lines[0].net_amount = nok(89501);
    const Verdict verdict = judge(ubl::write(changed));
    const auto found = std::ranges::find(verdict.findings, "PEPPOL-EN16931-R120", &Finding::rule);
    CHECK(found == verdict.findings.end());  // within two øre
    const auto sum = std::ranges::find(verdict.findings, "BR-CO-10", &Finding::rule);
    REQUIRE(sum != verdict.findings.end());
    CHECK(sum->path == "/Invoice/cac:LegalMonetaryTotal[1]");
    CHECK(sum->line > 50);
    CHECK(sum->in(Language::nn) ==
          "Summen av linjene (BT-106) stemmer ikkje med linjebeløpa (BT-131).");
    for (const Finding& each : verdict.findings) {
        for (const Language language : {Language::nb, Language::nn, Language::en}) {
            CHECK(!each.in(language).contains('{'));
        }
    }
    CHECK(term_names("BT-13 BT-10", Language::nb) ==
          "Ordrenummer (BT-13), kjøpers referanse (BT-10)");
}

TEST_CASE("peppol: the structure is judged beside the rules") {
    std::string xml = ubl::write(invoice());
    const std::size_t due = xml.find("  <cbc:DueDate>");
    const std::size_t end = xml.find('\n', due) + 1;
    const std::string line = xml.substr(due, end - due);
    xml.erase(due, end - due);
    xml.insert(xml.find("  <cbc:InvoiceTypeCode>"), line);
    CHECK(judge(xml).structure_ok);
    xml.erase(xml.find(line), line.size());
    xml.insert(xml.find("</Invoice>"), line);
    const Verdict verdict = judge(xml);
    CHECK(!verdict.structure_ok);
    CHECK(verdict.fatal().empty());
    CHECK(!verdict.valid());
}

TEST_CASE("peppol: what cannot be read has a reason, what cannot be decided is a breach") {
    CHECK(judge("nothing").unreadable->reason == ubl::Reason::not_xml);
    CHECK(judge("<a/>").unreadable->reason == ubl::Reason::unknown_document);
    std::string xml = ubl::write(invoice());
    const std::size_t at = xml.find("<cbc:TaxExclusiveAmount");
    xml.insert(xml.find('>', at) + 1, "x");
    const Verdict verdict = judge(xml);
    CHECK(!verdict.structure_ok);
    const auto fatal_ids = verdict.fatal();
    CHECK(std::ranges::find(fatal_ids, "BR-CO-13") != fatal_ids.end());
}

TEST_CASE("peppol: every rule is known once for each type") {
    const std::pair<ubl::DocumentType, std::size_t> kAtLeast[] = {
        {ubl::DocumentType::invoice, 1100},        {ubl::DocumentType::order, 300},
        {ubl::DocumentType::order_response, 100},  {ubl::DocumentType::catalogue, 200},
        {ubl::DocumentType::invoice_response, 70}, {ubl::DocumentType::mls, 31},
    };
    for (const auto& [type, least] : kAtLeast) {
        const auto rules = rules_for(type);
        CHECK(rules.size() >= least);
        std::set<std::string_view> ids;
        for (const RuleInfo& each : rules) CHECK(ids.insert(each.id).second);
    }
}

TEST_CASE("peppol: numbers are exact, and rounded half towards plus infinity") {
    const auto exact = [](std::string_view text) { return *Exact::parse(text); };
    CHECK(exact("0.005").rounded(2) == exact("0.01"));
    CHECK(exact("-0.005").rounded(2) == exact("0"));
    CHECK(exact("-0.006").rounded(2) == exact("-0.01"));
    CHECK(exact("0.1") + exact("0.2") == exact("0.3"));
    CHECK(divide(exact("1"), exact("3")) == exact("0.333333333333333333"));
    CHECK(divide(exact("100"), exact("10")) == exact("10.0"));
    CHECK(exact(" 12.50 ") == exact("12.5"));
    for (const std::string_view bad : {"", ".", "1E2", "1,5", "--1", "1 2", "NaN"}) {
        CAPTURE(bad);
        CHECK(!Exact::parse(bad));
    }
    CHECK(*Exact::parse("5.") == exact("5"));
    CHECK(*Exact::parse("-.50") == exact("-0.5"));
    CHECK(exact("0.1").compare(0.1) < 0);  // binary 0.1 is a little more
    CHECK(exact("0.5").compare(0.5) == 0);
}

TEST_CASE("peppol: check digits") {
    CHECK(mod11_holds("313000028"));
    CHECK(!mod11_holds("313000029"));
    CHECK(!mod11_holds("000000000"));
    CHECK(gln_holds("7300010000001"));
    CHECK(!gln_holds("7300010000002"));
    CHECK(swedish_number_holds("5560360793"));
}

TEST_CASE("peppol: the command says no to what it does not know") {
    std::ostringstream out;
    std::ostringstream err;
    const std::string nothing[] = {"--as", "kvittering", "a.xml"};
    CHECK(validate_command(nothing, out, err) == 2);
    CHECK(err.str().contains("kvittering"));
    const std::string absent[] = {"/nonexistent.xml"};
    CHECK(validate_command(absent, out, err) == 2);
    CHECK(out.str().empty());
}

TEST_CASE("peppol: what is quoted from a document is cut between letters") {
    for (const std::string_view letter : {"å", "　", "😀"}) {
        for (int before = 0; before < 4; ++before) {
            ubl::Invoice long_number = invoice();
            std::string written(static_cast<std::size_t>(before), 'x');
            for (int i = 0; i < 100; ++i) written += letter;
            long_number.type_code = written;
            const Verdict verdict = judge(ubl::write(long_number));
            bool told = false;
            for (const Finding& each : verdict.findings) {
                if (each.rule != "BR-CL-01") continue;
                told = true;
                const std::string found = found_and_expected(each, Language::nb);
                CAPTURE(found);
                CHECK(found.contains("…"));
                CHECK(ubl::read("<?xml version='1.0'?><a>" + found + "</a>").error().reason !=
                      ubl::Reason::not_xml);  // well-formed UTF-8
            }
            CHECK(told);
        }
    }
}

TEST_CASE("peppol: numbers at the edge of what the official processor holds") {
    const auto percent = [](const char* text) {
        std::string bytes = ubl::write(invoice());
        const std::string_view tag = "<cbc:Percent>";
        const auto at = bytes.find(tag) + tag.size();
        bytes.replace(at, bytes.find('<', at) - at, text);
        const auto fatal = judge(bytes).fatal();
        return std::ranges::find(fatal, "BR-S-05") != fatal.end() ||
               std::ranges::find(fatal, "BR-S-06") != fatal.end() ||
               std::ranges::find(fatal, "BR-S-07") != fatal.end();
    };
    CHECK(!percent("25"));
    CHECK(percent("0"));
    CHECK(percent("-0.00"));
    CHECK(!percent("0.0000000000000000000001"));
    CHECK(percent(("0." + std::string(400, '0') + "1").c_str()));  // becomes zero
    CHECK(!percent((std::string(300, '0') + "25.00").c_str()));
    CHECK(!percent((std::string("0.") + std::string(60, '3')).c_str()));
    CHECK(percent("89.5."));  // no number
}
