// Decides what of a document is shown, and in which order: the tables of terms first, then the
// parts that need more than a table. Only what the document states is shown.
#include <fmt/format.h>

#include "document/terms.h"
#include "document/texts.h"

namespace samkjop::document {
namespace {

constexpr std::size_t kMostLines = 500;

// clang-format off
constexpr Term kHead[] = {
    {{cbc::ID}, &text::number},
    {{cbc::VersionID}, &text::version},
    {{cbc::SequenceNumberID}, &text::sequence},
    {{cbc::Name}, &text::name},
    {{cbc::ActionCode}, &text::action, Kind::catalogue_action},
    {{cbc::IssueDate}, &text::issued, Kind::date},
    {{cbc::DueDate}, &text::due, Kind::date},
    {{cac::PaymentMeans, cbc::PaymentDueDate}, &text::due, Kind::date},
    {{cbc::InvoiceTypeCode}, &text::type, Kind::document_type},
    {{cbc::CreditNoteTypeCode}, &text::type, Kind::document_type},
    {{cbc::OrderTypeCode}, &text::type, Kind::document_type},
    {{cbc::TaxPointDate}, &text::tax_point, Kind::date},
    {{cac::InvoicePeriod}, &text::invoice_period, Kind::period},
    {{cac::ValidityPeriod}, &text::validity, Kind::period},
    {{cbc::BuyerReference}, &text::buyer_reference},
    {{cbc::CustomerReference}, &text::buyer_reference},
    {{cac::OrderReference, cbc::ID}, &text::order_number},
    {{cac::OrderReference, cbc::SalesOrderID}, &text::sales_order},
    {{cbc::SalesOrderID}, &text::sales_order},
    {{cac::OrderReference, cbc::IssueDate}, &text::order_date, Kind::date},
    {{cac::OrderDocumentReference, cbc::ID}, &text::earlier_order},
    {{cac::OrderChangeDocumentReference, cbc::ID}, &text::order_change},
    {{cac::BillingReference, cac::InvoiceDocumentReference, cbc::ID}, &text::earlier_invoice},
    {{cac::BillingReference, cac::InvoiceDocumentReference, cbc::IssueDate}, &text::earlier_invoice_date, Kind::date},
    {{cac::DespatchDocumentReference, cbc::ID}, &text::despatch},
    {{cac::ReceiptDocumentReference, cbc::ID}, &text::receipt},
    {{cac::QuotationDocumentReference, cbc::ID}, &text::quotation},
    {{cac::OriginatorDocumentReference, cbc::ID}, &text::originator_document},
    {{cac::CatalogueReference, cbc::ID}, &text::catalogue},
    {{cac::SourceCatalogueReference, cbc::ID}, &text::source_catalogue},
    {{cac::ContractDocumentReference, cbc::ID}, &text::contract},
    {{cac::Contract, cbc::ID}, &text::contract},
    {{cac::ReferencedContract, cbc::ID}, &text::contract},
    {{cac::ProjectReference, cbc::ID}, &text::project},
    {{cbc::AccountingCost}, &text::accounting_cost},
    {{cbc::DocumentCurrencyCode}, &text::currency},
    {{cbc::TaxCurrencyCode}, &text::tax_currency},
};

constexpr Term kPartyRows[] = {
    {{cac::PartyLegalEntity, cbc::CompanyID}, &text::organisation_number},
    {{cac::PartyIdentification, cbc::ID}, &text::identifier},
    {{cbc::EndpointID}, &text::endpoint},
    {{cac::PostalAddress}, &text::address, Kind::address},
    {{cac::Contact, cbc::Name}, &text::contact},
    {{cac::Contact, cbc::ElectronicMail}, &text::email},
    {{cac::Contact, cbc::Telephone}, &text::telephone},
    {{cac::PartyLegalEntity, cbc::CompanyLegalForm}, &text::legal_form},
};

struct Role {
    Name outer, inner;  // inner: cac::Party, or other where the outer is the party itself
    const Text* role;
};
constexpr Role kRoles[] = {
    {cac::AccountingSupplierParty, cac::Party, &text::seller},
    {cac::SellerSupplierParty, cac::Party, &text::seller},
    {cac::ProviderParty, Name::other, &text::provider},
    {cac::DespatchSupplierParty, cac::Party, &text::despatcher},
    {cac::SenderParty, Name::other, &text::sender},
    {cac::BuyerCustomerParty, cac::Party, &text::buyer},
    {cac::AccountingCustomerParty, cac::Party, &text::invoicee},
    {cac::ReceiverParty, Name::other, &text::receiver},
    {cac::DeliveryCustomerParty, cac::Party, &text::delivery_party},
    {cac::OriginatorCustomerParty, cac::Party, &text::originator},
    {cac::ContractorCustomerParty, cac::Party, &text::contractor},
    {cac::PayeeParty, Name::other, &text::payee},
    {cac::TaxRepresentativeParty, Name::other, &text::tax_representative},
};

constexpr Term kLineRows[] = {
    {{cac::Item, cac::SellersItemIdentification, cbc::ID}, &text::item_number},
    {{cac::Item, cac::StandardItemIdentification, cbc::ID}, &text::gtin},
    {{cac::Item, cac::BuyersItemIdentification, cbc::ID}, &text::buyers_number},
    {{cac::Item, cac::ManufacturersItemIdentification, cbc::ID}, &text::manufacturers_number},
    {{cac::Item, cac::CommodityClassification, cbc::ItemClassificationCode}, &text::classification},
    {{cac::Item, cac::OriginCountry, cbc::IdentificationCode}, &text::origin},
    {{cac::Item, cbc::BrandName}, &text::brand},
    {{cac::Item, cbc::PackSizeNumeric}, &text::pack_size},
    {{cac::OrderLineReference, cbc::LineID}, &text::order_line},
    {{cac::OrderLineReference, cac::OrderReference, cbc::ID}, &text::order_number},
    {{cac::DocumentReference, cbc::ID}, &text::object},
    {{cbc::AccountingCost}, &text::accounting_cost},
    {{cac::InvoicePeriod}, &text::line_period, Kind::period},
    {{cac::LineValidityPeriod}, &text::validity, Kind::period},
    {{cac::Delivery, cac::RequestedDeliveryPeriod}, &text::requested, Kind::period},
    {{cac::Delivery, cac::PromisedDeliveryPeriod}, &text::promised, Kind::period},
    {{cbc::MinimumOrderQuantity}, &text::minimum, Kind::quantity},
    {{cbc::MaximumOrderQuantity}, &text::maximum, Kind::quantity},
    {{cbc::OrderQuantityIncrementNumeric}, &text::increment},
    {{cbc::ContentUnitQuantity}, &text::content, Kind::quantity},
    {{cbc::BackorderQuantity}, &text::backorder, Kind::quantity},
    {{cbc::OutstandingQuantity}, &text::outstanding, Kind::quantity},
    {{cbc::OutstandingReason}, &text::outstanding_reason},
    {{cbc::PartialDeliveryIndicator}, &text::partial, Kind::yes_no},
    {{cac::OriginatorParty, cac::PartyName, cbc::Name}, &text::originator},
    {{cac::RequiredItemLocationQuantity, cbc::LeadTimeMeasure}, &text::lead_time, Kind::quantity},
};

constexpr Term kDelivery[] = {
    {{cbc::ActualDeliveryDate}, &text::delivered, Kind::date},
    {{cac::RequestedDeliveryPeriod}, &text::requested, Kind::period},
    {{cac::PromisedDeliveryPeriod}, &text::promised, Kind::period},
    {{cac::EstimatedDeliveryPeriod}, &text::estimated, Kind::period},
    {{cac::DeliveryParty, cac::PartyName, cbc::Name}, &text::delivery_to},
    {{cac::DeliveryLocation, cbc::Name}, &text::delivery_place},
    {{cac::DeliveryLocation, cbc::ID}, &text::delivery_place_number},
    {{cac::DeliveryLocation, cac::Address}, &text::address, Kind::address},
    {{cac::DeliveryAddress}, &text::address, Kind::address},
    {{cac::DeliveryParty, cac::Contact, cbc::Name}, &text::contact},
    {{cac::DeliveryParty, cac::Contact, cbc::Telephone}, &text::telephone},
    {{cac::Despatch, cbc::ActualDespatchDate}, &text::despatched, Kind::date},
};
constexpr Term kShipment[] = {
    {{cbc::ID}, &text::shipment},
    {{cac::Consignment, cbc::ID}, &text::consignment},
    {{cac::Consignment, cac::CarrierParty, cac::PartyName}, &text::carrier},
    {{cbc::GrossWeightMeasure}, &text::weight, Kind::quantity},
    {{cbc::GrossVolumeMeasure}, &text::volume, Kind::quantity},
    {{cbc::TotalTransportHandlingUnitQuantity}, &text::packages},
    {{cac::Delivery, cac::EstimatedDeliveryPeriod}, &text::estimated, Kind::period},
    {{cac::Delivery, cac::Despatch, cbc::ActualDespatchDate}, &text::despatched, Kind::date},
};
constexpr Term kDeliveryTerms[] = {
    {{cbc::ID}, &text::delivery_terms},
    {{cbc::SpecialTerms}, &text::delivery_terms},
    {{cac::DeliveryLocation, cbc::ID}, &text::delivery_place},
};
constexpr Term kPayment[] = {
    {{cbc::PaymentMeansCode}, &text::pay_how, Kind::payment_means},
    {{cac::PayeeFinancialAccount, cbc::ID}, &text::account},
    {{cac::PayeeFinancialAccount, cbc::Name}, &text::account_name},
    {{cac::PayeeFinancialAccount, cac::FinancialInstitutionBranch, cbc::ID}, &text::bank},
    {{cbc::PaymentID}, &text::kid},
    {{cac::PaymentMandate, cbc::ID}, &text::mandate},
    {{cac::CardAccount, cbc::PrimaryAccountNumberID}, &text::card},
};
struct Sum {
    Name name;
    const Text* label;
};
constexpr Sum kSums[] = {
    {cbc::LineExtensionAmount, &text::sum_lines},
    {cbc::AllowanceTotalAmount, &text::sum_allowances},
    {cbc::ChargeTotalAmount, &text::sum_charges},
    {cbc::TaxExclusiveAmount, &text::sum_without_vat},
    {Name::other, &text::sum_vat},  // stands in TaxTotal
    {cbc::TaxInclusiveAmount, &text::sum_with_vat},
    {cbc::PrepaidAmount, &text::sum_prepaid},
    {cbc::PayableRoundingAmount, &text::sum_rounding},
    {cbc::PayableAmount, &text::sum_payable},
};
// clang-format on

class Reader {
public:
    Reader(const ubl::Tree& tree, ubl::DocumentType type, const Options& options)
        : tree_(tree), root_(tree.root()), type_(type), options_(options) {}

    Reading run() {
        out_.type = type_;
        out_.kind = type_label(type_, language());
        const std::string_view number = trimmed(root_.child(cbc::ID).text());
        out_.title = number.empty() ? out_.kind : out_.kind + " " + std::string(number);
        head();
        parties();
        answers();
        lines();
        adjustments();
        vat();
        totals();
        delivery();
        payment();
        files();
        if (options_.verdict != nullptr) put_remarks(out_, *options_.verdict, language());
        return std::move(out_);
    }

private:
    Language language() const { return options_.language; }
    std::string say(const Text& text) const { return std::string(text.in(language())); }
    std::string value(const Node& node, Kind kind = Kind::text) const {
        return node ? shown(node, kind, language()) : std::string();
    }

    void head() {
        out_.head.heading = say(text::about);
        add(out_.head.rows, root_, kHead, language());
        for (const Name each : {cbc::ID, cbc::IssueDate, cbc::DueDate, cbc::BuyerReference,
                                cac::OrderReference, cac::BillingReference, cac::InvoicePeriod,
                                cac::ValidityPeriod, cbc::DocumentCurrencyCode,
                                cbc::InvoiceTypeCode, cbc::CustomizationID, cbc::ProfileID}) {
            for (const Node& node : root_.children(each))
                out_.head.paths.push_back(tree_.path(node));
        }
        for (const Name each : {cbc::Note, cbc::CancellationNote}) {
            for (const Node& node : root_.children(each)) {
                if (std::string note = value(node); !note.empty())
                    out_.notes.push_back(std::move(note));
            }
        }
    }

    void parties() {
        for (const Role& role : kRoles) {
            for (const Node& outer : root_.children(role.outer)) {
                const Node& party = role.inner == Name::other ? outer : outer.child(role.inner);
                if (party) add_party(outer, party, *role.role);
            }
        }
    }

    void add_party(const Node& outer, const Node& party, const Text& role) {
        Party made;
        // An order has a buyer and, elsewhere, an invoicee; an invoice has its buyer there.
        const bool buyer =
            outer.name() == cac::AccountingCustomerParty && !root_.child(cac::BuyerCustomerParty);
        made.role = say(buyer ? text::buyer : role);
        made.name = value(party.child(cac::PartyLegalEntity).child(cbc::RegistrationName));
        const std::string name = value(party.child(cac::PartyName).child(cbc::Name));
        if (made.name.empty()) {
            made.name = name;
        } else if (!name.empty() && name != made.name) {
            made.rows.push_back({say(text::trading_name), name});
        }
        for (const Node& scheme : party.children(cac::PartyTaxScheme)) {
            const bool vat = trimmed(scheme.child(cac::TaxScheme).child(cbc::ID).text()) == "VAT";
            if (std::string registered = value(scheme.child(cbc::CompanyID)); !registered.empty())
                made.rows.push_back(
                    {say(vat ? text::vat_number : text::tax_number), std::move(registered)});
        }
        add(made.rows, party, kPartyRows, language());
        // The endpoint is mostly the organisation number once more.
        drop_repeated(made.rows);
        // Who is known by its address alone is called by it.
        if (made.name.empty() && !made.rows.empty()) {
            made.name = std::move(made.rows.front().value);
            made.rows.erase(made.rows.begin());
        }
        if (made.name.empty()) made.name = made.role;
        made.path = tree_.path(outer);
        out_.parties.push_back(std::move(made));
    }

    void drop_repeated(std::vector<Row>& rows) const {
        for (std::size_t i = 1; i < rows.size();) {
            const bool repeated =
                std::any_of(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(i),
                            [&](const Row& earlier) { return earlier.value == rows[i].value; });
            if (repeated)
                rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i));
            else
                ++i;
        }
    }

    // ---- What a response says

    void answers() {
        if (const Node& code = root_.child(cbc::OrderResponseCode)) {
            const Said said = response_word(type_, trimmed(code.text()), language());
            out_.answers.push_back({said.words, said.tone, {}, {}, {}, tree_.path(code)});
        }
        for (const Node& response : root_.children(cac::DocumentResponse)) answer(response);
    }

    void answer(const Node& document) {
        const Node& response = document.child(cac::Response);
        const std::string_view code = trimmed(response.child(cbc::ResponseCode).text());
        const Said said = response_word(type_, code, language());
        Answer made{said.words, said.tone, {}, {}, {}, tree_.path(document)};
        const Node& about = document.child(cac::DocumentReference);
        const auto row = [&](const Text& label, std::string text) {
            if (!text.empty()) made.rows.push_back({say(label), std::move(text)});
        };
        row(text::answers_document, value(about.child(cbc::ID)));
        row(text::answers_type, value(about.child(cbc::DocumentTypeCode), Kind::document_type));
        row(text::answers_date, value(about.child(cbc::IssueDate), Kind::date));
        row(text::effective, value(response.child(cbc::EffectiveDate), Kind::date));
        if (std::string text = value(response.child(cbc::Description)); !text.empty())
            made.reasons.push_back(std::move(text));
        statuses(made.reasons, response);
        out_.answers.push_back(std::move(made));
        for (const Node& line : document.children(cac::LineResponse)) line_answer(line);
    }

    void statuses(std::vector<std::string>& into, const Node& response) const {
        for (const Node& status : response.children(cac::Status)) {
            const Node& code = status.child(cbc::StatusReasonCode);
            std::string words = reason_word(code.value_of(ubl::AttributeName::listID),
                                            trimmed(code.text()), language());
            const std::string text = value(status.child(cbc::StatusReason));
            if (!words.empty() && !text.empty()) words += ": ";
            words += text;
            for (const Node& condition : status.children(cac::Condition)) {
                words += fmt::format(" ({} {})", value(condition.child(cbc::AttributeID)),
                                     value(condition.child(cbc::Description)));
            }
            if (!words.empty()) into.push_back(std::move(words));
        }
    }

    void line_answer(const Node& node) {
        Line made;
        made.path = tree_.path(node);
        const Node& response = node.child(cac::Response);
        made.name = value(node.child(cac::LineReference).child(cbc::LineID));
        if (made.name.empty() || made.name == "NA") made.name = say(text::whole_document);
        const Said said =
            response_word(type_, trimmed(response.child(cbc::ResponseCode).text()), language());
        made.status = said.words;
        made.tone = said.tone;
        std::vector<std::string> why;
        if (std::string text = value(response.child(cbc::Description)); !text.empty())
            why.push_back(std::move(text));
        statuses(why, response);
        for (std::string& each : why) made.details.push_back({"", std::move(each)});
        out_.lines_heading = say(text::line_answers);
        out_.lines.push_back(std::move(made));
    }

    // ---- Lines

    void lines() {
        std::size_t count = 0;
        const auto take = [&](const Node& outer, const Node& line) {
            if (++count > kMostLines) return;
            out_.lines.push_back(line_of(outer, line));
        };
        for (const Name each : {cac::InvoiceLine, cac::CreditNoteLine, cac::DespatchLine,
                                cac::CatalogueLine, cac::OrderLine}) {
            for (const Node& outer : root_.children(each))
                take(outer, outer.child(cac::LineItem) ? outer.child(cac::LineItem) : outer);
        }
        if (count == 0) return;
        out_.lines_heading = say(text::lines_heading);
        if (count > kMostLines) {
            out_.lines_left_out = render(text::lines_left_out, language(),
                                         {{"shown", static_cast<std::int64_t>(kMostLines)},
                                          {"count", static_cast<std::int64_t>(count)}});
        }
        for (const Line& line : out_.lines) {
            out_.has_prices = out_.has_prices || !line.price.empty();
            out_.has_vat = out_.has_vat || !line.vat.empty();
            out_.has_amounts = out_.has_amounts || !line.net.empty();
        }
    }

    Line line_of(const Node& outer, const Node& line) {
        Line made;
        made.path = tree_.path(outer);
        const Node& item = line.child(cac::Item);
        made.number = value(line.child(cbc::ID));
        made.name = value(item.child(cbc::Name));
        made.quantity = quantity_of(line);
        made.net = value(line.child(cbc::LineExtensionAmount), Kind::amount);
        made.vat = value(item.child(cac::ClassifiedTaxCategory).child(cbc::Percent), Kind::percent);
        price(made, line);
        if (const Node& status = line.child(cbc::LineStatusCode)) {
            const Said said = line_status_word(trimmed(status.text()), language());
            made.status = said.words;
            made.tone = said.tone;
        } else {
            made.status =
                catalogue_action_word(trimmed(line.child(cbc::ActionCode).text()), language());
        }
        const auto sentence = [&](std::string text) {
            if (!text.empty() && text != made.name) made.details.push_back({"", std::move(text)});
        };
        sentence(value(item.child(cbc::Description)));
        for (const Node& note : line.children(cbc::Note)) sentence(value(note));
        if (&outer != &line) {
            for (const Node& note : outer.children(cbc::Note)) sentence(value(note));
        }
        add(made.details, line, kLineRows, language());
        if (&outer != &line)
            add(made.details, outer, std::span(kLineRows).subspan(8, 2), language());
        properties(made, item);
        line_adjustments(made, line);
        substitute(made, outer);
        return made;
    }

    std::string quantity_of(const Node& line) const {
        for (const Name each : {cbc::InvoicedQuantity, cbc::CreditedQuantity, cbc::Quantity,
                                cbc::DeliveredQuantity}) {
            if (const Node& node = line.child(each)) return value(node, Kind::quantity);
        }
        const std::string_view unit = trimmed(line.child(cbc::OrderableUnit).text());
        return unit.empty() ? std::string() : html::unit_word(unit, true, language());
    }

    void price(Line& made, const Node& line) const {
        const Node& own = line.child(cac::Price);
        const Node& of =
            own ? own : line.child(cac::RequiredItemLocationQuantity).child(cac::Price);
        made.price = value(of.child(cbc::PriceAmount), Kind::amount);
        const Node& base = of.child(cbc::BaseQuantity);
        const auto per = Decimal::parse(trimmed(base.text()));
        if (base && !(per && *per == Decimal::whole(1))) {
            made.price = render(text::price_per, language(),
                                {{"price", made.price}, {"base", value(base, Kind::quantity)}});
        }
    }

    void properties(Line& made, const Node& item) const {
        for (const Node& each : item.children(cac::AdditionalItemProperty)) {
            std::string label = value(each.child(cbc::Name));
            std::string text = value(each.child(cbc::Value));
            if (!label.empty() && !text.empty())
                made.details.push_back({std::move(label), std::move(text)});
        }
    }

    void line_adjustments(Line& made, const Node& line) const {
        for (const Node& each : line.children(cac::AllowanceCharge)) {
            const bool charge = trimmed(each.child(cbc::ChargeIndicator).text()) == "true";
            made.details.push_back(
                {say(charge ? text::charge : text::allowance), adjustment_words(each)});
        }
    }

    std::string adjustment_words(const Node& each) const {
        std::string out = value(each.child(cbc::Amount), Kind::amount);
        if (const std::string rate = value(each.child(cbc::MultiplierFactorNumeric), Kind::percent);
            !rate.empty())
            out += " (" + rate + ")";
        if (const std::string why = value(each.child(cbc::AllowanceChargeReason)); !why.empty())
            out += ", " + why;
        return out;
    }

    void substitute(Line& made, const Node& outer) const {
        const Node& instead = outer.child(cac::SellerSubstitutedLineItem);
        if (!instead) return;
        std::string text = value(instead.child(cac::Item).child(cbc::Name));
        const std::string number =
            value(instead.child(cac::Item).child(cac::SellersItemIdentification).child(cbc::ID));
        if (!number.empty()) text += " (" + number + ")";
        made.details.push_back({say(text::substitute), std::move(text)});
    }

    // ---- Money

    void adjustments() {
        for (const Node& each : root_.children(cac::AllowanceCharge)) {
            Line made;
            made.path = tree_.path(each);
            const bool charge = trimmed(each.child(cbc::ChargeIndicator).text()) == "true";
            made.name = say(charge ? text::charge : text::allowance);
            if (std::string why = value(each.child(cbc::AllowanceChargeReason)); !why.empty())
                made.details.push_back({"", std::move(why)});
            made.quantity = value(each.child(cbc::MultiplierFactorNumeric), Kind::percent);
            made.vat = value(each.child(cac::TaxCategory).child(cbc::Percent), Kind::percent);
            made.net = value(each.child(cbc::Amount), Kind::amount);
            if (!charge && !made.net.empty()) made.net = "\u2212" + made.net;
            out_.adjustments.push_back(std::move(made));
        }
    }

    void vat() {
        for (const Node& total : root_.children(cac::TaxTotal)) {
            for (const Node& each : total.children(cac::TaxSubtotal)) {
                const Node& category = each.child(cac::TaxCategory);
                VatRow made;
                made.path = tree_.path(each);
                made.category =
                    vat_category_word(trimmed(category.child(cbc::ID).text()), language());
                made.rate = value(category.child(cbc::Percent), Kind::percent);
                made.base = value(each.child(cbc::TaxableAmount), Kind::amount);
                made.amount = value(each.child(cbc::TaxAmount), Kind::amount);
                made.reason = value(category.child(cbc::TaxExemptionReason));
                out_.vat.push_back(std::move(made));
            }
        }
    }

    void totals() {
        for (const Name each :
             {cac::LegalMonetaryTotal, cac::AnticipatedMonetaryTotal, cac::TaxTotal}) {
            for (const Node& node : root_.children(each))
                out_.totals_paths.push_back(tree_.path(node));
        }
        const Node& legal = root_.child(cac::LegalMonetaryTotal);
        const Node& sums = legal ? legal : root_.child(cac::AnticipatedMonetaryTotal);
        for (const Sum& sum : kSums) {
            const Node& node = sum.name == Name::other
                                   ? root_.child(cac::TaxTotal).child(cbc::TaxAmount)
                                   : sums.child(sum.name);
            if (!node) continue;
            const bool last = sum.name == cbc::PayableAmount;
            const bool credit = last && root_.child(cac::CreditNoteLine);
            out_.totals.push_back({say(credit ? text::sum_credited : *sum.label),
                                   value(node, Kind::amount), "", last});
        }
    }

    void section(const Text& heading, std::vector<Row> rows, std::vector<std::string> paths) {
        if (rows.empty() && paths.empty()) return;
        out_.sections.push_back({say(heading), std::move(rows), {}, std::move(paths)});
    }

    void gather(Name name, std::span<const Term> terms, std::vector<Row>& rows,
                std::vector<std::string>& paths) const {
        for (const Node& each : root_.children(name)) {
            add(rows, each, terms, language());
            paths.push_back(tree_.path(each));
        }
    }

    void delivery() {
        std::vector<Row> rows;
        std::vector<std::string> paths;
        gather(cac::Delivery, kDelivery, rows, paths);
        gather(cac::Shipment, kShipment, rows, paths);
        gather(cac::DeliveryTerms, kDeliveryTerms, rows, paths);
        section(text::delivery_heading, std::move(rows), std::move(paths));
    }

    void payment() {
        std::vector<Row> rows;
        std::vector<std::string> paths;
        gather(cac::PaymentMeans, kPayment, rows, paths);
        for (const Node& each : root_.children(cac::PaymentTerms)) {
            if (std::string note = value(each.child(cbc::Note)); !note.empty())
                rows.push_back({say(text::payment_terms), std::move(note)});
            paths.push_back(tree_.path(each));
        }
        section(text::payment_heading, std::move(rows), std::move(paths));
    }

    void files();

    const ubl::Tree& tree_;
    const Node& root_;
    ubl::DocumentType type_;
    const Options& options_;
    Reading out_;
};

// Where attachments stand: with the document, and with the items of a catalogue.
std::vector<const Node*> references(const Node& root) {
    constexpr Name kOwn[] = {cac::AdditionalDocumentReference};
    constexpr Name kItems[] = {cac::CatalogueLine, cac::Item,
                               cac::ItemSpecificationDocumentReference};
    std::vector<const Node*> out = all(root, kOwn);
    for (const Node* each : all(root, kItems)) out.push_back(each);
    return out;
}

const Node& content_of(const Node& reference) {
    return reference.child(cac::Attachment).child(cbc::EmbeddedDocumentBinaryObject);
}

std::string name_of(const Node& reference) {
    const std::string_view name = content_of(reference).value_of(ubl::AttributeName::filename);
    return std::string(name.empty() ? trimmed(reference.child(cbc::ID).text()) : name);
}

void Reader::files() {
    std::int64_t number = 0;
    for (const Node* reference : references(root_)) {
        ++number;
        std::string label = value(reference->child(cbc::DocumentDescription));
        const std::string name = name_of(*reference);
        label = label.empty() ? name : label + " (" + name + ")";
        const std::string uri =
            value(reference->child(cac::Attachment).child(cac::ExternalReference).child(cbc::URI));
        if (content_of(*reference)) {
            out_.files.push_back({fmt::format("{}/{}", options_.files_path, number), label});
        } else if (uri.starts_with("https://") || uri.starts_with("http://")) {
            out_.files.push_back(
                {uri, render(text::outside, language(), {{"label", label}, {"uri", uri}})});
        } else if (trimmed(reference->child(cbc::DocumentTypeCode).text()) == "130") {
            out_.head.rows.push_back({say(text::object), name});
        }
        if (out_.files.size() == 100) break;
    }
}

}  // namespace

Reading reading(const ubl::Tree& tree, ubl::DocumentType type, const Options& options) {
    return Reader(tree, type, options).run();
}

std::optional<Reading> read(std::string_view bytes, Language language, std::string files_path) {
    const ubl::Limits limits{.bytes = ubl::kHardLimitBytes};
    ubl::Tree tree;
    if (!tree.parse(bytes, limits)) return std::nullopt;
    const peppol::Verdict verdict = peppol::judge(bytes, {}, limits);
    return reading(tree, ubl::recognise(tree), {language, std::move(files_path), &verdict});
}

std::optional<Attached> attached(std::string_view bytes, std::int64_t number) {
    ubl::Tree tree;
    if (!tree.parse(bytes, {.bytes = ubl::kHardLimitBytes})) return std::nullopt;
    const auto every = references(tree.root());
    if (number < 1 || static_cast<std::size_t>(number) > every.size()) return std::nullopt;
    const Node& reference = *every[static_cast<std::size_t>(number - 1)];
    const Node& content = content_of(reference);
    if (!content) return std::nullopt;
    auto decoded = ubl::attachment_bytes(content.text());
    if (!decoded) return std::nullopt;
    return Attached{name_of(reference), std::string(content.value_of(ubl::AttributeName::mimeCode)),
                    std::move(*decoded)};
}

}  // namespace samkjop::document
