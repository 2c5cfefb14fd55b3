// Decides what a document is and what its terms are. A term that is absent stays empty; a value
// that is not of its type stays empty too and is reported as malformed. Nothing is judged here.

#include "ubl/binding.h"
#include "ubl/tree.h"

namespace samkjop::ubl {
namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

class Reader {
public:
    static constexpr bool kReading = true;

    Reader(const Tree& tree, std::string_view bytes, std::vector<Malformed>& malformed, bool order)
        : tree_(tree), bytes_(bytes), at_(&tree.root()), malformed_(malformed), order_(order) {}

    bool is_order() const { return order_; }

    void text(Name name, std::string& into) { into = trimmed(at_->child(name).text()); }
    void texts(Name name, std::vector<std::string>& into) {
        for (const Node& each : at_->children(name)) into.emplace_back(trimmed(each.text()));
    }
    void fixed(Name, std::string_view) {}
    void fixed_group(Name, Name, std::string_view) {}
    void identifier(Name name, Identifier& into) {
        const Node& node = at_->child(name);
        into.value = trimmed(node.text());
        into.scheme = node.value_of(AttributeName::schemeID);
    }
    void coded(Name name, std::string& into, std::string& meaning) {
        const Node& node = at_->child(name);
        into = trimmed(node.text());
        meaning = node.value_of(AttributeName::name);
    }
    void listed(Name name, std::string& into, std::string& list) {
        const Node& node = at_->child(name);
        into = trimmed(node.text());
        list = node.value_of(AttributeName::listID);
    }
    void classification(Name name, Classification& into) {
        const Node& node = at_->child(name);
        into.code = trimmed(node.text());
        into.list = node.value_of(AttributeName::listID);
        into.version = node.value_of(AttributeName::listVersionID);
        into.name = node.value_of(AttributeName::name);
    }
    void binary(Name name, Attachment& into) {
        const Node& node = at_->child(name);
        into.mime_type = node.value_of(AttributeName::mimeCode);
        into.file_name = node.value_of(AttributeName::filename);
        const std::string_view text = trimmed(node.text());
        // Not where the file is in another character set: then the text stands nowhere in it.
        const std::less<> before;
        if (node.in_source() && !before(text.data(), bytes_.data()) &&
            !before(bytes_.data() + bytes_.size(), text.data() + text.size())) {
            into.offset = static_cast<std::size_t>(text.data() - bytes_.data());
            into.length = text.size();
        } else {
            into.base64 = text;
        }
    }
    void amount(Name name, std::optional<Amount>& into) {
        const Node& node = at_->child(name);
        if (const auto value = number(node)) {
            into = Amount{*value, std::string(node.value_of(AttributeName::currencyID))};
        }
    }
    void quantity(Name name, std::optional<Quantity>& into) {
        const Node& node = at_->child(name);
        if (const auto value = number(node)) {
            into = Quantity{*value, std::string(node.value_of(AttributeName::unitCode))};
        }
    }
    void decimal(Name name, std::optional<Decimal>& into) { into = number(at_->child(name)); }
    void measure(Name name, std::optional<Decimal>& into, std::string_view) { decimal(name, into); }
    void date(Name name, std::optional<Date>& into) {
        const Node& node = at_->child(name);
        if (!node) return;
        // xs:date may carry a time zone, which says nothing about the day meant.
        const std::string_view value = trimmed(node.text());
        into = Date::parse(value.substr(0, 10));
        if (!into) report(node);
    }
    void boolean(Name name, std::optional<bool>& into) {
        const Node& node = at_->child(name);
        if (!node) return;
        const std::string_view value = trimmed(node.text());
        if (value == "true" || value == "1")
            into = true;
        else if (value == "false" || value == "0")
            into = false;
        else
            report(node);
    }
    void boolean(Name name, bool& into) {
        std::optional<bool> value;
        boolean(name, value);
        into = value.value_or(false);
    }
    void source(SourceLine& into) { into.number = at_->line(); }

    template <class Body>
    void group(Name name, const Body& body) {
        if (const Node& node = at_->child(name)) within(node, body);
    }
    template <class T, class Body>
    void list(Name name, std::vector<T>& into, const Body& body) {
        for (const Node& node : at_->children(name)) {
            T& each = into.emplace_back();
            within(node, [&] { body(each); });
        }
    }

    void attachments(Invoice& into) {
        for (const Node& node : at_->children(cac::AdditionalDocumentReference)) {
            const std::string_view type = trimmed(node.child(cbc::DocumentTypeCode).text());
            within(node, [&] {
                if (type == "130") {
                    identifier(cbc::ID, into.object);
                } else if (type == "50" && into.is_credit_note) {
                    text(cbc::ID, into.project_reference);
                } else {
                    binding::attachment_content(*this, into.attachments.emplace_back());
                }
            });
        }
    }
    // BT-9 stands in the payment means of a credit note, in the head of an invoice.
    void payments(Invoice& into) {
        for (const Node& node : at_->children(cac::PaymentMeans)) {
            std::optional<Date> due;
            within(node,
                   [&] { binding::payment_means(*this, into.payment_means.emplace_back(), due); });
            if (into.is_credit_note && due && !into.due_date) into.due_date = due;
        }
    }
    // Of two tax totals the one with the breakdown is BT-110; the other is BT-111.
    void vat_totals(Invoice& into) {
        const bool single = at_->count(cac::TaxTotal) < 2;
        for (const Node& node : at_->children(cac::TaxTotal)) {
            const std::string_view currency =
                node.child(cbc::TaxAmount).value_of(AttributeName::currencyID);
            const bool is_document = single || node.child(cac::TaxSubtotal) ||
                                     (currency == into.currency && !into.vat_total);
            within(node, [&] {
                amount(cbc::TaxAmount,
                       is_document ? into.vat_total : into.vat_total_in_tax_currency);
                if (is_document) {
                    list(cac::TaxSubtotal, into.vat_breakdown,
                         [&](VatSubtotal& each) { binding::vat_subtotal(*this, each); });
                }
            });
        }
    }

private:
    template <class Body>
    void within(const Node& node, const Body& body) {
        const Node* const before = at_;
        at_ = &node;
        body();
        at_ = before;
    }
    std::optional<Decimal> number(const Node& node) {
        if (!node) return {};
        auto value = Decimal::parse(trimmed(node.text()));
        if (!value) report(node);
        return value;
    }
    void report(const Node& node) {
        malformed_.push_back(
            {tree_.path(node), std::string(node.text().substr(0, 80)), node.line()});
    }

    const Tree& tree_;
    std::string_view bytes_;
    const Node* at_;
    std::vector<Malformed>& malformed_;
    bool order_;
};

constexpr std::string_view kTypeNames[] = {
    "invoice",
    "creditnote",
    "selfbilling-invoice",
    "selfbilling-creditnote",
    "order",
    "order-response",
    "order-agreement",
    "order-change",
    "order-cancellation",
    "order-response-advanced",
    "despatch-advice",
    "catalogue",
    "catalogue-response",
    "punch-out",
    "invoice-response",
    "mlr",
    "mls",
    "other",
};
static_assert(std::size(kTypeNames) == kDocumentTypes + 1);

std::string_view child_text(const Node& node, std::string_view local) {
    for (const Node& each : node.children()) {
        if (each.local_name() == local) return trimmed(each.text());
    }
    return {};
}

const Node& foreign_child(const Node& node, std::string_view local) {
    for (const Node& each : node.children()) {
        if (each.local_name() == local) return each;
    }
    return Node::nothing();
}

Envelope read_envelope(const Node& node) {
    Envelope out;
    const Node& header = foreign_child(node, "StandardBusinessDocumentHeader");
    out.sender = child_text(foreign_child(header, "Sender"), "Identifier");
    out.receiver = child_text(foreign_child(header, "Receiver"), "Identifier");
    const Node& document = foreign_child(header, "DocumentIdentification");
    out.instance = child_text(document, "InstanceIdentifier");
    out.standard = child_text(document, "Standard");
    out.type = child_text(document, "Type");
    out.type_version = child_text(document, "TypeVersion");
    out.created = child_text(document, "CreationDateAndTime");
    for (const Node& scope : foreign_child(header, "BusinessScope").children()) {
        const std::string_view type = child_text(scope, "Type");
        const std::string_view value = child_text(scope, "InstanceIdentifier");
        if (type == "DOCUMENTID") out.document_type = value;
        if (type == "PROCESSID") out.process = value;
        if (type == "COUNTRY_C1") out.country = value;
        if (type == "MLS_TO") out.mls_to = value;
        if (type == "MLS_TYPE") out.mls_type = value;
    }
    return out;
}

std::expected<Document, Unreadable> read_head(const Tree& tree) {
    Document out;
    out.root_namespace = tree.root_namespace();
    out.root_element = tree.root_element();
    out.type = recognise(tree);
    if (out.type == DocumentType::other &&
        !out.root_namespace.starts_with("urn:oasis:names:specification:ubl:schema:xsd:")) {
        return std::unexpected(
            Unreadable{Reason::unknown_document, {{"element", out.root_element}}});
    }
    const Node& root = tree.root();
    out.customization = trimmed(root.child(cbc::CustomizationID).text());
    out.profile = trimmed(root.child(cbc::ProfileID).text());
    out.number = trimmed(root.child(cbc::ID).text());
    if (tree.envelope()) out.envelope = read_envelope(tree.envelope());
    return out;
}

}  // namespace

std::string_view Party::vat_identifier() const {
    for (const TaxRegistration& each : tax_registrations) {
        if (each.scheme == "VAT") return each.identifier;
    }
    return {};
}

std::string_view type_name(DocumentType type) { return kTypeNames[static_cast<int>(type)]; }

std::optional<DocumentType> type_from(std::string_view name) {
    for (int i = 0; i < kDocumentTypes; ++i) {
        if (kTypeNames[i] == name) return static_cast<DocumentType>(i);
    }
    return {};
}

// The root element decides the family, CustomizationID the transaction within it.
DocumentType recognise(const Tree& tree) {
    constexpr std::string_view kSchema = "urn:oasis:names:specification:ubl:schema:xsd:";
    const std::string_view root = tree.root_element();
    if (!tree.root_namespace().starts_with(kSchema)) return DocumentType::other;
    const std::string_view id = trimmed(tree.root().child(cbc::CustomizationID).text());
    const auto says = [&](std::string_view part) { return id.contains(part); };
    if (root == "Invoice") {
        return says("selfbilling") ? DocumentType::selfbilling_invoice : DocumentType::invoice;
    }
    if (root == "CreditNote") {
        return says("selfbilling") ? DocumentType::selfbilling_creditnote
                                   : DocumentType::creditnote;
    }
    if (root == "Order") return DocumentType::order;
    if (root == "OrderResponse") {
        if (says("order_agreement")) return DocumentType::order_agreement;
        if (says("order_response_advanced")) return DocumentType::order_response_advanced;
        return DocumentType::order_response;
    }
    if (root == "OrderChange") return DocumentType::order_change;
    if (root == "OrderCancellation") return DocumentType::order_cancellation;
    if (root == "DespatchAdvice") return DocumentType::despatch_advice;
    if (root == "Catalogue") {
        return says("punch_out") ? DocumentType::punch_out : DocumentType::catalogue;
    }
    if (root == "ApplicationResponse") {
        if (says("invoice_response")) return DocumentType::invoice_response;
        if (says("catalogue_response")) return DocumentType::catalogue_response;
        if (says("edec:mls")) return DocumentType::mls;
        return says("trns:mlr") ? DocumentType::mlr : DocumentType::other;
    }
    return DocumentType::other;
}

std::expected<Document, Unreadable> recognise(std::string_view bytes, const Limits& limits) {
    Tree tree;
    if (auto parsed = tree.parse(bytes, limits); !parsed) return std::unexpected(parsed.error());
    return read_head(tree);
}

std::expected<Document, Unreadable> read(std::string_view bytes, const Limits& limits) {
    Tree tree;
    if (auto parsed = tree.parse(bytes, limits); !parsed) return std::unexpected(parsed.error());
    auto head = read_head(tree);
    if (!head) return head;
    Document& out = *head;
    const bool order =
        out.root_element.starts_with("Order") || out.root_element == "DespatchAdvice";
    Reader reader(tree, bytes, out.malformed, order);
    switch (out.type) {
        case DocumentType::invoice:
        case DocumentType::selfbilling_invoice:
            binding::invoice(reader, out.body.emplace<Invoice>());
            break;
        case DocumentType::creditnote:
        case DocumentType::selfbilling_creditnote: {
            auto& body = out.body.emplace<Invoice>();
            body.is_credit_note = true;
            binding::invoice(reader, body);
            break;
        }
        case DocumentType::order:
            binding::order(reader, out.body.emplace<Order>());
            break;
        case DocumentType::order_response:
        case DocumentType::order_response_advanced:
            binding::order_response(reader, out.body.emplace<OrderResponse>());
            break;
        case DocumentType::order_change:
            binding::order_change(reader, out.body.emplace<OrderChange>());
            break;
        case DocumentType::order_cancellation:
            binding::order_cancellation(reader, out.body.emplace<OrderCancellation>());
            break;
        case DocumentType::order_agreement:
            binding::order_agreement(reader, out.body.emplace<OrderAgreement>());
            break;
        case DocumentType::despatch_advice:
            binding::despatch_advice(reader, out.body.emplace<DespatchAdvice>());
            break;
        case DocumentType::catalogue_response:
        case DocumentType::mlr:
        case DocumentType::mls:
            binding::message_response(reader, out.body.emplace<MessageResponse>());
            break;
        case DocumentType::invoice_response:
            binding::invoice_response(reader, out.body.emplace<InvoiceResponse>());
            break;
        case DocumentType::catalogue:
        case DocumentType::punch_out:
            binding::catalogue(reader, out.body.emplace<Catalogue>());
            break;
        default:
            break;
    }
    return head;
}

std::expected<std::string, Unreadable> unwrap(std::string_view bytes, const Limits& limits) {
    Tree tree;
    if (auto parsed = tree.parse(bytes, limits); !parsed) return std::unexpected(parsed.error());
    if (!tree.envelope()) return std::string(bytes);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + tree.payload() + "\n";
}

}  // namespace samkjop::ubl
