#pragma once
// Where each business term stands in UBL, said once: the same functions read and write, so what is
// written is what is read. `io` is a Reader or a Writer; the calls stand in the schema's order.

#include "ubl/documents.h"
#include "ubl/vocabulary.h"

namespace samkjop::ubl::binding {

template <class Io, class T>
using Ref = std::conditional_t<Io::kReading, T&, const T&>;

template <class Io>
void address(Io& io, Name name, Ref<Io, Address> of) {
    io.group(name, [&] {
        io.text(cbc::StreetName, of.street);
        io.text(cbc::AdditionalStreetName, of.additional_street);
        io.text(cbc::CityName, of.city);
        io.text(cbc::PostalZone, of.postal_zone);
        io.text(cbc::CountrySubentity, of.region);
        io.group(cac::AddressLine, [&] { io.text(cbc::Line, of.line); });
        io.group(cac::Country, [&] { io.text(cbc::IdentificationCode, of.country); });
    });
}

template <class Io>
void contact(Io& io, Ref<Io, Contact> of) {
    io.group(cac::Contact, [&] {
        io.text(cbc::Name, of.name);
        io.text(cbc::Telephone, of.telephone);
        io.text(cbc::ElectronicMail, of.email);
    });
}

template <class Io>
void party_content(Io& io, Ref<Io, Party> of) {
    io.identifier(cbc::EndpointID, of.endpoint);
    io.list(cac::PartyIdentification, of.identifiers,
            [&](auto& each) { io.identifier(cbc::ID, each); });
    io.group(cac::PartyName, [&] { io.text(cbc::Name, of.name); });
    address(io, cac::PostalAddress, of.address);
    io.list(cac::PartyTaxScheme, of.tax_registrations, [&](auto& each) {
        io.text(cbc::CompanyID, each.identifier);
        io.group(cac::TaxScheme, [&] { io.text(cbc::ID, each.scheme); });
    });
    io.group(cac::PartyLegalEntity, [&] {
        io.text(cbc::RegistrationName, of.legal_name);
        io.identifier(cbc::CompanyID, of.legal_identifier);
        io.text(cbc::CompanyLegalForm, of.legal_form);
        io.group(cac::RegistrationAddress, [&] {
            io.text(cbc::CityName, of.registration_city);
            io.group(cac::Country,
                     [&] { io.text(cbc::IdentificationCode, of.registration_country); });
        });
    });
    contact(io, of.contact);
}

template <class Io>
void party(Io& io, Name name, Ref<Io, Party> of) {
    io.group(name, [&] { party_content(io, of); });
}

template <class Io>
void party_in(Io& io, Name outer, Ref<Io, Party> of) {
    io.group(outer, [&] { party(io, cac::Party, of); });
}

template <class Io>
void period(Io& io, Name name, Ref<Io, Period> of) {
    io.group(name, [&] {
        io.date(cbc::StartDate, of.start);
        io.text(cbc::StartTime, of.start_time);
        io.date(cbc::EndDate, of.end);
        io.text(cbc::EndTime, of.end_time);
        io.text(cbc::DescriptionCode, of.description_code);
    });
}

template <class Io>
void vat_category(Io& io, Name name, Ref<Io, std::string> category,
                  Ref<Io, std::optional<Decimal>> rate) {
    io.group(name, [&] {
        io.text(cbc::ID, category);
        io.decimal(cbc::Percent, rate);
        io.fixed_group(cac::TaxScheme, cbc::ID, "VAT");
    });
}

template <class Io>
void attachment_content(Io& io, Ref<Io, Attachment> of) {
    io.text(cbc::ID, of.identifier);
    io.text(cbc::DocumentTypeCode, of.type_code);
    io.text(io.is_order() ? cbc::DocumentType : cbc::DocumentDescription, of.description);
    io.group(cac::Attachment, [&] {
        io.binary(cbc::EmbeddedDocumentBinaryObject, of);
        io.group(cac::ExternalReference, [&] { io.text(cbc::URI, of.uri); });
    });
}

template <class Io>
void adjustments(Io& io, Ref<Io, std::vector<AllowanceCharge>> of) {
    io.list(cac::AllowanceCharge, of, [&](auto& each) {
        io.boolean(cbc::ChargeIndicator, each.is_charge);
        io.text(cbc::AllowanceChargeReasonCode, each.reason_code);
        io.text(cbc::AllowanceChargeReason, each.reason);
        io.decimal(cbc::MultiplierFactorNumeric, each.percentage);
        io.amount(cbc::Amount, each.amount);
        io.amount(cbc::BaseAmount, each.base_amount);
        vat_category(io, cac::TaxCategory, each.vat_category, each.vat_rate);
    });
}

template <class Io>
void price(Io& io, Ref<Io, Price> of) {
    io.group(cac::Price, [&] {
        io.amount(cbc::PriceAmount, of.amount);
        io.quantity(cbc::BaseQuantity, of.base_quantity);
        io.group(cac::AllowanceCharge, [&] {
            io.fixed(cbc::ChargeIndicator, "false");
            io.amount(cbc::Amount, of.allowance);
            io.amount(cbc::BaseAmount, of.gross);
        });
    });
}

template <class Io>
void item_content(Io& io, Ref<Io, Item> of) {
    io.text(cbc::Description, of.description);
    io.quantity(cbc::PackQuantity, of.pack_quantity);
    io.decimal(cbc::PackSizeNumeric, of.pack_size);
    io.text(cbc::Name, of.name);
    io.texts(cbc::Keyword, of.keywords);
    io.texts(cbc::BrandName, of.brands);
    io.group(cac::BuyersItemIdentification, [&] { io.text(cbc::ID, of.buyers_identifier); });
    io.group(cac::SellersItemIdentification, [&] { io.text(cbc::ID, of.sellers_identifier); });
    io.group(cac::ManufacturersItemIdentification,
             [&] { io.text(cbc::ID, of.manufacturers_identifier); });
    io.group(cac::StandardItemIdentification,
             [&] { io.identifier(cbc::ID, of.standard_identifier); });
    io.list(cac::ItemSpecificationDocumentReference, of.specifications,
            [&](auto& each) { attachment_content(io, each); });
    io.group(cac::OriginCountry, [&] { io.text(cbc::IdentificationCode, of.origin_country); });
    io.list(cac::CommodityClassification, of.classifications,
            [&](auto& each) { io.classification(cbc::ItemClassificationCode, each); });
    vat_category(io, cac::ClassifiedTaxCategory, of.vat_category, of.vat_rate);
    io.list(cac::AdditionalItemProperty, of.properties, [&](auto& each) {
        io.text(cbc::Name, each.name);
        io.text(cbc::Value, each.value);
    });
    io.group(cac::ManufacturerParty,
             [&] { io.group(cac::PartyName, [&] { io.text(cbc::Name, of.manufacturer); }); });
}

template <class Io>
void item(Io& io, Ref<Io, Item> of) {
    io.group(cac::Item, [&] { item_content(io, of); });
}

template <class Io>
void totals(Io& io, Name name, Ref<Io, Totals> of) {
    io.group(name, [&] {
        io.amount(cbc::LineExtensionAmount, of.lines);
        io.amount(cbc::TaxExclusiveAmount, of.without_vat);
        io.amount(cbc::TaxInclusiveAmount, of.with_vat);
        io.amount(cbc::AllowanceTotalAmount, of.allowances);
        io.amount(cbc::ChargeTotalAmount, of.charges);
        io.amount(cbc::PrepaidAmount, of.prepaid);
        io.amount(cbc::PayableRoundingAmount, of.rounding);
        io.amount(cbc::PayableAmount, of.payable);
    });
}

template <class Io>
void delivery(Io& io, Ref<Io, Delivery> of) {
    io.group(cac::Delivery, [&] {
        io.date(cbc::ActualDeliveryDate, of.date);
        io.group(cac::DeliveryLocation, [&] {
            io.identifier(cbc::ID, of.location);
            io.text(cbc::Name, of.location_name);
            address(io, cac::Address, of.address);
        });
        period(io, cac::RequestedDeliveryPeriod, of.requested);
        period(io, cac::PromisedDeliveryPeriod, of.promised);
        io.group(cac::DeliveryParty, [&] {
            io.group(cac::PartyIdentification,
                     [&] { io.identifier(cbc::ID, of.party_identifier); });
            io.group(cac::PartyName, [&] { io.text(cbc::Name, of.party_name); });
            contact(io, of.party_contact);
        });
        io.group(cac::Shipment, [&] {
            io.text(cbc::ID, of.shipment);
            io.group(cac::TransportHandlingUnit,
                     [&] { io.text(cbc::ShippingMarks, of.shipping_marks); });
        });
    });
}

template <class Io>
void reference(Io& io, Name name, Ref<Io, std::string> of) {
    io.group(name, [&] { io.text(cbc::ID, of); });
}

// ---------------------------------------------------------------- invoice and credit note

template <class Io>
void invoice_line(Io& io, Ref<Io, InvoiceLine> of, bool credit_note) {
    io.source(of.source);
    io.text(cbc::ID, of.identifier);
    io.text(cbc::Note, of.note);
    io.quantity(credit_note ? cbc::CreditedQuantity : cbc::InvoicedQuantity, of.quantity);
    io.amount(cbc::LineExtensionAmount, of.net_amount);
    io.text(cbc::AccountingCost, of.accounting_cost);
    period(io, cac::InvoicePeriod, of.period);
    io.group(cac::OrderLineReference, [&] { io.text(cbc::LineID, of.order_line_reference); });
    io.group(cac::DocumentReference, [&] {
        io.identifier(cbc::ID, of.object);
        io.fixed(cbc::DocumentTypeCode, "130");
    });
    adjustments(io, of.adjustments);
    item(io, of.item);
    price(io, of.price);
}

template <class Io>
void vat_subtotal(Io& io, Ref<Io, VatSubtotal> of) {
    io.amount(cbc::TaxableAmount, of.taxable_amount);
    io.amount(cbc::TaxAmount, of.tax_amount);
    io.group(cac::TaxCategory, [&] {
        io.text(cbc::ID, of.category);
        io.decimal(cbc::Percent, of.rate);
        io.text(cbc::TaxExemptionReasonCode, of.exemption_code);
        io.text(cbc::TaxExemptionReason, of.exemption_reason);
        io.fixed_group(cac::TaxScheme, cbc::ID, "VAT");
    });
}

template <class Io>
void payment_means(Io& io, Ref<Io, PaymentMeans> of, Ref<Io, std::optional<Date>> credit_due) {
    io.coded(cbc::PaymentMeansCode, of.code, of.text);
    io.date(cbc::PaymentDueDate, credit_due);
    io.text(cbc::PaymentID, of.remittance);
    io.group(cac::CardAccount, [&] {
        io.text(cbc::PrimaryAccountNumberID, of.card_number);
        io.text(cbc::NetworkID, of.card_network);
        io.text(cbc::HolderName, of.card_holder);
    });
    io.group(cac::PayeeFinancialAccount, [&] {
        io.text(cbc::ID, of.account);
        io.text(cbc::Name, of.account_name);
        io.group(cac::FinancialInstitutionBranch, [&] { io.text(cbc::ID, of.service_provider); });
    });
    io.group(cac::PaymentMandate, [&] {
        io.text(cbc::ID, of.mandate);
        io.group(cac::PayerFinancialAccount, [&] { io.text(cbc::ID, of.debited_account); });
    });
}

template <class Io>
void invoice_references(Io& io, Ref<Io, Invoice> of) {
    io.group(cac::OrderReference, [&] {
        io.text(cbc::ID, of.order_reference);
        io.text(cbc::SalesOrderID, of.sales_order_reference);
    });
    io.list(cac::BillingReference, of.preceding_invoices, [&](auto& each) {
        io.group(cac::InvoiceDocumentReference, [&] {
            io.text(cbc::ID, each.number);
            io.date(cbc::IssueDate, each.issue_date);
        });
    });
    reference(io, cac::DespatchDocumentReference, of.despatch_reference);
    reference(io, cac::ReceiptDocumentReference, of.receipt_reference);
    if (!of.is_credit_note) {
        reference(io, cac::OriginatorDocumentReference, of.tender_reference);
    }
    reference(io, cac::ContractDocumentReference, of.contract_reference);
    // AdditionalDocumentReference is three terms, told apart by its type code: 130 is BT-18, in
    // credit notes 50 is BT-11, and what has none of these is an attachment.
    io.attachments(of);
    if (of.is_credit_note) {
        reference(io, cac::OriginatorDocumentReference, of.tender_reference);
    } else {
        reference(io, cac::ProjectReference, of.project_reference);
    }
}

template <class Io>
void invoice(Io& io, Ref<Io, Invoice> of) {
    io.text(cbc::CustomizationID, of.customization);
    io.text(cbc::ProfileID, of.profile);
    io.text(cbc::ID, of.number);
    io.date(cbc::IssueDate, of.issue_date);
    if (of.is_credit_note) {
        io.date(cbc::TaxPointDate, of.tax_point_date);
        io.text(cbc::CreditNoteTypeCode, of.type_code);
        io.text(cbc::Note, of.note);
    } else {
        io.date(cbc::DueDate, of.due_date);
        io.text(cbc::InvoiceTypeCode, of.type_code);
        io.text(cbc::Note, of.note);
        io.date(cbc::TaxPointDate, of.tax_point_date);
    }
    io.text(cbc::DocumentCurrencyCode, of.currency);
    io.text(cbc::TaxCurrencyCode, of.tax_currency);
    io.text(cbc::AccountingCost, of.accounting_cost);
    io.text(cbc::BuyerReference, of.buyer_reference);
    period(io, cac::InvoicePeriod, of.period);
    invoice_references(io, of);
    party_in(io, cac::AccountingSupplierParty, of.seller);
    party_in(io, cac::AccountingCustomerParty, of.buyer);
    party(io, cac::PayeeParty, of.payee);
    party(io, cac::TaxRepresentativeParty, of.tax_representative);
    delivery(io, of.delivery);
    io.payments(of);
    io.group(cac::PaymentTerms, [&] { io.text(cbc::Note, of.payment_terms); });
    adjustments(io, of.adjustments);
    io.vat_totals(of);
    totals(io, cac::LegalMonetaryTotal, of.totals);
    io.list(of.is_credit_note ? cac::CreditNoteLine : cac::InvoiceLine, of.lines,
            [&](auto& each) { invoice_line(io, each, of.is_credit_note); });
}

// ---------------------------------------------------------------- order and response

template <class Io>
void order_line(Io& io, Ref<Io, OrderLine> of) {
    io.source(of.source);
    io.text(cbc::Note, of.note);
    io.group(cac::LineItem, [&] {
        io.text(cbc::ID, of.identifier);
        io.text(cbc::LineStatusCode, of.status);
        io.quantity(cbc::Quantity, of.quantity);
        io.amount(cbc::LineExtensionAmount, of.net_amount);
        io.boolean(cbc::PartialDeliveryIndicator, of.partial_delivery);
        io.text(cbc::AccountingCost, of.accounting_cost);
        io.group(cac::Delivery,
                 [&] { period(io, cac::RequestedDeliveryPeriod, of.requested_delivery); });
        io.group(cac::OriginatorParty, [&] {
            io.group(cac::PartyIdentification,
                     [&] { io.identifier(cbc::ID, of.originator_identifier); });
            io.group(cac::PartyName, [&] { io.text(cbc::Name, of.originator); });
        });
        adjustments(io, of.adjustments);
        price(io, of.price);
        item(io, of.item);
    });
}

template <class Io>
void order(Io& io, Ref<Io, Order> of) {
    io.text(cbc::CustomizationID, of.customization);
    io.text(cbc::ProfileID, of.profile);
    io.text(cbc::ID, of.number);
    io.text(cbc::SalesOrderID, of.sales_order_reference);
    io.date(cbc::IssueDate, of.issue_date);
    io.text(cbc::IssueTime, of.issue_time);
    io.text(cbc::OrderTypeCode, of.type_code);
    io.text(cbc::Note, of.note);
    io.text(cbc::DocumentCurrencyCode, of.currency);
    io.text(cbc::CustomerReference, of.customer_reference);
    io.text(cbc::AccountingCost, of.accounting_cost);
    io.group(cac::ValidityPeriod, [&] { io.date(cbc::EndDate, of.valid_until); });
    reference(io, cac::QuotationDocumentReference, of.quotation_reference);
    reference(io, cac::OrderDocumentReference, of.previous_order_reference);
    reference(io, cac::OriginatorDocumentReference, of.requisition_reference);
    reference(io, cac::CatalogueReference, of.catalogue_reference);
    io.list(cac::AdditionalDocumentReference, of.attachments,
            [&](auto& each) { attachment_content(io, each); });
    reference(io, cac::Contract, of.contract_reference);
    reference(io, cac::ProjectReference, of.project_reference);
    party_in(io, cac::BuyerCustomerParty, of.buyer);
    party_in(io, cac::SellerSupplierParty, of.seller);
    party_in(io, cac::OriginatorCustomerParty, of.originator);
    party_in(io, cac::AccountingCustomerParty, of.invoicee);
    delivery(io, of.delivery);
    io.group(cac::DeliveryTerms, [&] {
        io.text(cbc::ID, of.delivery_terms_code);
        io.text(cbc::SpecialTerms, of.delivery_terms);
        reference(io, cac::DeliveryLocation, of.delivery_terms_location);
    });
    io.group(cac::PaymentTerms, [&] { io.text(cbc::Note, of.payment_terms); });
    adjustments(io, of.adjustments);
    io.group(cac::TaxTotal, [&] { io.amount(cbc::TaxAmount, of.vat_total); });
    totals(io, cac::AnticipatedMonetaryTotal, of.totals);
    io.list(cac::OrderLine, of.lines, [&](auto& each) { order_line(io, each); });
}

// T114 leaves out what an order says of its kind, its catalogue and its project.
template <class Io>
void order_change(Io& io, Ref<Io, OrderChange> change) {
    auto& of = change.order;
    io.text(cbc::CustomizationID, of.customization);
    io.text(cbc::ProfileID, of.profile);
    io.text(cbc::ID, of.number);
    io.text(cbc::SalesOrderID, of.sales_order_reference);
    io.date(cbc::IssueDate, of.issue_date);
    io.text(cbc::IssueTime, of.issue_time);
    io.text(cbc::SequenceNumberID, change.sequence);
    io.text(cbc::Note, of.note);
    io.text(cbc::DocumentCurrencyCode, of.currency);
    io.text(cbc::CustomerReference, of.customer_reference);
    io.text(cbc::AccountingCost, of.accounting_cost);
    io.group(cac::ValidityPeriod, [&] { io.date(cbc::EndDate, of.valid_until); });
    reference(io, cac::OrderReference, change.order_reference);
    reference(io, cac::QuotationDocumentReference, of.quotation_reference);
    reference(io, cac::OriginatorDocumentReference, of.requisition_reference);
    io.list(cac::AdditionalDocumentReference, of.attachments,
            [&](auto& each) { attachment_content(io, each); });
    reference(io, cac::Contract, of.contract_reference);
    party_in(io, cac::BuyerCustomerParty, of.buyer);
    party_in(io, cac::SellerSupplierParty, of.seller);
    party_in(io, cac::OriginatorCustomerParty, of.originator);
    party_in(io, cac::AccountingCustomerParty, of.invoicee);
    delivery(io, of.delivery);
    io.group(cac::DeliveryTerms, [&] {
        io.text(cbc::ID, of.delivery_terms_code);
        io.text(cbc::SpecialTerms, of.delivery_terms);
        reference(io, cac::DeliveryLocation, of.delivery_terms_location);
    });
    io.group(cac::PaymentTerms, [&] { io.text(cbc::Note, of.payment_terms); });
    adjustments(io, of.adjustments);
    io.group(cac::TaxTotal, [&] { io.amount(cbc::TaxAmount, of.vat_total); });
    totals(io, cac::AnticipatedMonetaryTotal, of.totals);
    io.list(cac::OrderLine, of.lines, [&](auto& each) { order_line(io, each); });
}

template <class Io>
void order_cancellation(Io& io, Ref<Io, OrderCancellation> of) {
    io.text(cbc::CustomizationID, of.customization);
    io.text(cbc::ProfileID, of.profile);
    io.text(cbc::ID, of.number);
    io.date(cbc::IssueDate, of.issue_date);
    io.text(cbc::IssueTime, of.issue_time);
    io.text(cbc::Note, of.note);
    io.text(cbc::CancellationNote, of.reason);
    reference(io, cac::OrderReference, of.order_reference);
    reference(io, cac::OriginatorDocumentReference, of.requisition_reference);
    io.list(cac::AdditionalDocumentReference, of.attachments,
            [&](auto& each) { attachment_content(io, each); });
    reference(io, cac::Contract, of.contract_reference);
    party_in(io, cac::BuyerCustomerParty, of.buyer);
    party_in(io, cac::SellerSupplierParty, of.seller);
    party_in(io, cac::OriginatorCustomerParty, of.originator);
}

template <class Io>
void contact_at(Io& io, Name name, Ref<Io, Contact> of) {
    io.group(name, [&] {
        io.text(cbc::Name, of.name);
        io.text(cbc::Telephone, of.telephone);
        io.text(cbc::ElectronicMail, of.email);
    });
}

template <class Io>
void order_agreement(Io& io, Ref<Io, OrderAgreement> of) {
    io.text(cbc::CustomizationID, of.customization);
    io.text(cbc::ProfileID, of.profile);
    io.text(cbc::ID, of.number);
    io.text(cbc::SalesOrderID, of.sales_order_reference);
    io.date(cbc::IssueDate, of.issue_date);
    io.text(cbc::IssueTime, of.issue_time);
    io.text(cbc::Note, of.note);
    io.text(cbc::DocumentCurrencyCode, of.currency);
    io.text(cbc::CustomerReference, of.customer_reference);
    reference(io, cac::OrderReference, of.order_reference);
    reference(io, cac::OriginatorDocumentReference, of.requisition_reference);
    io.list(cac::AdditionalDocumentReference, of.attachments,
            [&](auto& each) { attachment_content(io, each); });
    reference(io, cac::Contract, of.contract_reference);
    party_in(io, cac::SellerSupplierParty, of.seller);
    io.group(cac::BuyerCustomerParty, [&] {
        party(io, cac::Party, of.buyer);
        contact_at(io, cac::DeliveryContact, of.delivery_contact);
    });
    party_in(io, cac::OriginatorCustomerParty, of.originator);
    party_in(io, cac::AccountingCustomerParty, of.invoicee);
    delivery(io, of.delivery);
    adjustments(io, of.adjustments);
    io.group(cac::TaxTotal, [&] {
        io.amount(cbc::TaxAmount, of.vat_total);
        io.list(cac::TaxSubtotal, of.vat_breakdown, [&](auto& each) { vat_subtotal(io, each); });
    });
    totals(io, cac::LegalMonetaryTotal, of.totals);
    io.list(cac::OrderLine, of.lines, [&](auto& each) { order_line(io, each); });
}

template <class Io>
void order_response_line(Io& io, Ref<Io, OrderResponseLine> of) {
    io.source(of.source);
    io.group(cac::LineItem, [&] {
        io.text(cbc::ID, of.identifier);
        io.text(cbc::Note, of.note);
        io.text(cbc::LineStatusCode, of.status);
        io.quantity(cbc::Quantity, of.quantity);
        io.decimal(cbc::MaximumBackorderQuantity, of.backordered);
        io.group(cac::Delivery,
                 [&] { period(io, cac::PromisedDeliveryPeriod, of.promised_delivery); });
        price(io, of.price);
        item(io, of.item);
    });
    io.group(cac::SellerSubstitutedLineItem, [&] {
        io.text(cbc::ID, of.substitute_identifier);
        item(io, of.substitute);
    });
    io.group(cac::OrderLineReference, [&] { io.text(cbc::LineID, of.order_line_reference); });
}

template <class Io>
void order_response(Io& io, Ref<Io, OrderResponse> of) {
    io.text(cbc::CustomizationID, of.customization);
    io.text(cbc::ProfileID, of.profile);
    io.text(cbc::ID, of.number);
    io.text(cbc::SalesOrderID, of.sales_order_reference);
    io.date(cbc::IssueDate, of.issue_date);
    io.text(cbc::IssueTime, of.issue_time);
    io.text(cbc::OrderResponseCode, of.code);
    io.text(cbc::Note, of.note);
    io.text(cbc::DocumentCurrencyCode, of.currency);
    io.text(cbc::CustomerReference, of.customer_reference);
    reference(io, cac::OrderReference, of.order_reference);
    reference(io, cac::OrderChangeDocumentReference, of.change_reference);
    party_in(io, cac::SellerSupplierParty, of.seller);
    party_in(io, cac::BuyerCustomerParty, of.buyer);
    io.group(cac::Delivery, [&] { period(io, cac::PromisedDeliveryPeriod, of.promised_delivery); });
    io.list(cac::OrderLine, of.lines, [&](auto& each) { order_response_line(io, each); });
}

// ---------------------------------------------------------------- despatch advice

template <class Io>
void despatch_line(Io& io, Ref<Io, DespatchLine> of) {
    io.source(of.source);
    io.text(cbc::ID, of.identifier);
    io.text(cbc::Note, of.note);
    io.quantity(cbc::DeliveredQuantity, of.delivered);
    io.quantity(cbc::OutstandingQuantity, of.outstanding);
    io.text(cbc::OutstandingReason, of.outstanding_reason);
    io.group(cac::OrderLineReference, [&] {
        io.text(cbc::LineID, of.order_line_reference);
        io.text(cbc::SalesOrderLineID, of.sales_order_line_reference);
        reference(io, cac::OrderReference, of.order_reference);
    });
    io.group(cac::Item, [&] {
        item_content(io, of.item);
        io.group(cac::ItemInstance, [&] {
            io.text(cbc::SerialID, of.serial);
            io.group(cac::LotIdentification, [&] {
                io.text(cbc::LotNumberID, of.lot);
                io.date(cbc::ExpiryDate, of.expires);
            });
        });
    });
}

template <class Io>
void despatch_advice(Io& io, Ref<Io, DespatchAdvice> of) {
    io.text(cbc::CustomizationID, of.customization);
    io.text(cbc::ProfileID, of.profile);
    io.text(cbc::ID, of.number);
    io.date(cbc::IssueDate, of.issue_date);
    io.text(cbc::IssueTime, of.issue_time);
    io.text(cbc::Note, of.note);
    reference(io, cac::OrderReference, of.order_reference);
    io.list(cac::AdditionalDocumentReference, of.attachments,
            [&](auto& each) { attachment_content(io, each); });
    party_in(io, cac::DespatchSupplierParty, of.despatcher);
    io.group(cac::DeliveryCustomerParty, [&] {
        party(io, cac::Party, of.receiver);
        contact_at(io, cac::DeliveryContact, of.receiver_contact);
    });
    party_in(io, cac::BuyerCustomerParty, of.buyer);
    party_in(io, cac::SellerSupplierParty, of.seller);
    party_in(io, cac::OriginatorCustomerParty, of.originator);
    io.group(cac::Shipment, [&] {
        io.text(cbc::ID, of.shipment);
        io.text(cbc::Information, of.shipment_information);
        io.group(cac::Consignment, [&] {
            io.text(cbc::ID, of.consignment);
            io.group(cac::CarrierParty,
                     [&] { io.group(cac::PartyName, [&] { io.text(cbc::Name, of.carrier); }); });
        });
        io.group(cac::Delivery, [&] {
            io.text(cbc::TrackingID, of.tracking);
            period(io, cac::EstimatedDeliveryPeriod, of.estimated_delivery);
            io.group(cac::Despatch, [&] {
                io.date(cbc::ActualDespatchDate, of.despatched);
                io.text(cbc::ActualDespatchTime, of.despatched_time);
            });
        });
    });
    io.list(cac::DespatchLine, of.lines, [&](auto& each) { despatch_line(io, each); });
}

// ---------------------------------------------------------------- message responses

template <class Io>
void message_response(Io& io, Ref<Io, MessageResponse> of) {
    io.text(cbc::CustomizationID, of.customization);
    io.text(cbc::ProfileID, of.profile);
    io.text(cbc::ID, of.number);
    io.date(cbc::IssueDate, of.issue_date);
    io.text(cbc::IssueTime, of.issue_time);
    io.text(cbc::Note, of.note);
    party(io, cac::SenderParty, of.sender);
    party(io, cac::ReceiverParty, of.receiver);
    io.group(cac::DocumentResponse, [&] {
        io.group(cac::Response, [&] {
            io.text(cbc::ResponseCode, of.code);
            io.text(cbc::Description, of.description);
        });
        io.group(cac::DocumentReference, [&] {
            io.text(cbc::ID, of.document);
            io.text(cbc::DocumentTypeCode, of.document_type_code);
            io.text(cbc::VersionID, of.document_version);
        });
        io.list(cac::LineResponse, of.lines, [&](auto& each) {
            io.group(cac::LineReference, [&] { io.text(cbc::LineID, each.line); });
            io.group(cac::Response, [&] {
                io.text(cbc::ResponseCode, each.code);
                io.text(cbc::Description, each.description);
                io.group(cac::Status, [&] { io.text(cbc::StatusReasonCode, each.reason); });
            });
        });
    });
}

// ---------------------------------------------------------------- invoice response

template <class Io>
void invoice_response(Io& io, Ref<Io, InvoiceResponse> of) {
    io.text(cbc::CustomizationID, of.customization);
    io.text(cbc::ProfileID, of.profile);
    io.text(cbc::ID, of.number);
    io.date(cbc::IssueDate, of.issue_date);
    io.text(cbc::IssueTime, of.issue_time);
    io.text(cbc::Note, of.note);
    party(io, cac::SenderParty, of.sender);
    party(io, cac::ReceiverParty, of.receiver);
    io.group(cac::DocumentResponse, [&] {
        io.group(cac::Response, [&] {
            io.text(cbc::ResponseCode, of.code);
            io.date(cbc::EffectiveDate, of.effective_date);
            io.list(cac::Status, of.statuses, [&](auto& status) {
                io.listed(cbc::StatusReasonCode, status.code, status.list);
                io.text(cbc::StatusReason, status.text);
                io.list(cac::Condition, status.conditions, [&](auto& each) {
                    io.text(cbc::AttributeID, each.term);
                    io.text(cbc::Description, each.value);
                });
            });
        });
        io.group(cac::DocumentReference, [&] {
            io.text(cbc::ID, of.invoice_number);
            io.date(cbc::IssueDate, of.invoice_issue_date);
            io.text(cbc::DocumentTypeCode, of.invoice_type_code);
        });
    });
}

// ---------------------------------------------------------------- catalogue

template <class Io>
void catalogue_line(Io& io, Ref<Io, CatalogueLine> of) {
    io.source(of.source);
    io.text(cbc::ID, of.identifier);
    io.text(cbc::ActionCode, of.action);
    io.boolean(cbc::OrderableIndicator, of.orderable);
    io.text(cbc::OrderableUnit, of.orderable_unit);
    io.quantity(cbc::ContentUnitQuantity, of.content);
    io.decimal(cbc::OrderQuantityIncrementNumeric, of.order_increment);
    io.quantity(cbc::MinimumOrderQuantity, of.minimum_order);
    io.quantity(cbc::MaximumOrderQuantity, of.maximum_order);
    io.text(cbc::WarrantyInformation, of.warranty);
    io.text(cbc::PackLevelCode, of.pack_level);
    period(io, cac::LineValidityPeriod, of.validity);
    io.group(cac::ItemComparison, [&] {
        io.amount(cbc::PriceAmount, of.comparison_price);
        io.quantity(cbc::Quantity, of.comparison_quantity);
    });
    io.list(cac::RequiredItemLocationQuantity, of.prices, [&](auto& each) {
        io.measure(cbc::LeadTimeMeasure, each.lead_time_days, "DAY");
        io.quantity(cbc::MinimumQuantity, each.minimum_quantity);
        io.quantity(cbc::MaximumQuantity, each.maximum_quantity);
        io.group(cac::Price, [&] {
            io.amount(cbc::PriceAmount, each.amount);
            io.quantity(cbc::BaseQuantity, each.base_quantity);
            io.text(cbc::PriceType, each.type);
            io.decimal(cbc::OrderableUnitFactorRate, each.orderable_unit_factor);
            period(io, cac::ValidityPeriod, each.validity);
        });
        io.group(cac::DeliveryUnit, [&] { io.quantity(cbc::BatchQuantity, each.batch); });
    });
    item(io, of.item);
}

template <class Io>
void catalogue(Io& io, Ref<Io, Catalogue> of) {
    io.text(cbc::CustomizationID, of.customization);
    io.text(cbc::ProfileID, of.profile);
    io.text(cbc::ID, of.number);
    io.text(cbc::ActionCode, of.action);
    io.text(cbc::Name, of.name);
    io.date(cbc::IssueDate, of.issue_date);
    io.text(cbc::IssueTime, of.issue_time);
    io.text(cbc::VersionID, of.version);
    period(io, cac::ValidityPeriod, of.validity);
    reference(io, cac::ReferencedContract, of.contract_reference);
    reference(io, cac::SourceCatalogueReference, of.source_catalogue_reference);
    party(io, cac::ProviderParty, of.provider);
    party(io, cac::ReceiverParty, of.receiver);
    party_in(io, cac::SellerSupplierParty, of.seller);
    party_in(io, cac::ContractorCustomerParty, of.contractor);
    io.list(cac::CatalogueLine, of.lines, [&](auto& each) { catalogue_line(io, each); });
}

}  // namespace samkjop::ubl::binding
