// Every type can be read by a person, in three languages; what the rules found stands where it was
// found and nothing is lost; whatever a sender writes, it is text on the page.
#include "document/document.h"

#include <doctest/doctest.h>

#include "document/terms.h"

using namespace samkjop;
using namespace samkjop::document;
using ubl::DocumentType;

namespace {

constexpr std::string_view kCommon =
    " xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\""
    " xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">";

std::string ubl_document(std::string_view root, std::string_view customization,
                         std::string_view body) {
    return "<" + std::string(root) +
           " xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:" + std::string(root) + "-2\"" +
           std::string(kCommon) + "<cbc:CustomizationID>" + std::string(customization) +
           "</cbc:CustomizationID><cbc:ID>N-17</cbc:ID>" +
           "<cbc:IssueDate>2026-11-21</cbc:IssueDate>" + std::string(body) + "</" +
           std::string(root) + ">";
}

std::string party(std::string_view role, std::string_view name, bool inner) {
    const std::string open = inner ? "<cac:Party>" : "", close = inner ? "</cac:Party>" : "";
    return "<cac:" + std::string(role) + ">" + open +
           "<cbc:EndpointID schemeID=\"0192\">313001008</cbc:EndpointID><cac:PartyLegalEntity>"
           "<cbc:RegistrationName>" +
           std::string(name) + "</cbc:RegistrationName></cac:PartyLegalEntity>" + close +
           "</cac:" + std::string(role) + ">";
}

const std::string kItem =
    "<cac:Item><cbc:Name>Hansker</cbc:Name><cac:SellersItemIdentification><cbc:ID>H-1</cbc:ID>"
    "</cac:SellersItemIdentification></cac:Item><cac:Price><cbc:PriceAmount currencyID=\"NOK\">"
    "12.5</cbc:PriceAmount></cac:Price>";

struct Sample {
    DocumentType type;
    std::string bytes;
    std::vector<std::string> says;  // in bokmål
};

std::string answer_body(std::string_view code, std::string_view rest) {
    return party("SenderParty", "Nes kommune", false) + party("ReceiverParty", "Fjellro", false) +
           "<cac:DocumentResponse><cac:Response><cbc:ResponseCode>" + std::string(code) +
           "</cbc:ResponseCode>" + std::string(rest) + "</cac:DocumentResponse>";
}

std::string order_line(std::string_view extra = {}) {
    return "<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID>" + std::string(extra) +
           "<cbc:Quantity unitCode=\"XBX\">3</cbc:Quantity>" + kItem +
           "</cac:LineItem></cac:OrderLine>";
}

std::vector<Sample> samples() {
    const std::string trade =
        party("SellerSupplierParty", "Fjellro", true) + party("BuyerCustomerParty", "Nes", true);
    const std::string billing = party("AccountingSupplierParty", "Fjellro", true) +
                                party("AccountingCustomerParty", "Nes", true);
    const std::string goods =
        party("ProviderParty", "Fjellro", false) + party("ReceiverParty", "Nes", false) +
        "<cac:CatalogueLine><cbc:ID>1</cbc:ID><cbc:OrderableUnit>XBX</cbc:OrderableUnit>"
        "<cac:RequiredItemLocationQuantity><cac:Price><cbc:PriceAmount currencyID=\"NOK\">9"
        "</cbc:PriceAmount></cac:Price></"
        "cac:RequiredItemLocationQuantity><cac:Item><cbc:Name>Hansker"
        "</cbc:Name></cac:Item></cac:CatalogueLine>";
    const std::string line =
        "<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode=\"EA\">2"
        "</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID=\"NOK\">1234.5"
        "</cbc:LineExtensionAmount>" +
        kItem + "</cac:InvoiceLine>";
    const std::string credit =
        "<cac:CreditNoteLine><cbc:ID>1</cbc:ID><cbc:CreditedQuantity unitCode=\"EA\">2"
        "</cbc:CreditedQuantity>" +
        kItem + "</cac:CreditNoteLine>";
    const std::string reason =
        "<cac:Status><cbc:StatusReasonCode listID=\"OPStatusReason\">PRI</cbc:StatusReasonCode>"
        "<cbc:StatusReason>For dyrt</cbc:StatusReason></cac:Status></cac:Response>"
        "<cac:DocumentReference><cbc:ID>F-9</cbc:ID></cac:DocumentReference>";
    const std::string lines =
        "<cbc:Description>Nei</cbc:Description></cac:Response><cac:DocumentReference><cbc:ID>E-1"
        "</cbc:ID></cac:DocumentReference><cac:LineResponse><cac:LineReference><cbc:LineID>NA"
        "</cbc:LineID></cac:LineReference><cac:Response><cbc:Description>Feil sum</cbc:Description>"
        "<cac:Status><cbc:StatusReasonCode>BV</cbc:StatusReasonCode></cac:Status></cac:Response>"
        "</cac:LineResponse>";
    using enum DocumentType;
    return {
        {invoice,
         ubl_document("Invoice", "urn:x:billing", billing + line),
         {"Faktura N-17", "Selger", "Fjellro", "Kjøper", "Hansker", "1 234,50 kr", "2 stk."}},
        {creditnote,
         ubl_document("CreditNote", "urn:x:billing", billing + credit),
         {"Kreditnota N-17", "Hansker"}},
        {selfbilling_invoice,
         ubl_document("Invoice", "urn:x:selfbilling", billing + line),
         {"Selvfakturering N-17"}},
        {selfbilling_creditnote,
         ubl_document("CreditNote", "urn:x:selfbilling", billing + credit),
         {"Selvfakturert kreditnota N-17"}},
        {order,
         ubl_document("Order", "urn:x:trns:order:3", trade + order_line()),
         {"Bestilling N-17", "3 esker", "12,50 kr"}},
        {order_response,
         ubl_document("OrderResponse", "urn:x:trns:order_response:3",
                      "<cbc:OrderResponseCode>CA</cbc:OrderResponseCode>" + trade +
                          order_line("<cbc:LineStatusCode>7</cbc:LineStatusCode>")),
         {"Ordresvar N-17", "Bestillingen er bekreftet med endringer", "Kommer ikke"}},
        {order_agreement,
         ubl_document("OrderResponse", "urn:x:trns:order_agreement:3", trade + order_line()),
         {"Ordreavtale N-17", "Hansker"}},
        {order_change,
         ubl_document("OrderChange", "urn:x:trns:order_change:3", trade + order_line()),
         {"Endring av bestilling N-17"}},
        {order_cancellation,
         ubl_document("OrderCancellation", "urn:x",
                      "<cbc:CancellationNote>Ikke bruk for dem</cbc:CancellationNote>" + trade),
         {"Kansellering av bestilling N-17", "Ikke bruk for dem"}},
        {order_response_advanced,
         ubl_document("OrderResponse", "urn:x:trns:order_response_advanced:3",
                      "<cbc:OrderResponseCode>RE</cbc:OrderResponseCode>" + trade),
         {"Ordresvar (avansert ordre) N-17", "Bestillingen er avvist"}},
        {despatch_advice,
         ubl_document("DespatchAdvice", "urn:x",
                      party("DespatchSupplierParty", "Fjellro", true) +
                          party("DeliveryCustomerParty", "Elvetun", true) +
                          "<cac:Shipment><cbc:ID>K-4</cbc:ID></cac:Shipment><cac:DespatchLine>"
                          "<cbc:ID>1</cbc:ID><cbc:DeliveredQuantity unitCode=\"EA\">1"
                          "</cbc:DeliveredQuantity>" +
                          kItem + "</cac:DespatchLine>"),
         {"Pakkseddel N-17", "Varemottaker", "Elvetun", "Forsendelse", "K-4", "Hansker"}},
        {DocumentType::catalogue,
         ubl_document("Catalogue", "urn:x:trns:catalogue:3", goods),
         {"Katalog N-17", "9,00 kr", "eske"}},
        {catalogue_response,
         ubl_document("ApplicationResponse", "urn:x:catalogue_response:3",
                      answer_body("AP",
                                  "</cac:Response><cac:DocumentReference><cbc:ID>C-1</cbc:ID>"
                                  "</cac:DocumentReference>")),
         {"Katalogsvar N-17", "Katalogen er godtatt", "C-1"}},
        {punch_out,
         ubl_document("Catalogue", "urn:x:trns:punch_out:3", goods),
         {"Handlekurv fra nettbutikk N-17", "Hansker"}},
        {invoice_response,
         ubl_document("ApplicationResponse", "urn:x:invoice_response:3", answer_body("UQ", reason)),
         {"Fakturasvar N-17", "Fakturaen er stilt i bero", "Feil pris: For dyrt", "F-9"}},
        {mlr,
         ubl_document("ApplicationResponse", "urn:x:trns:mlr:3", answer_body("RE", lines)),
         {"Teknisk kvittering N-17", "Avvist", "Hele dokumentet", "Feil sum", "Bryter en regel"}},
        {mls,
         ubl_document("ApplicationResponse", "urn:peppol:edec:mls:1.0", answer_body("RE", lines)),
         {"Leveringskvittering N-17", "Avvist"}},
    };
}

std::string page_of(const Reading& reading, Language language) {
    html::Out out(language, "");
    page(out, {reading, "/tilbake", "Tilbake", "/original"});
    return out.take();
}

std::size_t count_of(std::string_view text, std::string_view what) {
    std::size_t out = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++out;
    return out;
}

}  // namespace

TEST_CASE("document: all seventeen types are read, in three languages") {
    const auto all = samples();
    CHECK(all.size() == ubl::kDocumentTypes);
    for (const Sample& sample : all) {
        CAPTURE(ubl::type_name(sample.type));
        ubl::Tree tree;
        REQUIRE(tree.parse(sample.bytes));
        CHECK(ubl::recognise(tree) == sample.type);
        for (const Language language : {Language::nb, Language::nn, Language::en}) {
            const auto read = document::read(sample.bytes, language, "/vedlegg");
            REQUIRE(read);
            const std::string page = page_of(*read, language);
            CHECK(page.contains("<h1>"));
            if (language != Language::nb) continue;
            for (const std::string& says : sample.says) {
                CAPTURE(says);
                CHECK(page.contains(says));
            }
        }
    }
}

TEST_CASE("document: every finding stands once, with its anchor, wherever it belongs") {
    for (const Sample& sample : samples()) {
        CAPTURE(ubl::type_name(sample.type));
        const auto verdict = peppol::judge(sample.bytes);
        std::set<std::string> rules;
        for (const auto* list : {&verdict.structure, &verdict.findings}) {
            for (const peppol::Finding& each : *list) {
                if (each.rule != "structure") rules.insert(std::string(each.rule));
            }
        }
        REQUIRE(!rules.empty());  // the samples are far from complete
        const auto read = document::read(sample.bytes, Language::nb, "");
        REQUIRE(read);
        CHECK(read->fatal);
        const std::string page = page_of(*read, Language::nb);
        for (const std::string& rule : rules) {
            CAPTURE(rule);
            CHECK(page.contains(rule));
        }
        CHECK(count_of(page, "id=\"funn-1\"") == 1);
    }
}

TEST_CASE("document: a finding about a line stands at the line") {
    const auto all = samples();
    const auto read = document::read(all[0].bytes, Language::nb, "");
    REQUIRE(read);
    REQUIRE(read->lines.size() == 1);
    CHECK(!read->lines[0].remarks.empty());
    REQUIRE(read->parties.size() == 2);
    CHECK(!read->parties[0].remarks.empty());
}

TEST_CASE("document: whatever the sender wrote is text, and wrong values stand as written") {
    const std::string bytes = ubl_document(
        "Invoice", "urn:x:billing",
        "<cbc:DueDate>i "
        "morgen</cbc:DueDate><cbc:Note>&lt;script&gt;alert(1)&lt;/script&gt;</cbc:Note>"
        "<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID=\"EUR\">mye</cbc:PayableAmount>"
        "</cac:LegalMonetaryTotal><cac:AdditionalDocumentReference><cbc:ID>v</"
        "cbc:ID><cac:Attachment>"
        "<cac:ExternalReference><cbc:URI>javascript:alert(1)</cbc:URI></cac:ExternalReference>"
        "</cac:Attachment></cac:AdditionalDocumentReference>");
    const auto read = document::read(bytes, Language::nb, "/vedlegg");
    REQUIRE(read);
    const std::string page = page_of(*read, Language::nb);
    CHECK(page.contains("i morgen"));
    CHECK(page.contains("mye"));
    CHECK(!page.contains("<script>"));
    CHECK(!page.contains("javascript:"));
    CHECK(!document::read("<broken", Language::nb, ""));
    CHECK(!document::read("", Language::nb, ""));
}

TEST_CASE("document: attachments by number; a very long document is cut short and says so") {
    std::string lines;
    for (int i = 1; i <= 600; ++i) {
        lines += "<cac:InvoiceLine><cbc:ID>" + std::to_string(i) + "</cbc:ID>" + kItem +
                 "</cac:InvoiceLine>";
    }
    const std::string bytes = ubl_document(
        "Invoice", "urn:x:billing",
        "<cac:AdditionalDocumentReference><cbc:ID>a</cbc:ID><cac:Attachment>"
        "<cbc:EmbeddedDocumentBinaryObject mimeCode=\"application/pdf\" filename=\"følgebrev.pdf\">"
        "JVBERg==</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"
        "</cac:AdditionalDocumentReference>" +
            lines);
    const auto read = document::read(bytes, Language::nb, "/d/vedlegg");
    REQUIRE(read);
    CHECK(read->lines.size() == 500);
    CHECK(read->lines_left_out == "Viser 500 av 600 linjer. Originalen har alle.");
    REQUIRE(read->files.size() == 1);
    CHECK(read->files[0].path == "/d/vedlegg/1");
    const auto file = attached(bytes, 1);
    REQUIRE(file);
    CHECK(file->name == "følgebrev.pdf");
    CHECK(file->bytes == "%PDF");
    CHECK(!attached(bytes, 0));
    CHECK(!attached(bytes, 2));
}
