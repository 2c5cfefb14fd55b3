#pragma once
// How an invoice is handled inside the module: matched, posted, moved, put on somebody's list.

#include "invoice/store.h"
#include "trail/trail.h"

namespace samkjop::invoice {

// Where the handling happens: in which transaction, by whom, when, for which municipality.
struct Desk {
    db::Tx& tx;
    const Actor& actor;
    Instant at;
    party::Municipality municipality;
    bool fresh = false;  // the invoice came in this transaction: no task is open for it

    Language language() const { return municipality.language; }
    ledger::Context context(const Record&) const;
};

// ---- Matching ----------------------------------------------------------------------------------
// What an invoice line may answer to on these orders; invoiced is what came before this invoice.
std::vector<OrderLine> order_lines(db::Session&, std::span<const order::Order>, InvoiceId self,
                                   bool posted);
std::vector<order::Order> orders_of(db::Session&, const Record&);

Result<void> match(Desk&, Record&);        // from received: finds orders, judges, posts, moves
Result<void> match_again(Desk&, Record&);  // goods or a credit note came
// What it credits and why may be given by a person; else they are found.
Result<void> match_credit_note(Desk&, Record&, InvoiceId credited = {},
                               std::optional<ledger::CreditKind> kind = {});
// The ledger's entry, in full, with the matches and shares that the record has.
Result<void> post(Desk&, Record&, std::span<const OrderLine>);

// ---- Moving ------------------------------------------------------------------------------------
// Asks the table, sets the state, saves the case, writes the trail, closes and opens tasks.
Result<void> move(Desk&, Record&, Event, std::string_view trail_event, const trail::Detail&,
                  const Circumstances&);
Result<void> hold_disputed(Desk&, const Record&);
Result<void> move_by_system(Desk&, Record&, Event, std::string_view trail_event,
                            const trail::Detail&);
Circumstances circumstances(db::Session&, const Record&, const Actor&, Date today,
                            std::string_view reason = {});
void open_task(Desk&, const Record&);
Money cost_of(db::Session&, const Record&);

// ---- Words -------------------------------------------------------------------------------------
std::string headline(const Record&, Language);  // «Fakturaen fra Fjellro er 1 349 kr for høy»
struct Sentence {
    std::string strong, rest;  // «Ti esker er fakturert, men ikke mottatt:»
    std::string text() const { return rest.empty() ? strong : strong + " " + rest; }
};
Sentence sentence(const Finding&, const Record&, Language);
std::string short_name(std::string_view seller);  // "Fjellro Medisinske AS" → "Fjellro"
// Amounts of a document are in its own currency: "12 480,00 kr", in English "NOK 12 480,00".
std::string with_currency(std::string number, std::string_view currency, Language);
std::string in_currency(const Record&, Money amount, Language);
std::string quantity_in_words(Decimal quantity, std::string_view unit, Language);    // "ti esker"
std::string quantity_in_figures(Decimal quantity, std::string_view unit, Language);  // "60 esker"
// The response that the supplier gets in the outbox: RE, UQ or CA with the differences as text.
void respond(Desk&, const Record&, std::string_view code, std::string_view note);

// ---- What a person does ------------------------------------------------------------------------
struct CodedLine {
    int position = 0;
    std::array<std::string, coding::kDimensions> codes;
    std::string vat_code;
    std::int64_t weight = 1;
    std::string prefix;  // of the form's fields, for refusals
};
// What the unit would recognise as the same thing again (coding::propose).
inline std::string item_key(const Record& record, const Line& line) {
    return record.content.seller_number + "|" +
           (line.item_number.empty() ? line.name : line.item_number);
}
// A coding that the municipality knows on that day, with the right that its VAT code gives.
Result<ShareRow> share_of(db::Tx&, MunicipalityId, Date on, const CodedLine&);
Result<void> code_lines(db::Tx&, const Actor&, Instant, InvoiceId, std::span<const CodedLine>);
Result<void> recode(db::Tx&, const Actor&, Instant, InvoiceId, coding::CodingId from,
                    std::span<const CodedLine> to);
Result<void> accept(db::Tx&, const Actor&, Instant, InvoiceId, std::string_view reason);
Result<void> certify(db::Tx&, const Actor&, Instant, InvoiceId);
Result<void> authorise(db::Tx&, const Actor&, Instant, InvoiceId);
Result<void> send_back(db::Tx&, const Actor&, Instant, InvoiceId, std::string_view reason);
Result<void> ask_credit_note(db::Tx&, const Actor&, Instant, InvoiceId, std::string_view note);
Result<void> refuse_invoice(db::Tx&, const Actor&, Instant, InvoiceId, std::string_view reason);
Result<void> answer_credit_note(db::Tx&, const Actor&, Instant, InvoiceId, InvoiceId credited,
                                ledger::CreditKind);
Result<void> try_again(db::Tx&, const Actor&, Instant, InvoiceId,
                       std::optional<Decimal> exchange_rate = {});  // the supplier is known now
// The seller becomes a supplier, by the number and name on the document, and the matching goes on.
// number: what it is called in this municipality's finance system, if that is known.
Result<void> register_supplier(db::Tx&, const Actor&, Instant, InvoiceId, std::string_view name,
                               std::string_view number, std::optional<Decimal> exchange_rate = {});
Result<void> release(db::Tx&, const Actor&, Instant, InvoiceId);  // after the finance system's no

}  // namespace samkjop::invoice
