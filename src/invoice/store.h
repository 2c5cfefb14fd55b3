#pragma once
// What the database holds of invoices. Only store.cc names the tables.

#include "db/db.h"
#include "invoice/lifecycle.h"
#include "invoice/rules.h"

namespace samkjop::invoice {

struct MatchRow {
    int position = 0;  // of the invoice line
    std::int64_t order = 0;
    order::OrderLineId order_line;
    ledger::LineId ledger_line;
    Decimal quantity;
    Money net;
    How how = How::order_line;
    int confidence = 100;
};
struct ShareRow {  // the coding of a line that no order line answers to
    int position = 0;
    coding::CodingId coding;
    std::string vat_code;
    std::int64_t weight = 1;
    int right = 0;
};
struct RecodeRow {  // afterwards: what stood on one coding moved to others
    int step = 0;   // rows of one step were one decision
    coding::CodingId from, to;
    std::string vat_code;
    std::int64_t weight = 1;
    int right = 0;
};

// One invoice: what arrived, and where it stands.
struct Record {
    InvoiceId id;
    MunicipalityId municipality;
    std::string reference;
    Content content;
    std::int64_t document = 0;
    std::string document_hash;
    Instant received_at;

    State state = State::received;
    Instant state_at;
    UnitId unit;
    party::SupplierId supplier;
    std::int64_t order = 0;  // the first one it is matched with
    std::string order_number;
    ledger::InvoiceId voucher;  // in the ledger; 0: not posted
    Money at_stake;
    Money credited;  // net of the credit notes that have come to it
    bool automatic = false;
    InvoiceId credits;  // a credit note: the invoice it credits
    std::optional<ledger::CreditKind> credit_kind;
    UserId certifier, authoriser;
    std::string responsible;  // who authorised it, by name, or the rule
    std::string reason;       // why a difference was accepted, or why it was refused
    std::int64_t batch = 0;
    std::string finance_voucher;
    std::optional<Date> finance_date;

    std::vector<MatchRow> matches;
    std::vector<ShareRow> shares;
    std::vector<RecodeRow> recodes;
    std::vector<Finding> findings;

    std::string path() const { return "/fakturaer/" + std::to_string(id.value); }
    bool open() const;  // waits for somebody
};

// The same seller, number, year, kind and amount: the one that came first.
std::optional<Summary> same(db::Session&, const Content&);
bool number_used(db::Session&, const Content&);
void insert(db::Tx&, Record&, std::string_view municipality_number);  // gives id and reference
void save_case(db::Tx&, const Record&);
void save_matches(db::Tx&, const Record&);
void save_shares(db::Tx&, const Record&);
void save_recodes(db::Tx&, const Record&);
void save_findings(db::Tx&, const Record&);

std::optional<Record> load(db::Session&, const Actor&, InvoiceId);
std::optional<Record> load(db::Session&, InvoiceId);

// Open invoices matched with this order, oldest first.
std::vector<InvoiceId> approved(db::Session&, MunicipalityId);  // oldest first
std::vector<InvoiceId> open_on_order(db::Session&, std::int64_t order);
// What invoices from this one on (less credit notes) have taken of an order line.
Decimal taken_from(db::Session&, order::OrderLineId, InvoiceId from);
std::vector<InvoiceId> by_number(db::Session&, MunicipalityId, std::string_view seller,
                                 std::string_view number);
std::vector<InvoiceId> on_order(db::Session&, std::int64_t order, std::string_view seller);
std::vector<Summary> credit_notes_of(db::Session&, InvoiceId);

// The unit that dealt with the seller's newest invoice, if any did.
UnitId unit_of_last(db::Session&, MunicipalityId, std::string_view seller);

// This year's invoices from the seller, and how many of them were charged above the order.
struct SellerHistory {
    int invoices = 0, above = 0;
    Money amount;
};
SellerHistory history(db::Session&, MunicipalityId, std::string_view seller, int year);

}  // namespace samkjop::invoice
