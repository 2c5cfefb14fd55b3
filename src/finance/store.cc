// All SQL of the module.

#include "finance/store.h"

namespace samkjop::finance {
namespace {

constexpr std::string_view kColumns =
    "SELECT b.id, b.municipality_id, b.number, b.format, b.file_name, b.media_type, b.hash, "
    "b.made_at,"
    " b.made_by, b.invoices, b.total_ore,"
    " (SELECT count(*) FROM export_repeat r WHERE r.batch_id = b.id) FROM export_batch b";

Batch batch_of(const db::Row& row) {
    Batch out;
    out.id = row.get<BatchId>(0);
    out.municipality = row.get<MunicipalityId>(1);
    out.number = row.get<std::string>(2);
    out.format = row.get<std::string>(3);
    out.file_name = row.get<std::string>(4);
    out.media_type = row.get<std::string>(5);
    out.hash = row.get<std::string>(6);
    out.made = row.get<Instant>(7);
    out.made_by = row.get<std::string>(8);
    out.invoices = row.get<int>(9);
    out.total = row.get<Money>(10);
    out.repeats = row.get<int>(11);
    return out;
}

ReceiptReport report_of(const db::Row& row) {
    return {row.get<std::int64_t>(0), row.get<Instant>(1), row.get<std::string>(2), row.get<int>(3),
            row.get<int>(4),          row.get<int>(5),     row.get<int>(6),         {}};
}
constexpr std::string_view kReceiptColumns =
    "SELECT id, at, by_whom, posted, repeated, rejected, wrong FROM finance_receipt";

}  // namespace

Profile profile(db::Session& session, const party::Municipality& municipality) {
    const auto json = session.value<std::string>(
        "SELECT settings FROM finance_profile WHERE municipality_id = $1", municipality.id);
    Profile out = json ? from_json(*json) : Profile{};
    if (!json) out.format = municipality.settings.finance_profile == "csv" ? "csv" : "gl07";
    if (out.client.empty()) out.client = municipality.settings.finance_client;
    return out;
}

void save_profile(db::Tx& tx, MunicipalityId municipality, const Profile& profile) {
    tx->run(
        "INSERT INTO finance_profile (municipality_id, settings) VALUES ($1, $2)"
        " ON CONFLICT (municipality_id) DO UPDATE SET settings = excluded.settings",
        municipality, to_json(profile));
}

std::int64_t next_running(db::Session& session, MunicipalityId municipality, int year) {
    return session
        .value<std::int64_t>(
            "SELECT COALESCE(max(running), 0) + 1 FROM export_batch WHERE municipality_id = $1 AND "
            "year = $2",
            municipality, year)
        .value();
}

void insert(db::Tx& tx, Batch& batch, int year, std::int64_t running, std::string_view bytes) {
    batch.id.value = tx->insert(
        "INSERT INTO export_batch (municipality_id, running, year, number, format, file_name, "
        "media_type,"
        " bytes, hash, made_at, made_by, invoices, total_ore)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
        batch.municipality, running, year, batch.number, batch.format, batch.file_name,
        batch.media_type, db::Blob{bytes}, batch.hash, batch.made, batch.made_by, batch.invoices,
        batch.total);
}

void insert_item(db::Tx& tx, BatchId batch, const invoice::Exportable& each) {
    tx->run(
        "INSERT INTO export_item (batch_id, invoice_id, correction_id, reference, amount_ore)"
        " VALUES ($1, $2, $3, $4, $5)",
        batch, each.id, each.correction, each.reference, each.payable);
}

void insert_repeat(db::Tx& tx, BatchId batch, Instant at, std::string_view by) {
    tx->run("INSERT INTO export_repeat (batch_id, at, by_whom) VALUES ($1, $2, $3)", batch, at, by);
}

std::string bytes(db::Session& session, BatchId batch) {
    return session
        .one(
            "SELECT bytes FROM export_batch WHERE id = $1",
            [](const db::Row& row) { return row.blob(0); }, batch)
        .value_or("");
}

std::vector<Batch> batches(db::Session& session, MunicipalityId municipality, int limit) {
    return session.list(
        std::string(kColumns) + " WHERE b.municipality_id = $1 ORDER BY b.id DESC LIMIT $2",
        batch_of, municipality, limit);
}

std::optional<Batch> batch(db::Session& session, const Actor& actor, BatchId id) {
    auto out = session.one(std::string(kColumns) + " WHERE b.id = $1", batch_of, id);
    if (out && !actor.reaches(out->municipality, {})) return std::nullopt;
    return out;
}

std::vector<Item> items(db::Session& session, BatchId batch) {
    return session.list(
        "SELECT invoice_id, correction_id, reference, amount_ore FROM export_item"
        " WHERE batch_id = $1 ORDER BY invoice_id, correction_id",
        [](const db::Row& row) {
            return Item{row.get<invoice::InvoiceId>(0), row.get<std::int64_t>(1),
                        row.get<std::string>(2), row.get<Money>(3)};
        },
        batch);
}

void insert_receipt(db::Tx& tx, MunicipalityId municipality, std::string_view hash,
                    ReceiptReport& report) {
    report.id = tx->insert(
        "INSERT INTO finance_receipt (municipality_id, at, by_whom, hash, posted, repeated, "
        "rejected, wrong)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
        municipality, report.at, report.by, hash, report.posted, report.repeated, report.rejected,
        report.wrong);
    for (const ReceiptLine& line : report.lines) {
        tx->run(
            "INSERT INTO finance_receipt_line (receipt_id, line, reference, outcome, detail_nb, "
            "detail_nn,"
            " detail_en) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            report.id, line.line, line.reference, line.outcome, line.detail[0], line.detail[1],
            line.detail[2]);
    }
}

std::vector<ReceiptReport> receipts(db::Session& session, MunicipalityId municipality, int limit) {
    return session.list(
        std::string(kReceiptColumns) + " WHERE municipality_id = $1 ORDER BY id DESC LIMIT $2",
        report_of, municipality, limit);
}

std::optional<ReceiptReport> receipt(db::Session& session, MunicipalityId municipality,
                                     std::int64_t id) {
    auto out = session.one(std::string(kReceiptColumns) + " WHERE municipality_id = $1 AND id = $2",
                           report_of, municipality, id);
    if (!out) return out;
    out->lines = session.list(
        "SELECT line, reference, outcome, detail_nb, detail_nn, detail_en FROM finance_receipt_line"
        " WHERE receipt_id = $1 ORDER BY line",
        [](const db::Row& row) {
            return ReceiptLine{
                row.get<int>(0),
                row.get<std::string>(1),
                row.get<std::string>(2),
                {row.get<std::string>(3), row.get<std::string>(4), row.get<std::string>(5)}};
        },
        id);
    return out;
}

}  // namespace samkjop::finance
