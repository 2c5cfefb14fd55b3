// The rows of receipts; they are written once.
#include "receipt/store.h"

namespace samkjop::receipt::store {
namespace {

Receipt read(const db::Row& row) {
    Receipt out;
    out.id = row.get<ReceiptId>(0);
    out.order = row.get<order::OrderId>(1);
    out.by = row.get<UserId>(2);
    out.by_name = row.get<std::string>(3);
    out.at = row.get<Instant>(4);
    out.day = row.get<Date>(5);
    out.undoes = row.get<std::optional<ReceiptId>>(6).value_or(ReceiptId());
    out.reason = row.get<std::string>(7);
    out.undone = !row.null(8);
    return out;
}

constexpr std::string_view kSelect =
    "SELECT r.id, r.order_id, r.by_id, r.by_name, r.at, r.day, r.undoes_id, r.reason, u.id"
    " FROM receipt r LEFT JOIN receipt u ON u.undoes_id = r.id WHERE ";

void add_lines(db::Session& session, std::vector<Receipt>& receipts, order::OrderId order) {
    std::map<std::int64_t, Receipt*> by_id;
    for (Receipt& receipt : receipts) by_id[receipt.id.value] = &receipt;
    std::int64_t last = 0;
    session.each(
        "SELECT l.receipt_id, l.id, l.order_line_id, l.quantity, l.damaged, l.wrong, l.note, "
        "p.file_id"
        " FROM receipt r JOIN receipt_line l ON l.receipt_id = r.id"
        " LEFT JOIN receipt_picture p ON p.receipt_line_id = l.id"
        " WHERE r.order_id = $1 ORDER BY l.id, p.file_id",
        [&](const db::Row& row) {
            const auto receipt = by_id.find(row.get<std::int64_t>(0));
            if (receipt == by_id.end()) return;
            std::vector<Line>& into = receipt->second->lines;
            const std::int64_t id = row.get<std::int64_t>(1);
            if (into.empty() || last != id) {
                into.push_back({row.get<order::OrderLineId>(2),
                                row.get<Decimal>(3).normalised(),
                                row.get<Decimal>(4).normalised(),
                                row.get<Decimal>(5).normalised(),
                                row.get<std::string>(6),
                                {}});
            }
            last = id;
            if (!row.null(7)) into.back().pictures.push_back(row.get<std::int64_t>(7));
        },
        order);
}

}  // namespace

ReceiptId insert(db::Tx& tx, const NewRow& row) {
    const std::optional<ReceiptId> undoes = row.undoes ? std::optional(row.undoes) : std::nullopt;
    const ReceiptId id{
        tx->insert("INSERT INTO receipt (order_id, municipality_id, by_id, by_name, at, day, "
                   "undoes_id, reason, form_key)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
                   row.order, row.municipality, row.by, row.by_name, row.at, row.at.oslo_date(),
                   undoes, row.reason, row.form_key)};
    for (const Line& line : row.lines) {
        const auto line_id = tx->insert(
            "INSERT INTO receipt_line (receipt_id, order_line_id, quantity, damaged, wrong, note)"
            " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
            id, line.line, line.quantity, line.damaged, line.wrong, line.note);
        for (const std::int64_t picture : line.pictures) {
            tx->run("INSERT INTO receipt_picture (receipt_line_id, file_id) VALUES ($1, $2)",
                    line_id, picture);
        }
    }
    return id;
}

std::optional<ReceiptId> by_key(db::Session& session, std::string_view key) {
    if (key.empty()) return std::nullopt;
    return session.value<ReceiptId>("SELECT id FROM receipt WHERE form_key <> '' AND form_key = $1",
                                    key);
}

std::optional<Receipt> load(db::Session& session, ReceiptId id) {
    auto found = session.list(std::string(kSelect) + "r.id = $1", read, id);
    if (found.empty()) return std::nullopt;
    add_lines(session, found, found.front().order);
    return std::move(found.front());
}

std::vector<Receipt> of(db::Session& session, order::OrderId order) {
    auto found =
        session.list(std::string(kSelect) + "r.order_id = $1 ORDER BY r.id DESC", read, order);
    if (!found.empty()) add_lines(session, found, order);
    return found;
}

Decimal received(db::Session& session, order::OrderLineId line) {
    return session
        .value<Decimal>(
            "SELECT CAST(COALESCE(SUM(CASE WHEN r.undoes_id IS NULL THEN l.quantity"
            " ELSE -l.quantity END), 0) AS BIGINT)"
            " FROM receipt_line l JOIN receipt r ON r.id = l.receipt_id WHERE l.order_line_id = $1",
            line)
        .value_or(Decimal())
        .normalised();
}

}  // namespace samkjop::receipt::store
