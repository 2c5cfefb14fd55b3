#pragma once
// The documents of the purchase chain as the standards mean them, not as UBL spells them: one field
// per business term. Invoices carry the numbers of EN 16931 (BT = term, BG = group) in the comment;
// the other documents follow Peppol BIS 3. An empty string, an empty list and an empty optional all
// mean that the document does not state the term.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"

namespace samkjop::ubl {

// Where in the file something stood, for findings. It is no part of what the document says, so two
// documents that differ only here are equal.
struct SourceLine {
    int number = 0;  // 1 is the first line; 0: written by us, not read
    friend bool operator==(SourceLine, SourceLine) { return true; }
};

struct Identifier {
    std::string value;
    std::string scheme;  // schemeID: "0192" for a Norwegian organisation number
    bool empty() const { return value.empty(); }
    friend bool operator==(const Identifier&, const Identifier&) = default;
};

struct Amount {
    Decimal value;
    std::string currency;
    friend bool operator==(const Amount&, const Amount&) = default;
};

struct Quantity {
    Decimal value;
    std::string unit;  // UN/ECE Recommendation 20: "EA", "KGM", "H87"
    friend bool operator==(const Quantity&, const Quantity&) = default;
};

struct Period {
    std::optional<Date> start;
    std::optional<Date> end;
    std::string start_time;  // "08:00:00", in orders and order responses only
    std::string end_time;
    std::string description_code;  // BT-8, in invoices only
    friend bool operator==(const Period&, const Period&) = default;
};

struct Address {
    std::string street;             // BT-35 BT-50 BT-64 BT-75
    std::string additional_street;  // BT-36 …
    std::string city;               // BT-37 …
    std::string postal_zone;        // BT-38 …
    std::string region;             // BT-39 …
    std::string line;               // BT-162 …
    std::string country;            // BT-40 …, ISO 3166-1: "NO"
    friend bool operator==(const Address&, const Address&) = default;
};

struct Contact {
    std::string name;       // BT-41 BT-56
    std::string telephone;  // BT-42 BT-57
    std::string email;      // BT-43 BT-58
    friend bool operator==(const Contact&, const Contact&) = default;
};

struct TaxRegistration {
    std::string identifier;  // BT-31 "NO313000009MVA", BT-32 "Foretaksregisteret"
    std::string scheme;      // "VAT" for BT-31, "TAX" for BT-32
    friend bool operator==(const TaxRegistration&, const TaxRegistration&) = default;
};

struct Party {
    Identifier endpoint;                             // BT-34 BT-49, scheme from the EAS list
    std::vector<Identifier> identifiers;             // BT-29 BT-46 BT-60
    std::string name;                                // BT-28 BT-45 BT-59
    Address address;                                 // BG-5 BG-8
    std::vector<TaxRegistration> tax_registrations;  // BT-31 BT-32 BT-48
    std::string legal_name;                          // BT-27 BT-44
    Identifier legal_identifier;                     // BT-30 BT-47 BT-61
    std::string legal_form;                          // BT-33
    std::string registration_city;
    std::string registration_country;
    Contact contact;  // BG-6 BG-9
    friend bool operator==(const Party&, const Party&) = default;

    // BT-31, BT-48: the registration under scheme VAT, or nothing.
    std::string_view vat_identifier() const;
};

struct Attachment {
    std::string identifier;  // BT-122
    std::string type_code;
    std::string description;  // BT-123
    std::string uri;          // BT-124
    std::string mime_type;    // BT-125-1
    std::string file_name;    // BT-125-2
    // BT-125: what we make, and what is short, is here as base64; what is long is left in the file
    // that was read. See ubl::attachment_text and ubl::decode_base64.
    std::string base64;
    std::size_t offset = 0;  // where in the bytes that were read
    std::size_t length = 0;  // 0: it is in base64, or there is none
    friend bool operator==(const Attachment&, const Attachment&) = default;
};

struct AllowanceCharge {
    bool is_charge = false;             // false: allowance BG-20 BG-27, true: charge BG-21 BG-28
    std::string reason_code;            // BT-98 BT-105 BT-140 BT-145
    std::string reason;                 // BT-97 BT-104 BT-139 BT-144
    std::optional<Decimal> percentage;  // BT-94 BT-101 BT-138 BT-143
    std::optional<Amount> amount;       // BT-92 BT-99 BT-136 BT-141
    std::optional<Amount> base_amount;  // BT-93 BT-100 BT-137 BT-142
    std::string vat_category;           // BT-95 BT-102; document level only
    std::optional<Decimal> vat_rate;    // BT-96 BT-103
    friend bool operator==(const AllowanceCharge&, const AllowanceCharge&) = default;
};

struct Classification {
    std::string code;     // BT-158
    std::string list;     // BT-158-1: "TST" is UNSPSC, "STI" is CPV
    std::string version;  // BT-158-2
    std::string name;
    friend bool operator==(const Classification&, const Classification&) = default;
};

struct Property {
    std::string name;   // BT-160
    std::string value;  // BT-161
    friend bool operator==(const Property&, const Property&) = default;
};

struct Item {
    std::string name;                             // BT-153
    std::string description;                      // BT-154
    std::string sellers_identifier;               // BT-155
    std::string buyers_identifier;                // BT-156
    std::string manufacturers_identifier;         // orders and catalogues
    Identifier standard_identifier;               // BT-157, scheme "0160" is GTIN
    std::vector<Classification> classifications;  // BT-158
    std::string origin_country;                   // BT-159
    std::vector<Property> properties;             // BG-32
    std::string vat_category;                     // BT-151
    std::optional<Decimal> vat_rate;              // BT-152
    std::vector<std::string> keywords;            // catalogues
    std::vector<std::string> brands;              // catalogues
    std::optional<Quantity> pack_quantity;        // catalogues
    std::optional<Decimal> pack_size;             // catalogues
    std::string manufacturer;                     // catalogues
    std::vector<Attachment> specifications;       // catalogues: pictures and data sheets
    friend bool operator==(const Item&, const Item&) = default;
};

struct Price {
    std::optional<Amount> amount;           // BT-146, net of the allowance
    std::optional<Quantity> base_quantity;  // BT-149 BT-150
    std::optional<Amount> allowance;        // BT-147
    std::optional<Amount> gross;            // BT-148
    friend bool operator==(const Price&, const Price&) = default;
};

// ---------------------------------------------------------------- Invoice and credit note

struct InvoiceLine {
    std::string identifier;                    // BT-126
    std::string note;                          // BT-127
    std::optional<Quantity> quantity;          // BT-129 BT-130; credited quantity in credit notes
    std::optional<Amount> net_amount;          // BT-131
    std::string accounting_cost;               // BT-133
    Period period;                             // BG-26
    std::string order_line_reference;          // BT-132
    Identifier object;                         // BT-128
    std::vector<AllowanceCharge> adjustments;  // BG-27 BG-28
    Item item;                                 // BG-31
    Price price;                               // BG-29
    SourceLine source;
    friend bool operator==(const InvoiceLine&, const InvoiceLine&) = default;
};

struct VatSubtotal {                       // BG-23
    std::optional<Amount> taxable_amount;  // BT-116
    std::optional<Amount> tax_amount;      // BT-117
    std::string category;                  // BT-118
    std::optional<Decimal> rate;           // BT-119
    std::string exemption_code;            // BT-121
    std::string exemption_reason;          // BT-120
    friend bool operator==(const VatSubtotal&, const VatSubtotal&) = default;
};

struct PrecedingInvoice {            // BG-3
    std::string number;              // BT-25
    std::optional<Date> issue_date;  // BT-26
    friend bool operator==(const PrecedingInvoice&, const PrecedingInvoice&) = default;
};

struct PaymentMeans {              // BG-16
    std::string code;              // BT-81
    std::string text;              // BT-82
    std::string remittance;        // BT-83: KID
    std::string account;           // BT-84: IBAN or Norwegian account number
    std::string account_name;      // BT-85
    std::string service_provider;  // BT-86: BIC
    std::string card_number;       // BT-87
    std::string card_network;
    std::string card_holder;      // BT-88
    std::string mandate;          // BT-89
    std::string debited_account;  // BT-91
    friend bool operator==(const PaymentMeans&, const PaymentMeans&) = default;
};

struct Delivery {              // BG-13
    std::optional<Date> date;  // BT-72
    Identifier location;       // BT-71
    std::string location_name;
    Address address;         // BG-15
    std::string party_name;  // BT-70
    Identifier party_identifier;
    Contact party_contact;
    Period requested;            // orders
    Period promised;             // order responses
    std::string shipment;        // orders
    std::string shipping_marks;  // orders
    friend bool operator==(const Delivery&, const Delivery&) = default;
};

struct Totals {                         // BG-22
    std::optional<Amount> lines;        // BT-106
    std::optional<Amount> without_vat;  // BT-109
    std::optional<Amount> with_vat;     // BT-112
    std::optional<Amount> allowances;   // BT-107
    std::optional<Amount> charges;      // BT-108
    std::optional<Amount> prepaid;      // BT-113
    std::optional<Amount> rounding;     // BT-114
    std::optional<Amount> payable;      // BT-115
    friend bool operator==(const Totals&, const Totals&) = default;
};

struct Invoice {
    bool is_credit_note = false;
    std::string customization;                         // BT-24
    std::string profile;                               // BT-23
    std::string number;                                // BT-1
    std::optional<Date> issue_date;                    // BT-2
    std::optional<Date> due_date;                      // BT-9
    std::string type_code;                             // BT-3: "380", "381" …
    std::string note;                                  // BT-22
    std::optional<Date> tax_point_date;                // BT-7
    std::string currency;                              // BT-5
    std::string tax_currency;                          // BT-6
    std::string accounting_cost;                       // BT-19
    std::string buyer_reference;                       // BT-10
    Period period;                                     // BG-14, BT-8
    std::string order_reference;                       // BT-13
    std::string sales_order_reference;                 // BT-14
    std::vector<PrecedingInvoice> preceding_invoices;  // BG-3: BT-25 BT-26
    std::string despatch_reference;                    // BT-16
    std::string receipt_reference;                     // BT-15
    std::string tender_reference;                      // BT-17
    std::string contract_reference;                    // BT-12
    std::string project_reference;                     // BT-11
    Identifier object;                                 // BT-18
    std::vector<Attachment> attachments;               // BG-24
    Party seller;                                      // BG-4
    Party buyer;                                       // BG-7
    Party payee;                                       // BG-10
    Party tax_representative;                          // BG-11
    Delivery delivery;                                 // BG-13
    std::vector<PaymentMeans> payment_means;           // BG-16
    std::string payment_terms;                         // BT-20
    std::vector<AllowanceCharge> adjustments;          // BG-20 BG-21
    std::optional<Amount> vat_total;                   // BT-110
    std::optional<Amount> vat_total_in_tax_currency;   // BT-111
    std::vector<VatSubtotal> vat_breakdown;            // BG-23
    Totals totals;                                     // BG-22
    std::vector<InvoiceLine> lines;                    // BG-25
    friend bool operator==(const Invoice&, const Invoice&) = default;
};

// ---------------------------------------------------------------- Order (T01)

struct OrderLine {
    std::string note;
    std::string identifier;  // the line's number; invoices cite it as BT-132
    std::string status;      // order changes: "1" added "2" deleted "3" changed "4" as it was
    std::optional<Quantity> quantity;
    std::optional<Amount> net_amount;
    std::optional<bool> partial_delivery;  // may be delivered in parts
    std::string accounting_cost;
    Period requested_delivery;
    Identifier originator_identifier;
    std::string originator;  // who needs the goods
    std::vector<AllowanceCharge> adjustments;
    Price price;
    Item item;
    SourceLine source;
    friend bool operator==(const OrderLine&, const OrderLine&) = default;
};

struct Order {
    std::string customization;
    std::string profile;
    std::string number;
    std::string sales_order_reference;
    std::optional<Date> issue_date;
    std::string issue_time;
    std::string type_code;  // "220" order, "227" consignment …
    std::string note;
    std::string currency;
    std::string customer_reference;  // comes back on the invoice as BT-10
    std::string accounting_cost;     // comes back as BT-19
    std::optional<Date> valid_until;
    std::string quotation_reference;
    std::string previous_order_reference;  // when this order replaces a rejected one
    std::string requisition_reference;     // the originator's document
    std::string catalogue_reference;
    std::vector<Attachment> attachments;
    std::string contract_reference;  // the framework agreement's number
    std::string project_reference;
    Party buyer;
    Party seller;
    Party originator;
    Party invoicee;
    Delivery delivery;
    std::string delivery_terms_code;  // Incoterms
    std::string delivery_terms;
    std::string delivery_terms_location;
    std::string payment_terms;
    std::vector<AllowanceCharge> adjustments;
    std::optional<Amount> vat_total;
    Totals totals;
    std::vector<OrderLine> lines;
    friend bool operator==(const Order&, const Order&) = default;
};

// ---------------------------------------------------------------- what happens to an order

// T114: the whole order as it shall be, and which order it was.
struct OrderChange {
    Order order;
    std::string sequence;  // the number of this change to the order: "1", "2" …
    std::string order_reference;
    friend bool operator==(const OrderChange&, const OrderChange&) = default;
};

struct OrderCancellation {  // T115
    std::string customization;
    std::string profile;
    std::string number;
    std::optional<Date> issue_date;
    std::string issue_time;
    std::string note;
    std::string reason;
    std::string order_reference;
    std::string requisition_reference;
    std::vector<Attachment> attachments;
    std::string contract_reference;
    Party buyer;
    Party seller;
    Party originator;
    friend bool operator==(const OrderCancellation&, const OrderCancellation&) = default;
};

// T110: the seller writes down an order that was placed elsewhere (in the shop, by telephone).
struct OrderAgreement {
    std::string customization;
    std::string profile;
    std::string number;
    std::string sales_order_reference;
    std::optional<Date> issue_date;
    std::string issue_time;
    std::string note;
    std::string currency;
    std::string customer_reference;
    std::string order_reference;
    std::string requisition_reference;
    std::vector<Attachment> attachments;
    std::string contract_reference;
    Party seller;
    Party buyer;
    Contact delivery_contact;
    Party originator;
    Party invoicee;
    Delivery delivery;
    std::vector<AllowanceCharge> adjustments;
    std::optional<Amount> vat_total;
    std::vector<VatSubtotal> vat_breakdown;
    Totals totals;
    std::vector<OrderLine> lines;
    friend bool operator==(const OrderAgreement&, const OrderAgreement&) = default;
};

// ---------------------------------------------------------------- Order response (T76, T116)

struct OrderResponseLine {
    std::string identifier;
    std::string note;
    std::string status;  // "1" added "3" changed "5" accepted "7" not "42" done
    std::optional<Quantity> quantity;
    std::optional<Decimal> backordered;  // comes later
    Period promised_delivery;
    Price price;
    Item item;
    std::string substitute_identifier;  // the seller offers another item
    Item substitute;
    std::string order_line_reference;
    SourceLine source;
    friend bool operator==(const OrderResponseLine&, const OrderResponseLine&) = default;
};

struct OrderResponse {
    std::string customization;
    std::string profile;
    std::string number;
    std::string sales_order_reference;
    std::optional<Date> issue_date;
    std::string issue_time;
    std::string code;  // "AB" received, "AP" accepted, "RE" rejected, "CA" accepted with changes
    std::string note;
    std::string currency;
    std::string customer_reference;
    std::string order_reference;
    std::string change_reference;  // the order change that is answered; advanced ordering only
    Party seller;
    Party buyer;
    Period promised_delivery;
    std::vector<OrderResponseLine> lines;
    friend bool operator==(const OrderResponse&, const OrderResponse&) = default;
};

// ---------------------------------------------------------------- Despatch advice (T16)

struct DespatchLine {
    std::string identifier;
    std::string note;
    std::optional<Quantity> delivered;
    std::optional<Quantity> outstanding;  // still to come
    std::string outstanding_reason;
    std::string order_line_reference;
    std::string sales_order_line_reference;
    std::string order_reference;  // where the lines are of several orders
    Item item;
    std::string serial;
    std::string lot;
    std::optional<Date> expires;
    SourceLine source;
    friend bool operator==(const DespatchLine&, const DespatchLine&) = default;
};

struct DespatchAdvice {
    std::string customization;
    std::string profile;
    std::string number;
    std::optional<Date> issue_date;
    std::string issue_time;
    std::string note;
    std::string order_reference;
    std::vector<Attachment> attachments;
    Party despatcher;
    Party receiver;
    Contact receiver_contact;
    Party buyer;
    Party seller;
    Party originator;
    std::string shipment;
    std::string shipment_information;
    std::string consignment;
    std::string carrier;
    std::string tracking;
    Period estimated_delivery;
    std::optional<Date> despatched;
    std::string despatched_time;
    std::vector<DespatchLine> lines;
    friend bool operator==(const DespatchAdvice&, const DespatchAdvice&) = default;
};

// ---------------------------------------------------------------- Invoice response (T111)

struct ResponseCondition {
    std::string term;   // the business term at fault: "BT-13"
    std::string value;  // what it should have been
    friend bool operator==(const ResponseCondition&, const ResponseCondition&) = default;
};

struct ResponseStatus {
    std::string code;  // "REF", "PRI", "QTY" … or "NIN", "CNF" …
    std::string list;  // "OPStatusReason" or "OPStatusAction"
    std::string text;
    std::vector<ResponseCondition> conditions;
    friend bool operator==(const ResponseStatus&, const ResponseStatus&) = default;
};

struct InvoiceResponse {
    std::string customization;
    std::string profile;
    std::string number;
    std::optional<Date> issue_date;
    std::string issue_time;
    std::string note;
    Party sender;      // the buyer
    Party receiver;    // the seller
    std::string code;  // AB IP UQ CA RE AP PD
    std::optional<Date> effective_date;
    std::vector<ResponseStatus> statuses;
    std::string invoice_number;
    std::optional<Date> invoice_issue_date;
    std::string invoice_type_code;  // "380" or "381"
    friend bool operator==(const InvoiceResponse&, const InvoiceResponse&) = default;
};

// ---------------------------------------------------------------- T58, T71 and MLS

struct MessageResponseLine {
    std::string line;         // where in the document: a path or a line number, "NA" of no place
    std::string code;         // MLR only: AB AP RE
    std::string description;  // what is wrong there
    std::string reason;       // "BV" rule, "BW" warning, "SV" structure, "FD" delivery
    friend bool operator==(const MessageResponseLine&, const MessageResponseLine&) = default;
};

// The answer to a catalogue (T58) or, from machine to machine, to any document (T71, MLS).
struct MessageResponse {
    std::string customization;
    std::string profile;
    std::string number;
    std::optional<Date> issue_date;
    std::string issue_time;
    std::string note;
    Party sender;
    Party receiver;
    std::string code;  // AB received, AP accepted, RE rejected
    std::string description;
    std::string document;  // the catalogue's number, or the transmission of the document
    std::string document_type_code;
    std::string document_version;
    std::vector<MessageResponseLine> lines;
    friend bool operator==(const MessageResponse&, const MessageResponse&) = default;
};

// ---------------------------------------------------------------- Catalogue (T19, T77)

struct CataloguePrice {
    std::optional<Decimal> lead_time_days;
    std::optional<Quantity> minimum_quantity;
    std::optional<Quantity> maximum_quantity;
    std::optional<Amount> amount;
    std::optional<Quantity> base_quantity;
    std::string type;
    std::optional<Decimal> orderable_unit_factor;
    Period validity;
    std::optional<Quantity> batch;  // shopping carts: what is delivered at a time
    friend bool operator==(const CataloguePrice&, const CataloguePrice&) = default;
};

struct CatalogueLine {
    std::string identifier;
    std::string action;  // "Add", "Update", "Delete" or empty
    std::optional<bool> orderable;
    std::string orderable_unit;
    std::optional<Quantity> content;  // how much one orderable unit holds
    std::optional<Decimal> order_increment;
    std::optional<Quantity> minimum_order;
    std::optional<Quantity> maximum_order;
    std::string warranty;
    std::string pack_level;
    Period validity;
    std::optional<Amount> comparison_price;
    std::optional<Quantity> comparison_quantity;
    std::vector<CataloguePrice> prices;
    Item item;
    SourceLine source;
    friend bool operator==(const CatalogueLine&, const CatalogueLine&) = default;
};

struct Catalogue {
    std::string customization;
    std::string profile;
    std::string number;
    std::string action;  // "Add", "Replace", "Update", "Delete" or empty (Replace)
    std::string name;
    std::optional<Date> issue_date;
    std::string issue_time;
    std::string version;
    Period validity;
    std::string contract_reference;
    std::string source_catalogue_reference;
    Party provider;
    Party receiver;
    Party seller;
    Party contractor;
    std::vector<CatalogueLine> lines;
    friend bool operator==(const Catalogue&, const Catalogue&) = default;
};

}  // namespace samkjop::ubl
