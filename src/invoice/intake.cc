// The door: a document that the gateway has judged becomes an invoice, once. What follows
// (matching, posting, tasks) happens in the same transaction, so that there is no invoice without
// its entry and no entry without its invoice.

#include "gateway/gateway.h"
#include "invoice/handling.h"
#include "invoice/texts.h"
#include "receipt/receipt.h"
#include "ubl/ubl.h"

namespace samkjop::invoice {
namespace {

Result<gateway::Filed> taken(db::Tx& tx, const gateway::Received& received) {
    const Actor actor = Actor::system(received.municipality);
    const ubl::Invoice* document = received.document.invoice();
    if (document == nullptr) return refuse(text::total_missing);
    const InvoiceId id =
        TRY(take(tx, actor, received.at,
                 {document, received.id.value, received.sha256, received.municipality}));
    return gateway::Filed{
        "invoice", id.value,
        (document->is_credit_note ? "Kreditnota " : "Faktura ") + document->number,
        "/fakturaer/" + std::to_string(id.value)};
}

}  // namespace

Result<InvoiceId> take(db::Tx& tx, const Actor& actor, Instant at, const Arrival& arrival) {
    Record record;
    record.content = TRY(content_of(*arrival.invoice));
    if (const auto first = same(tx, record.content)) {
        return refuse(text::invoice_already_registered, {{"number", first->number},
                                                         {"reference", first->reference},
                                                         {"day", first->received.oslo_date()}});
    }
    auto municipality = party::municipality(tx, arrival.municipality);
    SK_ASSERT(municipality);
    record.municipality = arrival.municipality;
    record.document = arrival.document;
    record.document_hash = arrival.document_hash;
    record.received_at = record.state_at = at;
    insert(tx, record, municipality->number);
    trail::append(tx, actor, at, {"invoice", record.id.value}, "arrived",
                  trail::Detail()
                      .add("number", record.content.number)
                      .add("seller", record.content.seller_number)
                      .add("payable", record.content.payable)
                      .add("sha256", arrival.document_hash));
    Desk desk{tx, actor, at, std::move(*municipality), true};
    if (auto matched = match(desk, record); !matched) return std::unexpected(matched.error());
    if (on_taken != nullptr) on_taken(tx, actor, at, record.id);
    return record.id;
}

void register_takers() {
    gateway::register_taker(ubl::DocumentType::invoice, taken);
    gateway::register_taker(ubl::DocumentType::creditnote, taken);
    receipt::on_received = rematch_waiting;
}

void rematch_waiting(db::Tx& tx, const Actor& actor, Instant at, std::int64_t order) {
    for (const InvoiceId id : open_on_order(tx, order)) {
        auto record = load(tx, id);
        auto municipality = party::municipality(tx, record->municipality);
        Desk desk{tx, actor, at, std::move(*municipality), false};
        // What the table does not allow (nothing it could be, after a receipt) leaves it as it is.
        (void)match_again(desk, *record);
    }
}

}  // namespace samkjop::invoice
