// One valid document of each type, written by our own writers. The cases of the rules
// (testdata/rules/cases.txt) are changes to these; they lie in testdata/rules as files so that a
// case can be read beside its document.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "peppol/peppol.h"

using namespace samkjop;
using Type = ubl::DocumentType;

namespace {

ubl::Amount nok(std::int64_t ore) { return {Decimal(ore, 2), "NOK"}; }
ubl::Quantity boxes(int number) { return {Decimal(number, 0), "XBX"}; }
ubl::Identifier organisation(std::string number) { return {std::move(number), "0192"}; }

ubl::Address address(std::string street, std::string city, std::string zone) {
    return {.street = std::move(street),
            .additional_street = "Inngang B",
            .city = std::move(city),
            .postal_zone = std::move(zone),
            .region = "Hallingdal",
            .country = "NO"};
}
ubl::Contact contact() {
    return {.name = "Marit Svarteberg", .telephone = "32 00 00 00", .email = "marit@nes.example"};
}

ubl::Party seller() {
    return {.endpoint = organisation("313000028"),
            .identifiers = {organisation("313000028")},
            .name = "Fjellro Medisinske",
            .address = address("Fjellvegen 1", "Gol", "3550"),
            .tax_registrations = {{"NO313000028MVA", "VAT"}, {"Foretaksregisteret", "TAX"}},
            .legal_name = "Fjellro Medisinske AS",
            .legal_identifier = organisation("313000028"),
            .contact = contact()};
}
ubl::Party buyer() {
    return {.endpoint = organisation("313000036"),
            .identifiers = {organisation("313000036")},
            .name = "Nes kommune",
            .address = address("Rådhusgata 1", "Nesbyen", "3540"),
            .tax_registrations = {{"NO313000036MVA", "VAT"}},
            .legal_name = "Nes kommune",
            .legal_identifier = organisation("313000036"),
            .contact = contact()};
}
// What a post-award document says of a party: the two that exchange it, and somebody it mentions.
ubl::Party trading(ubl::Party of) {
    of.tax_registrations.clear();
    return of;
}
ubl::Party named(ubl::Party of) { return {.identifiers = of.identifiers, .name = of.name}; }
ubl::Party endpoint_and_name(ubl::Party of) {
    return {.endpoint = of.endpoint, .identifiers = of.identifiers, .legal_name = of.legal_name};
}

ubl::Item gloves() {
    ubl::Item out;
    out.name = "Hansker, nitril, str. M";
    out.description = "Eske med 100 stk";
    out.sellers_identifier = "FM-220";
    out.buyers_identifier = "NK-7";
    out.standard_identifier = {"7020655860043", "0160"};
    out.classifications = {{"42132203", "TST", "19.0501", ""}};
    out.vat_category = "S";
    out.vat_rate = Decimal(25, 0);
    out.properties = {{"Farge", "Blå"}};
    return out;
}
ubl::AllowanceCharge discount() {
    return {.reason_code = "95",
            .reason = "Rabatt",
            .percentage = Decimal(5, 0),
            .amount = nok(4475),
            .base_amount = nok(89500),
            .vat_category = "S",
            .vat_rate = Decimal(25, 0)};
}
ubl::AllowanceCharge freight() {
    return {.is_charge = true,
            .reason_code = "FC",
            .reason = "Frakt",
            .amount = nok(10000),
            .vat_category = "S",
            .vat_rate = Decimal(25, 0)};
}
ubl::AllowanceCharge on_line(ubl::AllowanceCharge of, std::int64_t ore) {
    of.vat_category.clear();
    of.vat_rate.reset();
    of.percentage.reset();
    of.base_amount.reset();
    of.amount = nok(ore);
    return of;
}
ubl::Totals totals() {
    return {.lines = nok(89500),
            .without_vat = nok(95025),
            .with_vat = nok(118781),
            .allowances = nok(4475),
            .charges = nok(10000),
            .payable = nok(118781)};
}
ubl::Attachment picture() {
    return {.identifier = "V-1",
            .description = "Bilde",
            .uri = "https://fjellro.example/220",
            .mime_type = "image/png",
            .file_name = "220.png",
            .base64 = "iVBORw0KGgo="};
}

ubl::Invoice invoice() {
    ubl::Invoice out;
    out.number = "F-1001";
    out.issue_date = Date(2026, 11, 20);
    out.due_date = Date(2026, 12, 20);
    out.type_code = "380";
    out.note = "Takk for handelen";
    out.currency = "NOK";
    out.accounting_cost = "3210:1200";
    out.buyer_reference = "3210";
    out.period = {.start = Date(2026, 11, 1), .end = Date(2026, 11, 30)};
    out.order_reference = "B-2026-17";
    out.contract_reference = "RA-2025-4";
    out.attachments = {picture()};
    out.seller = seller();
    out.buyer = buyer();
    out.delivery = {.date = Date(2026, 11, 18),
                    .location = {"7300010000001", "0088"},
                    .address = address("Elvevegen 3", "Nesbyen", "3540"),
                    .party_name = "Elvetun sykehjem"};
    out.payment_means = {{.code = "30", .remittance = "1234567", .account = "86011117947"}};
    out.payment_terms = "30 dager";
    out.adjustments = {discount(), freight()};
    out.vat_total = nok(23756);
    out.vat_breakdown = {{.taxable_amount = nok(95025),
                          .tax_amount = nok(23756),
                          .category = "S",
                          .rate = Decimal(25, 0)}};
    out.totals = totals();
    ubl::InvoiceLine line;
    line.identifier = "1";
    line.note = "Gjelder november";
    line.quantity = boxes(10);
    line.net_amount = nok(89500);
    line.period = {.start = Date(2026, 11, 1), .end = Date(2026, 11, 30)};
    line.order_line_reference = "1";
    line.adjustments = {on_line(discount(), 1000), on_line(freight(), 1000)};
    line.item = gloves();
    line.price = {.amount = nok(8950), .base_quantity = boxes(1)};
    out.lines = {line};
    return out;
}

ubl::OrderLine order_line() {
    ubl::OrderLine out;
    out.note = "Leveres samlet";
    out.identifier = "1";
    out.quantity = boxes(10);
    out.net_amount = nok(89500);
    out.partial_delivery = false;
    out.requested_delivery = {.start = Date(2026, 11, 20), .end = Date(2026, 11, 27)};
    out.originator_identifier = organisation("313000036");
    out.originator = "Elvetun sykehjem";
    out.price = {.amount = nok(8950), .base_quantity = boxes(1)};
    out.item = gloves();
    return out;
}
ubl::Order order() {
    ubl::Order out;
    out.number = "B-2026-17";
    out.issue_date = Date(2026, 11, 2);
    out.issue_time = "12:00:00";
    out.note = "Varemottak bak bygget";
    out.currency = "NOK";
    out.customer_reference = "3210";
    out.accounting_cost = "3210:1200";
    out.valid_until = Date(2026, 12, 31);
    out.quotation_reference = "T-4";
    out.requisition_reference = "R-9";
    out.attachments = {picture()};
    out.contract_reference = "RA-2025-4";
    out.buyer = buyer();
    out.seller = trading(seller());
    out.originator = named(buyer());
    out.originator.contact = contact();
    out.invoicee = buyer();
    out.delivery.address = address("Elvevegen 3", "Nesbyen", "3540");
    out.delivery.location = {"7300010000001", "0088"};
    out.delivery.requested = {.start = Date(2026, 11, 20), .end = Date(2026, 11, 27)};
    out.delivery.party_name = "Elvetun sykehjem";
    out.payment_terms = "30 dager";
    out.adjustments = {discount(), freight()};
    out.vat_total = nok(23756);
    out.totals = totals();
    out.lines = {order_line()};
    return out;
}

std::string order_change() {
    ubl::OrderChange out;
    out.order = order();
    out.order.number = "E-1";
    out.order.lines[0].status = "3";
    out.sequence = "1";
    out.order_reference = "B-2026-17";
    return ubl::write(out);
}

std::string order_cancellation() {
    ubl::OrderCancellation out;
    out.number = "A-1";
    out.issue_date = Date(2026, 11, 3);
    out.reason = "Bestilt to ganger";
    out.order_reference = "B-2026-17";
    out.requisition_reference = "R-9";
    out.attachments = {picture()};
    out.contract_reference = "RA-2025-4";
    out.buyer = buyer();
    out.seller = trading(seller());
    out.originator = named(buyer());
    return ubl::write(out);
}

ubl::OrderResponse order_response() {
    ubl::OrderResponse out;
    out.number = "S-1";
    out.sales_order_reference = "SO-4";
    out.issue_date = Date(2026, 11, 3);
    out.code = "CA";
    out.note = "To esker kommer senere";
    out.currency = "NOK";
    out.customer_reference = "3210";
    out.order_reference = "B-2026-17";
    out.seller = endpoint_and_name(seller());
    out.buyer = endpoint_and_name(buyer());
    out.promised_delivery = {.start = Date(2026, 11, 20), .end = Date(2026, 11, 27)};
    ubl::OrderResponseLine line;
    line.identifier = "1";
    line.status = "3";
    line.quantity = boxes(8);
    line.backordered = Decimal(2, 0);
    line.promised_delivery = {.start = Date(2026, 11, 20), .end = Date(2026, 11, 27)};
    line.price = {.amount = nok(8950), .base_quantity = boxes(1)};
    line.item.name = gloves().name;
    line.item.sellers_identifier = "FM-220";
    line.item.buyers_identifier = "NK-7";
    line.item.standard_identifier = gloves().standard_identifier;
    line.substitute_identifier = "1";
    line.substitute = gloves();
    line.substitute.description.clear();
    line.substitute.buyers_identifier.clear();
    line.order_line_reference = "1";
    out.lines = {line};
    return out;
}

std::string order_agreement() {
    ubl::OrderAgreement out;
    out.number = "OA-1";
    out.sales_order_reference = "SO-4";
    out.issue_date = Date(2026, 11, 3);
    out.currency = "NOK";
    out.customer_reference = "3210";
    out.order_reference = "telefon";
    out.requisition_reference = "R-9";
    out.attachments = {picture()};
    out.contract_reference = "RA-2025-4";
    out.seller = trading(seller());
    out.seller.name.clear();
    out.buyer = trading(buyer());
    out.buyer.name.clear();
    out.buyer.contact = {};
    out.delivery_contact = contact();
    out.originator = named(buyer());
    out.invoicee = named(buyer());
    out.delivery.promised = {.start = Date(2026, 11, 20), .end = Date(2026, 11, 27)};
    out.delivery.party_name = "Elvetun sykehjem";
    out.delivery.party_identifier = organisation("313000036");
    out.adjustments = {discount(), freight()};
    out.vat_total = nok(23756);
    out.vat_breakdown = invoice().vat_breakdown;
    out.totals = totals();
    ubl::OrderLine line = order_line();
    line.note.clear();
    line.partial_delivery.reset();
    line.requested_delivery = {};
    line.originator.clear();
    line.originator_identifier = {};
    out.lines = {line};
    return ubl::write(out);
}

std::string despatch_advice() {
    ubl::DespatchAdvice out;
    out.number = "P-1";
    out.issue_date = Date(2026, 11, 19);
    out.note = "To kolli";
    out.order_reference = "B-2026-17";
    out.attachments = {picture()};
    out.despatcher = trading(seller());
    out.despatcher.name.clear();
    out.despatcher.legal_identifier = {};
    out.receiver = trading(buyer());
    out.receiver.name.clear();
    out.receiver.legal_identifier = {};
    out.receiver.contact = {};
    out.receiver_contact = contact();
    out.buyer = named(buyer());
    out.buyer.address = buyer().address;
    out.seller = named(seller());
    out.seller.address = seller().address;
    out.originator = named(buyer());
    out.shipment = "1";
    out.consignment = "C-1";
    out.carrier = "Fjellfrakt AS";
    out.tracking = "370";
    out.estimated_delivery = {.start = Date(2026, 11, 20), .end = Date(2026, 11, 20)};
    out.despatched = Date(2026, 11, 19);
    ubl::DespatchLine line;
    line.identifier = "1";
    line.delivered = boxes(8);
    line.outstanding = boxes(2);
    line.outstanding_reason = "Utsolgt";
    line.order_line_reference = "1";
    line.order_reference = "B-2026-17";
    line.item = gloves();
    line.item.description.clear();
    line.item.vat_category.clear();
    line.item.vat_rate.reset();
    line.serial = "SN-1";
    line.lot = "L-1";
    line.expires = Date(2028, 1, 1);
    out.lines = {line};
    return ubl::write(out);
}

ubl::Catalogue catalogue() {
    ubl::Catalogue out;
    out.number = "K-1";
    out.issue_date = Date(2026, 1, 1);
    out.validity = {.start = Date(2026, 1, 1), .end = Date(2026, 12, 31)};
    out.provider = endpoint_and_name(seller());
    out.receiver = endpoint_and_name(buyer());
    ubl::CatalogueLine line;
    line.identifier = "1";
    line.orderable = true;
    line.orderable_unit = "XBX";
    line.minimum_order = boxes(1);
    line.maximum_order = boxes(100);
    line.validity = {.start = Date(2026, 1, 1), .end = Date(2026, 12, 31)};
    line.item = gloves();
    line.prices = {{.amount = nok(8950),
                    .base_quantity = boxes(1),
                    .validity = {.start = Date(2026, 1, 1), .end = Date(2026, 12, 31)}}};
    out.lines = {line};
    return out;
}
std::string shopping_cart() {
    ubl::Catalogue out = catalogue();
    out.customization = ubl::specification(Type::punch_out).customization;
    out.profile = ubl::specification(Type::punch_out).profile;
    out.validity.start.reset();
    out.issue_time = "12:00:00";
    ubl::CatalogueLine& line = out.lines[0];
    line.orderable.reset();
    line.orderable_unit.clear();
    line.minimum_order.reset();
    line.maximum_order.reset();
    line.validity = {};
    line.prices[0].validity = {};
    line.prices[0].batch = boxes(10);
    return ubl::write(out);
}

std::string invoice_response() {
    ubl::InvoiceResponse out;
    out.number = "IMR-1";
    out.issue_date = Date(2026, 11, 21);
    out.sender = endpoint_and_name(buyer());
    out.receiver = endpoint_and_name(seller());
    out.code = "UQ";
    out.effective_date = Date(2026, 11, 21);
    out.statuses = {{.code = "REF",
                     .list = "OPStatusReason",
                     .text = "Ordrenummer mangler",
                     .conditions = {{"BT-13", "B-2026-17"}}},
                    {.code = "NIN", .list = "OPStatusAction", .text = "Send ny"}};
    out.invoice_number = "F-1001";
    out.invoice_issue_date = Date(2026, 11, 20);
    out.invoice_type_code = "380";
    return ubl::write(out);
}

std::string message_response(ubl::DocumentType type) {
    ubl::MessageResponse out;
    out.customization = ubl::specification(type).customization;
    out.profile = ubl::specification(type).profile;
    out.number = "M-1";
    out.issue_date = Date(2026, 11, 21);
    out.issue_time = "12:00:00Z";
    out.sender = {.endpoint = organisation("313000036")};
    out.receiver = {.endpoint = organisation("313000028")};
    out.code = "RE";
    out.description = "Katalogen mangler priser";
    out.document = "8d0e6b4e-9e3c-4a6e-8a52-5f5f2f0d7d5b";
    if (type == Type::catalogue_response) {
        out.sender = endpoint_and_name(buyer());
        out.receiver = endpoint_and_name(seller());
        out.document = "K-1";
        out.description.clear();
    } else {
        out.lines = {
            {.line = "/Invoice/cbc:ID", .description = "Nummeret mangler", .reason = "BV"}};
        if (type == Type::mlr) out.lines[0].code = "RE";
    }
    if (type == Type::mls) {
        out.sender.endpoint = {"123456", "0242"};
        out.receiver.endpoint = {"654321", "0242"};
    }
    return ubl::write(out);
}

std::string written(ubl::DocumentType type) {
    switch (type) {
        case Type::invoice:
            return ubl::write(invoice());
        case Type::creditnote:
        case Type::selfbilling_invoice:
        case Type::selfbilling_creditnote: {
            ubl::Invoice out = invoice();
            out.is_credit_note = type != Type::selfbilling_invoice;
            out.type_code = type == Type::creditnote            ? "381"
                            : type == Type::selfbilling_invoice ? "389"
                                                                : "261";
            if (out.is_credit_note) out.preceding_invoices = {{"F-1000", Date(2026, 11, 1)}};
            out.customization = ubl::specification(type).customization;
            out.profile = ubl::specification(type).profile;
            return ubl::write(out);
        }
        case Type::order:
            return ubl::write(order());
        case Type::order_response:
            return ubl::write(order_response());
        case Type::order_response_advanced: {
            ubl::OrderResponse out = order_response();
            out.customization = ubl::specification(type).customization;
            out.profile = ubl::specification(type).profile;
            out.change_reference = "E-1";
            return ubl::write(out);
        }
        case Type::order_agreement:
            return order_agreement();
        case Type::order_change:
            return order_change();
        case Type::order_cancellation:
            return order_cancellation();
        case Type::despatch_advice:
            return despatch_advice();
        case Type::catalogue:
            return ubl::write(catalogue());
        case Type::punch_out:
            return shopping_cart();
        case Type::invoice_response:
            return invoice_response();
        default:
            return message_response(type);
    }
}

std::string folder() {  // the test may be started in the folder of the build
    for (std::string up = "./"; up.size() < 20; up += "../") {
        if (std::filesystem::exists(up + "testdata/rules")) return up + "testdata/rules/";
    }
    return "testdata/rules/";
}

}  // namespace

TEST_CASE("peppol: a document of each type, as we write it, meets every rule of its type") {
    for (int i = 0; i < ubl::kDocumentTypes; ++i) {
        const auto type = static_cast<ubl::DocumentType>(i);
        const std::string name(ubl::type_name(type));
        CAPTURE(name);
        const std::string xml = written(type);
        const std::string file = folder() + name + ".xml";
        if (std::getenv("SAMKJOP_REBASELINE") != nullptr) std::ofstream(file) << xml;
        std::ifstream in(file, std::ios::binary);
        CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == xml);
        const peppol::Verdict verdict = peppol::judge(xml);
        CHECK(verdict.type == type);
        std::string found;
        for (const auto* list : {&verdict.structure, &verdict.findings}) {
            for (const auto& each : *list) {
                found +=
                    std::string(each.rule) + " " + each.path + ": " + each.in(Language::en) + "\n";
            }
        }
        CHECK(found == "");
        // What was read from it is written as the same bytes.
        const auto document = ubl::read(xml);
        REQUIRE(document.has_value());
        CHECK(document->malformed.empty());
        const std::string again = std::visit(
            [](const auto& body) -> std::string {
                if constexpr (std::is_same_v<std::decay_t<decltype(body)>, ubl::Other>) {
                    return {};
                } else {
                    return ubl::write(body);
                }
            },
            document->body);
        CHECK(again == xml);
    }
}
