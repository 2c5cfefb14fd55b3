// Decides how our own documents are spelled: UTF-8, the schema's order, nothing empty. A group
// whose terms are all empty is not written.

#include <algorithm>

#include "base/assert.h"
#include "ubl/binding.h"
#include "ubl/ubl.h"

namespace samkjop::ubl {
namespace {

constexpr std::string_view kSchema = "urn:oasis:names:specification:ubl:schema:xsd:";

// Characters that XML 1.0 cannot hold, not even escaped, become a space.
void escape(std::string& out, std::string_view text, bool attribute) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += attribute ? "&quot;" : "\"";
                break;
            case '\r':
                out += "&#13;";
                break;
            case '\n':
                out += attribute ? "&#10;" : "\n";
                break;
            case '\t':
                out += attribute ? "&#9;" : "\t";
                break;
            default:
                if (static_cast<unsigned char>(c) < ' ') {
                    out += ' ';
                } else if (text.substr(i).starts_with("\xEF\xBF\xBE") ||
                           text.substr(i).starts_with("\xEF\xBF\xBF")) {
                    out += ' ';
                    i += 2;
                } else {
                    out += c;
                }
        }
    }
}

class Writer {
public:
    static constexpr bool kReading = false;

    explicit Writer(std::string_view root) : root_(root) {
        order_ = root.starts_with("Order") || root == "DespatchAdvice";
        out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<";
        out_ += root;
        out_ += " xmlns=\"";
        out_ += kSchema;
        out_ += root;
        out_ += "-2\" xmlns:cac=\"";
        out_ += kSchema;
        out_ += "CommonAggregateComponents-2\" xmlns:cbc=\"";
        out_ += kSchema;
        out_ += "CommonBasicComponents-2\">\n";
    }
    std::string finish() {
        out_ += "</";
        out_ += root_;
        out_ += ">\n";
        return std::move(out_);
    }
    bool is_order() const { return order_; }

    void text(Name name, std::string_view value) {
        if (value.empty()) return;
        open(name);
        close(name, value);
        ++written_;
    }
    void texts(Name name, const std::vector<std::string>& values) {
        for (const std::string& each : values) text(name, each);
    }
    // Follows from the rest, so alone it is no reason to write its group.
    void fixed(Name name, std::string_view value) {
        open(name);
        close(name, value);
    }
    void fixed_group(Name name, Name inner, std::string_view value) {
        open(name);
        out_ += ">\n";
        ++depth_;
        fixed(inner, value);
        --depth_;
        indent();
        out_ += "</";
        out_ += spelling(name);
        out_ += ">\n";
    }
    void identifier(Name name, const Identifier& of) {
        with(name, of.value, {{"schemeID", of.scheme}});
    }
    void coded(Name name, const std::string& code, const std::string& meaning) {
        with(name, code, {{"name", meaning}});
    }
    void listed(Name name, const std::string& code, const std::string& list) {
        with(name, code, {{"listID", list}});
    }
    void classification(Name name, const Classification& of) {
        with(name, of.code,
             {{"listID", of.list}, {"listVersionID", of.version}, {"name", of.name}});
    }
    void binary(Name name, const Attachment& of) {
        SK_ASSERT(of.length == 0);  // still in the file it came in: see bring_along
        with(name, of.base64, {{"mimeCode", of.mime_type}, {"filename", of.file_name}});
    }
    void amount(Name name, const std::optional<Amount>& of) {
        if (of) with(name, of->value.text(), {{"currencyID", of->currency}});
    }
    void quantity(Name name, const std::optional<Quantity>& of) {
        if (of) with(name, of->value.text(), {{"unitCode", of->unit}});
    }
    void measure(Name name, const std::optional<Decimal>& of, std::string_view unit) {
        if (of) with(name, of->text(), {{"unitCode", unit}});
    }
    void decimal(Name name, const std::optional<Decimal>& of) {
        if (of) text(name, of->text());
    }
    void date(Name name, const std::optional<Date>& of) {
        if (of) text(name, of->iso());
    }
    void boolean(Name name, const std::optional<bool>& of) {
        if (of) text(name, *of ? "true" : "false");
    }
    void boolean(Name name, bool of) { fixed(name, of ? "true" : "false"); }
    void source(SourceLine) {}

    template <class Body>
    void group(Name name, const Body& body) {
        const std::size_t length_before = out_.size();
        const std::size_t written_before = written_;
        open(name);
        out_ += ">\n";
        ++depth_;
        body();
        --depth_;
        if (written_ == written_before) {
            out_.resize(length_before);
            return;
        }
        indent();
        out_ += "</";
        out_ += spelling(name);
        out_ += ">\n";
    }
    template <class T, class Body>
    void list(Name name, const std::vector<T>& of, const Body& body) {
        for (const T& each : of) group(name, [&] { body(each); });
    }

    void attachments(const Invoice& of) {
        const auto reference = [&](const Identifier& id, std::string_view type) {
            group(cac::AdditionalDocumentReference, [&] {
                identifier(cbc::ID, id);
                fixed(cbc::DocumentTypeCode, type);
            });
        };
        reference(of.object, "130");
        if (of.is_credit_note) reference({of.project_reference, {}}, "50");
        list(cac::AdditionalDocumentReference, of.attachments,
             [&](const Attachment& each) { binding::attachment_content(*this, each); });
    }
    void payments(const Invoice& of) {
        std::optional<Date> due = of.is_credit_note ? of.due_date : std::nullopt;
        list(cac::PaymentMeans, of.payment_means, [&](const PaymentMeans& each) {
            binding::payment_means(*this, each, due);
            due.reset();  // stated once
        });
    }
    void vat_totals(const Invoice& of) {
        group(cac::TaxTotal, [&] {
            amount(cbc::TaxAmount, of.vat_total);
            list(cac::TaxSubtotal, of.vat_breakdown,
                 [&](const VatSubtotal& each) { binding::vat_subtotal(*this, each); });
        });
        group(cac::TaxTotal, [&] { amount(cbc::TaxAmount, of.vat_total_in_tax_currency); });
    }

private:
    using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    void indent() { out_.append(static_cast<std::size_t>(depth_) * 2, ' '); }
    void open(Name name) {
        indent();
        out_ += '<';
        out_ += spelling(name);
    }
    void close(Name name, std::string_view value) {
        out_ += '>';
        escape(out_, value, false);
        out_ += "</";
        out_ += spelling(name);
        out_ += ">\n";
    }
    void with(Name name, std::string_view value, Attributes attributes) {
        if (value.empty()) return;
        open(name);
        for (const auto& [key, text] : attributes) {
            if (text.empty()) continue;
            out_ += ' ';
            out_ += key;
            out_ += "=\"";
            escape(out_, text, true);
            out_ += '"';
        }
        close(name, value);
        ++written_;
    }

    std::string out_;
    std::string root_;
    int depth_ = 1;
    std::size_t written_ = 0;
    bool order_ = false;
};

template <class Document>
Document identified(Document document, DocumentType type) {
    const Specification of = specification(type);
    if (document.customization.empty()) document.customization = of.customization;
    if (document.profile.empty()) document.profile = of.profile;
    return document;
}

template <class Document>
bool needs_identifiers(const Document& of) {
    return of.customization.empty() || of.profile.empty();
}

}  // namespace

Specification specification(DocumentType type) {
    constexpr Specification kAll[] = {
        {"urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
         "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"},
        {"urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
         "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"},
        {"urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0",
         "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0"},
        {"urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0",
         "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0"},
        {"urn:fdc:peppol.eu:poacc:trns:order:3", "urn:fdc:peppol.eu:poacc:bis:ordering:3"},
        {"urn:fdc:peppol.eu:poacc:trns:order_response:3", "urn:fdc:peppol.eu:poacc:bis:ordering:3"},
        {"urn:fdc:peppol.eu:poacc:trns:order_agreement:3",
         "urn:fdc:peppol.eu:poacc:bis:order_agreement:3"},
        {"urn:fdc:peppol.eu:poacc:trns:order_change:3",
         "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3"},
        {"urn:fdc:peppol.eu:poacc:trns:order_cancellation:3",
         "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3"},
        {"urn:fdc:peppol.eu:poacc:trns:order_response_advanced:3",
         "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3"},
        {"urn:fdc:peppol.eu:poacc:trns:despatch_advice:3",
         "urn:fdc:peppol.eu:poacc:bis:despatch_advice:3"},
        {"urn:fdc:peppol.eu:poacc:trns:catalogue:3",
         "urn:fdc:peppol.eu:poacc:bis:catalogue_wo_response:3"},
        {"urn:fdc:peppol.eu:poacc:trns:catalogue_response:3",
         "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3"},
        {"urn:fdc:peppol.eu:poacc:trns:punch_out:3", "urn:fdc:peppol.eu:poacc:bis:punch_out:3"},
        {"urn:fdc:peppol.eu:poacc:trns:invoice_response:3",
         "urn:fdc:peppol.eu:poacc:bis:invoice_response:3"},
        {"urn:fdc:peppol.eu:poacc:trns:mlr:3", "urn:fdc:peppol.eu:poacc:bis:mlr:3"},
        {"urn:peppol:edec:mls:1.0", "urn:peppol:edec:mls"},
        {},
    };
    static_assert(std::size(kAll) == kDocumentTypes + 1);
    return kAll[static_cast<std::size_t>(type)];
}

std::string write(const Invoice& invoice) {
    if (needs_identifiers(invoice)) return write(identified(invoice, DocumentType::invoice));
    Writer writer(invoice.is_credit_note ? "CreditNote" : "Invoice");
    binding::invoice(writer, invoice);
    return writer.finish();
}

std::string write(const Order& order) {
    if (needs_identifiers(order)) return write(identified(order, DocumentType::order));
    Writer writer("Order");
    binding::order(writer, order);
    return writer.finish();
}

std::string write(const OrderChange& change) {
    if (needs_identifiers(change.order)) {
        OrderChange complete = change;
        complete.order = identified(std::move(complete.order), DocumentType::order_change);
        return write(complete);
    }
    Writer writer("OrderChange");
    binding::order_change(writer, change);
    return writer.finish();
}

std::string write(const OrderCancellation& cancellation) {
    if (needs_identifiers(cancellation)) {
        return write(identified(cancellation, DocumentType::order_cancellation));
    }
    Writer writer("OrderCancellation");
    binding::order_cancellation(writer, cancellation);
    return writer.finish();
}

std::string write(const OrderAgreement& agreement) {
    if (needs_identifiers(agreement)) {
        return write(identified(agreement, DocumentType::order_agreement));
    }
    Writer writer("OrderResponse");
    binding::order_agreement(writer, agreement);
    return writer.finish();
}

std::string write(const OrderResponse& response) {
    if (needs_identifiers(response)) {
        return write(identified(response, DocumentType::order_response));
    }
    Writer writer("OrderResponse");
    binding::order_response(writer, response);
    return writer.finish();
}

std::string write(const DespatchAdvice& advice) {
    if (needs_identifiers(advice)) return write(identified(advice, DocumentType::despatch_advice));
    Writer writer("DespatchAdvice");
    binding::despatch_advice(writer, advice);
    return writer.finish();
}

std::string write(const InvoiceResponse& response) {
    if (needs_identifiers(response)) {
        return write(identified(response, DocumentType::invoice_response));
    }
    Writer writer("ApplicationResponse");
    binding::invoice_response(writer, response);
    return writer.finish();
}

std::string write(const MessageResponse& response) {
    SK_ASSERT(!response.customization.empty());
    Writer writer("ApplicationResponse");
    binding::message_response(writer, response);
    return writer.finish();
}

std::string write(const Catalogue& catalogue) {
    if (needs_identifiers(catalogue)) return write(identified(catalogue, DocumentType::catalogue));
    Writer writer("Catalogue");
    binding::catalogue(writer, catalogue);
    return writer.finish();
}

// ---------------------------------------------------------------- the envelope

namespace {

void element(std::string& out, int depth, std::string_view name, std::string_view value,
             std::string_view attributes = {}) {
    out.append(static_cast<std::size_t>(depth) * 2, ' ');
    out.append("<").append(name).append(attributes).append(">");
    escape(out, value, false);
    out.append("</").append(name).append(">\n");
}

void partner(std::string& out, std::string_view role, std::string_view participant) {
    out.append("    <").append(role).append(">\n");
    element(out, 3, "Identifier", participant, " Authority=\"iso6523-actorid-upis\"");
    out.append("    </").append(role).append(">\n");
}

void scope(std::string& out, std::string_view type, std::string_view value,
           std::string_view identifier = {}) {
    out += "      <Scope>\n";
    element(out, 4, "Type", type);
    element(out, 4, "InstanceIdentifier", value);
    if (!identifier.empty()) element(out, 4, "Identifier", identifier);
    out += "      </Scope>\n";
}

void fill_in(Envelope& envelope, std::string_view document) {
    const auto head = recognise(document, Limits{.bytes = kHardLimitBytes});
    if (!head) return;
    const bool later = head->type == DocumentType::order_change ||
                       head->type == DocumentType::order_cancellation ||
                       head->type == DocumentType::order_response_advanced;
    if (envelope.standard.empty()) envelope.standard = head->root_namespace;
    if (envelope.type.empty()) envelope.type = head->root_element;
    if (envelope.type_version.empty()) envelope.type_version = later ? "2.3" : "2.1";
    if (envelope.process.empty()) envelope.process = head->profile;
    if (envelope.document_type.empty()) {
        envelope.document_type = head->root_namespace + "::" + head->root_element + "##" +
                                 head->customization + "::" + envelope.type_version;
    }
}

}  // namespace

std::string wrap(Envelope envelope, std::string_view document) {
    fill_in(envelope, document);
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<StandardBusinessDocument xmlns=\""
        "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader\">\n"
        "  <StandardBusinessDocumentHeader>\n";
    element(out, 2, "HeaderVersion", "1.0");
    partner(out, "Sender", envelope.sender);
    partner(out, "Receiver", envelope.receiver);
    out += "    <DocumentIdentification>\n";
    element(out, 3, "Standard", envelope.standard);
    element(out, 3, "TypeVersion", envelope.type_version);
    element(out, 3, "InstanceIdentifier", envelope.instance);
    element(out, 3, "Type", envelope.type);
    element(out, 3, "CreationDateAndTime", envelope.created);
    out += "    </DocumentIdentification>\n    <BusinessScope>\n";
    scope(out, "DOCUMENTID", envelope.document_type, "busdox-docid-qns");
    scope(out, "PROCESSID", envelope.process, "cenbii-procid-ubl");
    if (!envelope.country.empty()) scope(out, "COUNTRY_C1", envelope.country);
    if (!envelope.mls_to.empty()) scope(out, "MLS_TO", envelope.mls_to);
    if (!envelope.mls_type.empty()) scope(out, "MLS_TYPE", envelope.mls_type);
    out += "    </BusinessScope>\n  </StandardBusinessDocumentHeader>\n";
    if (document.starts_with("\xEF\xBB\xBF")) document.remove_prefix(3);
    if (document.starts_with("<?xml")) {
        document.remove_prefix(std::min(document.find("?>") + 2, document.size()));
    }
    out += document;
    out += "</StandardBusinessDocument>\n";
    return out;
}

// ---------------------------------------------------------------- base64

std::string base64(std::string_view bytes) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t block = 0;
        const std::size_t have = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t j = 0; j < 3; ++j) {
            block = block << 8 | (j < have ? static_cast<unsigned char>(bytes[i + j]) : 0u);
        }
        for (std::size_t j = 0; j < 4; ++j) {
            out += j <= have ? kDigits[block >> (18 - 6 * j) & 63] : '=';
        }
    }
    return out;
}

bool decode_base64(std::string_view text, const Receiver& receiver) {
    constexpr std::size_t kPiece = 48 << 10;
    std::string piece;
    std::uint32_t block = 0;
    int digits = 0;
    int padding = 0;
    const auto put = [&](std::uint32_t byte) {
        if (!receiver) return;
        piece += static_cast<char>(byte);
        if (piece.size() < kPiece) return;
        receiver(piece);
        piece.clear();
    };
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
        if (c == '=') {
            if (++padding > 2) return false;
            continue;
        }
        if (padding > 0) return false;
        std::uint32_t digit = 0;
        if (c >= 'A' && c <= 'Z')
            digit = static_cast<std::uint32_t>(c - 'A');
        else if (c >= 'a' && c <= 'z')
            digit = static_cast<std::uint32_t>(c - 'a' + 26);
        else if (c >= '0' && c <= '9')
            digit = static_cast<std::uint32_t>(c - '0' + 52);
        else if (c == '+')
            digit = 62;
        else if (c == '/')
            digit = 63;
        else
            return false;
        block = block << 6 | digit;
        if (++digits == 4) {
            put(block >> 16 & 255);
            put(block >> 8 & 255);
            put(block & 255);
            block = 0;
            digits = 0;
        }
    }
    if (digits == 1 || (digits + padding) % 4 != 0) return false;
    if (digits >= 2) put(block >> (digits == 2 ? 4 : 10) & 255);
    if (digits == 3) put(block >> 2 & 255);
    if (receiver && !piece.empty()) receiver(piece);
    return true;
}

std::optional<std::string> attachment_bytes(std::string_view text) {
    std::string out;
    out.reserve(text.size() / 4 * 3);
    if (!decode_base64(text, [&](std::string_view piece) { out += piece; })) return {};
    return out;
}

std::string_view attachment_text(const Attachment& attachment, std::string_view bytes) {
    if (attachment.length == 0) return attachment.base64;
    SK_ASSERT(attachment.offset + attachment.length <= bytes.size());
    return bytes.substr(attachment.offset, attachment.length);
}

void bring_along(Attachment& attachment, std::string_view bytes) {
    if (attachment.length == 0) return;
    attachment.base64 = attachment_text(attachment, bytes);
    attachment.offset = attachment.length = 0;
}

}  // namespace samkjop::ubl
