// The SQL of corrections. A correction's content is written once; where it stands changes.

#include "invoice/correction.h"

namespace samkjop::invoice {
namespace {

constexpr std::string_view kColumns =
    "SELECT id, invoice_id, step, reference, from_coding_id, amount_ore, reason, asked_by,"
    " asked_by_name, asked_at, decided_by, decided_by_name, state, answer, voucher_id, batch_id,"
    " voucher, voucher_date FROM invoice_correction";

Correction correction_of(const db::Row& row) {
    Correction out;
    int i = 0;
    out.id = row.get<std::int64_t>(i++);
    out.invoice = row.get<InvoiceId>(i++);
    out.step = row.get<int>(i++);
    out.reference = row.get<std::string>(i++);
    out.from = row.get<coding::CodingId>(i++);
    out.amount = row.get<Money>(i++);
    out.reason = row.get<std::string>(i++);
    out.asked_by = row.get<UserId>(i++);
    out.asked_by_name = row.get<std::string>(i++);
    out.asked_at = row.get<Instant>(i++);
    out.decided_by = row.get<UserId>(i++);
    out.decided_by_name = row.get<std::string>(i++);
    out.state = row.get<State>(i++);
    out.answer = row.get<std::string>(i++);
    out.voucher = row.get<ledger::InvoiceId>(i++);
    out.batch = row.get<std::int64_t>(i++);
    out.finance_voucher = row.get<std::string>(i++);
    out.finance_date = row.get<std::optional<Date>>(i++);
    return out;
}

Correction with_shares(db::Session& session, Correction one) {
    one.to = session.list(
        "SELECT coding_id, vat_code, weight, right_share FROM invoice_correction_share"
        " WHERE correction_id = $1 ORDER BY number",
        [](const db::Row& row) {
            return ShareRow{0, row.get<coding::CodingId>(0), row.get<std::string>(1),
                            row.get<std::int64_t>(2), row.get<int>(3)};
        },
        one.id);
    return one;
}

std::vector<Correction> whole(db::Session& session, std::vector<Correction> rows) {
    for (Correction& one : rows) one = with_shares(session, std::move(one));
    return rows;
}

}  // namespace

std::vector<Correction> corrections(db::Session& session, InvoiceId id) {
    return whole(session, session.list(std::string(kColumns) + " WHERE invoice_id = $1 ORDER BY id",
                                       correction_of, id));
}

std::optional<Correction> correction(db::Session& session, std::int64_t id) {
    auto out = session.one(std::string(kColumns) + " WHERE id = $1", correction_of, id);
    if (out) out = with_shares(session, std::move(*out));
    return out;
}

std::vector<Correction> approved_corrections(db::Session& session, MunicipalityId municipality) {
    return whole(session, session.list(std::string(kColumns) +
                                           " WHERE municipality_id = $1 AND state = $2 ORDER BY id",
                                       correction_of, municipality, State::approved));
}

std::optional<Correction> correction_by_reference(db::Session& session, MunicipalityId municipality,
                                                  std::string_view reference) {
    auto out = session.one(std::string(kColumns) + " WHERE municipality_id = $1 AND reference = $2",
                           correction_of, municipality, reference);
    if (out) out = with_shares(session, std::move(*out));
    return out;
}

void insert(db::Tx& tx, Correction& one, MunicipalityId municipality) {
    one.id = tx->insert(
        "INSERT INTO invoice_correction (invoice_id, municipality_id, step, reference,"
        " from_coding_id, amount_ore, reason, asked_by, asked_by_name, asked_at, decided_by,"
        " decided_by_name, state, answer, voucher_id, batch_id, voucher, voucher_date)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
        " RETURNING id",
        one.invoice, municipality, one.step, one.reference, one.from, one.amount, one.reason,
        one.asked_by, one.asked_by_name, one.asked_at, one.decided_by, one.decided_by_name,
        one.state, one.answer, one.voucher, one.batch, one.finance_voucher, one.finance_date);
    for (std::size_t i = 0; i < one.to.size(); ++i) {
        const ShareRow& row = one.to[i];
        tx->run(
            "INSERT INTO invoice_correction_share (correction_id, number, coding_id, vat_code,"
            " weight, right_share) VALUES ($1, $2, $3, $4, $5, $6)",
            one.id, i, row.coding, row.vat_code, row.weight, row.right);
    }
}

void save(db::Tx& tx, const Correction& one) {
    tx->run(
        "UPDATE invoice_correction SET step = $1, decided_by = $2, decided_by_name = $3,"
        " state = $4, answer = $5, voucher_id = $6, batch_id = $7, voucher = $8,"
        " voucher_date = $9 WHERE id = $10",
        one.step, one.decided_by, one.decided_by_name, one.state, one.answer, one.voucher,
        one.batch, one.finance_voucher, one.finance_date, one.id);
}

}  // namespace samkjop::invoice
