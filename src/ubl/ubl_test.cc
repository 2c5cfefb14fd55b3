#include "ubl/ubl.h"

#include <doctest/doctest.h>

#include <random>

#include "ubl/binding.h"
#include "ubl/tree.h"

using namespace samkjop;
using namespace samkjop::ubl;

namespace {

// Fills a document at random through the same binding that reads and writes it.
class Filler {
public:
    static constexpr bool kReading = true;
    Filler(unsigned seed, bool order) : random_(seed), order_(order) {}

    bool is_order() const { return order_; }
    void text(Name, std::string& into) {
        if (often()) into = words();
    }
    void texts(Name, std::vector<std::string>& into) {
        for (int i = number(0, 2); i > 0; --i) into.push_back(words());
    }
    void fixed(Name, std::string_view) {}
    void fixed_group(Name, Name, std::string_view) {}
    void identifier(Name, Identifier& into) {
        if (often()) into = {words(), number(0, 1) ? "0192" : ""};
    }
    void coded(Name, std::string& into, std::string& meaning) {
        into = words();
        meaning = words();
    }
    void listed(Name, std::string& into, std::string& list) {
        into = words();
        list = words();
    }
    void classification(Name, Classification& into) {
        into = {words(), "TST", "18", often() ? words() : ""};
    }
    void binary(Name, Attachment& into) {
        into.base64 = base64(words());
        into.mime_type = "application/pdf";
        into.file_name = words();
    }
    void amount(Name, std::optional<Amount>& into) {
        if (often()) into = {value(), "NOK"};
    }
    void quantity(Name, std::optional<Quantity>& into) {
        if (often()) into = {value(), "H87"};
    }
    void decimal(Name, std::optional<Decimal>& into) {
        if (often()) into = value();
    }
    void measure(Name, std::optional<Decimal>& into, std::string_view) { into = value(); }
    void date(Name, std::optional<Date>& into) {
        if (often()) into = Date(number(0, 40000));
    }
    void boolean(Name, std::optional<bool>& into) {
        if (often()) into = number(0, 1) != 0;
    }
    void boolean(Name, bool& into) { into = number(0, 1) != 0; }
    void source(SourceLine&) {}
    template <class Body>
    void group(Name, const Body& body) {
        body();
    }
    template <class T, class Body>
    void list(Name, std::vector<T>& into, const Body& body) {
        for (int i = number(0, 3); i > 0; --i) {
            T each;
            body(each);
            if (!(each == emptied(each))) into.push_back(each);
        }
    }
    void attachments(Invoice& into) {
        identifier(cbc::ID, into.object);
        if (into.is_credit_note) text(cbc::ID, into.project_reference);
        list(cac::AdditionalDocumentReference, into.attachments,
             [&](auto& each) { binding::attachment_content(*this, each); });
    }
    void payments(Invoice& into) {
        std::optional<Date> due;
        into.payment_means.emplace_back();
        binding::payment_means(*this, into.payment_means.back(), due);
        if (into.is_credit_note) into.due_date = due;
    }
    void vat_totals(Invoice& into) {
        into.vat_total = Amount{value(), "NOK"};
        into.vat_breakdown.emplace_back();
        binding::vat_subtotal(*this, into.vat_breakdown.back());
        into.vat_breakdown.back().tax_amount = Amount{value(), "NOK"};
        amount(cbc::TaxAmount, into.vat_total_in_tax_currency);
    }
    std::string words() {
        static const char* const kWords[] = {
            "Hansker", "nitril & vinyl", "<stor>", "bleie \"L\"", "Ærfugl",
            "blåbær",  "it's",           "]]>",    "10 mm",       "€"};
        std::string out = kWords[number(0, 9)];
        for (int i = number(0, 2); i > 0; --i) out += std::string(" ") + kWords[number(0, 9)];
        return out;
    }

private:
    template <class T>
    static T emptied(const T&) {
        return T{};
    }
    static AllowanceCharge emptied(const AllowanceCharge& of) {
        return AllowanceCharge{.is_charge = of.is_charge};
    }
    int number(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }
    bool often() { return number(0, 9) > 1; }
    Decimal value() { return {number(-1000000, 1000000), number(0, 6)}; }
    std::mt19937 random_;
    bool order_;
};

template <class T>
T reread(const std::string& xml) {
    auto document = read(xml);
    REQUIRE_MESSAGE(document.has_value(), xml);
    CHECK(document->malformed.empty());
    REQUIRE(std::get_if<T>(&document->body) != nullptr);
    return std::get<T>(document->body);
}

const std::string kSmall =
    "<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\" "
    "xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">"
    "<cbc:ID>F-1</cbc:ID></Invoice>";

Reason refused(std::string_view bytes, const Limits& limits = {}) {
    const auto document = read(bytes, limits);
    REQUIRE(!document);
    CHECK(!document.error().in(Language::nn).empty());
    return document.error().reason;
}

}  // namespace

TEST_CASE("ubl: what is written is what is read, by seed") {
    for (unsigned seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        Filler fill(seed, false);
        Invoice invoice;
        invoice.is_credit_note = seed % 2 == 0;
        binding::invoice(fill, invoice);
        invoice.customization = invoice.profile = "p";
        if (invoice.is_credit_note && invoice.payment_means.empty()) invoice.due_date.reset();
        CHECK(reread<Invoice>(write(invoice)) == invoice);

        Order order;
        Filler fill_order(seed, true);
        binding::order(fill_order, order);
        order.customization = order.profile = "p";
        CHECK(reread<Order>(write(order)) == order);

        OrderResponse response;
        binding::order_response(fill, response);
        response.customization = response.profile = "p";
        CHECK(reread<OrderResponse>(write(response)) == response);

        InvoiceResponse answer;
        binding::invoice_response(fill, answer);
        answer.customization = "urn:fdc:peppol.eu:poacc:trns:invoice_response:3";
        answer.profile = "p";
        CHECK(reread<InvoiceResponse>(write(answer)) == answer);

        OrderChange change;
        binding::order_change(fill_order, change);
        change.order.customization = change.order.profile = "p";
        CHECK(reread<OrderChange>(write(change)) == change);

        OrderCancellation cancellation;
        binding::order_cancellation(fill_order, cancellation);
        cancellation.customization = cancellation.profile = "p";
        CHECK(reread<OrderCancellation>(write(cancellation)) == cancellation);

        OrderAgreement agreement;
        binding::order_agreement(fill_order, agreement);
        agreement.customization = specification(DocumentType::order_agreement).customization;
        agreement.profile = "p";
        CHECK(reread<OrderAgreement>(write(agreement)) == agreement);

        DespatchAdvice advice;
        binding::despatch_advice(fill_order, advice);
        advice.customization = advice.profile = "p";
        CHECK(reread<DespatchAdvice>(write(advice)) == advice);

        for (const auto type :
             {DocumentType::catalogue_response, DocumentType::mlr, DocumentType::mls}) {
            MessageResponse message;
            binding::message_response(fill, message);
            message.customization = specification(type).customization;
            CHECK(reread<MessageResponse>(write(message)) == message);
        }

        Catalogue catalogue;
        binding::catalogue(fill, catalogue);
        catalogue.customization = catalogue.profile = "p";
        CHECK(reread<Catalogue>(write(catalogue)) == catalogue);
    }
}

TEST_CASE("ubl: the type comes from the root and the customization") {
    Order order;
    order.number = "B-1";
    const auto head = recognise(write(order));
    REQUIRE(head);
    CHECK(head->type == DocumentType::order);
    CHECK(head->customization == "urn:fdc:peppol.eu:poacc:trns:order:3");
    CHECK(head->number == "B-1");
    CHECK(type_from("selfbilling-invoice") == DocumentType::selfbilling_invoice);
    CHECK(!type_from("other"));
}

TEST_CASE("ubl: what is refused, and why") {
    CHECK(refused("") == Reason::not_xml);
    CHECK(refused("<a>") == Reason::not_xml);
    CHECK(refused("faktura") == Reason::not_xml);
    CHECK(refused("<a xmlns='urn:x'/>") == Reason::unknown_document);
    CHECK(refused("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>") ==
          Reason::dtd);
    CHECK(refused(kSmall, {.bytes = 100}) == Reason::too_large);
    CHECK(refused("<?xml version='1.0' encoding='EBCDIC-NO'?><a/>") == Reason::encoding);
    std::string deep;
    for (int i = 0; i < 200; ++i) deep += "<a>";
    CHECK(refused(deep) == Reason::too_deep);
    std::string wide = "<a";
    for (int i = 0; i < 100; ++i) wide += " a" + std::to_string(i) + "='1'";
    CHECK(refused(wide + "/>") == Reason::too_many_attributes);
    // So many that the parser itself would take minutes; and hidden behind a sign in a value.
    wide = "<a b='>'";
    for (int i = 0; i < 1'000'000; ++i) wide += " a" + std::to_string(i) + "=''";
    CHECK(refused("<x>" + wide + "/></x>") == Reason::too_many_attributes);
    // A long value is no hoard.
    CHECK(refused("<a b='" + std::string(100'000, '=') + "'/>") == Reason::unknown_document);
    CHECK(refused("<a><b/><b/><b/></a>", {.elements = 3}) == Reason::too_many_elements);
    CHECK(refused("<a>\xff\xff</a>") == Reason::not_xml);
}

TEST_CASE("ubl: the envelope is put on and taken off") {
    Invoice invoice;
    invoice.number = "F-77";
    const std::string bare = write(invoice);
    const Envelope envelope{.sender = "0192:313000009",
                            .receiver = "0192:313000017",
                            .instance = "6f1c",
                            .country = "NO",
                            .created = "2026-11-20T19:36:02Z"};
    const std::string wrapped = wrap(envelope, bare);
    const auto document = read(wrapped);
    REQUIRE(document);
    CHECK(document->number == "F-77");
    REQUIRE(document->envelope);
    CHECK(document->envelope->sender == "0192:313000009");
    CHECK(document->envelope->type == "Invoice");
    CHECK(document->envelope->process == "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0");
    CHECK(document->envelope->country == "NO");
    const auto taken_off = unwrap(wrapped);
    REQUIRE(taken_off);
    CHECK(*taken_off == bare);
    CHECK(*unwrap(bare) == bare);

    // Prefixes that only the envelope declares follow the document out.
    const std::string shared =
        "<s:StandardBusinessDocument xmlns:s=\"http://www.unece.org/cefact/namespaces/"
        "StandardBusinessDocumentHeader\" xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:"
        "xsd:CommonBasicComponents-2\"><Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:"
        "xsd:Invoice-2\"><cbc:ID>9</cbc:ID></Invoice></s:StandardBusinessDocument>";
    const auto alone = unwrap(shared);
    REQUIRE(alone);
    CHECK(reread<Invoice>(*alone).number == "9");
    CHECK(refused("<StandardBusinessDocument xmlns=\"http://www.unece.org/cefact/namespaces/"
                  "StandardBusinessDocumentHeader\"/>") == Reason::broken_envelope);
}

TEST_CASE("ubl: a value of the wrong type is reported and left out") {
    std::string xml = write([] {
        Invoice invoice;
        invoice.number = "1";
        invoice.totals.payable = Amount{Decimal(12500, 2), "NOK"};
        return invoice;
    }());
    xml.replace(xml.find(">125<") + 1, 3, "125,00");
    const auto document = read(xml);
    REQUIRE(document);
    CHECK(!document->invoice()->totals.payable);
    REQUIRE(document->malformed.size() == 1);
    CHECK(document->malformed[0].path == "/Invoice/cac:LegalMonetaryTotal[1]/cbc:PayableAmount[1]");
    CHECK(document->malformed[0].line == 7);
}

TEST_CASE("ubl: base64 both ways") {
    for (const std::string bytes : {"", "a", "ab", "abc", "abcd"}) {
        CHECK(attachment_bytes(base64(bytes)) == bytes);
    }
    CHECK(!attachment_bytes("a"));
    CHECK(!attachment_bytes("ab=c"));
    CHECK(!attachment_bytes("a?=="));
}
