// The tables of proposals and of index series.

#include "price/store.h"

#include <fmt/format.h>

namespace samkjop::price {
namespace {

constexpr std::size_t kPiece = 1 << 20;

constexpr std::string_view kProposal =
    "SELECT p.id, p.supplier_id, s.name, COALESCE(p.agreement_id, 0), COALESCE(a.title, ''), "
    "p.format, p.name, p.document_id, p.came_at, p.state, p.bytes, p.bytes_read, p.lines_read, "
    "p.only_changes, p.valid_from, p.valid_to, p.reason, p.decided_at, COALESCE(p.price_list_id, "
    "0) FROM price_proposal p JOIN supplier s ON s.id = p.supplier_id LEFT JOIN agreement a ON "
    "a.id = p.agreement_id";

Proposal read(const db::Row& row) {
    Proposal out;
    out.id = row.get<ProposalId>(0);
    out.supplier = row.get<party::SupplierId>(1);
    out.supplier_name = row.get<std::string>(2);
    out.agreement = row.get<agreement::AgreementId>(3);
    out.agreement_title = row.get<std::string>(4);
    out.format = row.get<Format>(5);
    out.name = row.get<std::string>(6);
    out.document = row.get<std::int64_t>(7);
    out.came_at = row.get<Instant>(8);
    out.state = row.get<State>(9);
    out.bytes = row.get<std::int64_t>(10);
    out.bytes_read = row.get<std::int64_t>(11);
    out.lines_read = row.get<std::int64_t>(12);
    out.only_changes = row.get<bool>(13);
    out.valid_from = row.get<std::optional<Date>>(14);
    out.valid_to = row.get<std::optional<Date>>(15);
    out.reason = row.get<std::string>(16);
    out.decided_at = row.get<std::optional<Instant>>(17);
    out.price_list = row.get<catalogue::PriceListId>(18);
    return out;
}

constexpr std::string_view kLine =
    "SELECT position, item_number, change, allowed, why, first_detail, second_detail, decision, "
    "before_row, after_row FROM price_proposal_line WHERE proposal_id = $1";

Line read_line(const db::Row& row) {
    Line out;
    out.position = row.get<std::int64_t>(0);
    out.item_number = row.get<std::string>(1);
    out.verdict.change = static_cast<unsigned>(row.get<std::int64_t>(2));
    out.verdict.allowed = row.get<bool>(3);
    out.verdict.why = row.get<Why>(4);
    out.verdict.first = row.get<std::string>(5);
    out.verdict.second = row.get<std::string>(6);
    out.decision = row.get<Decision>(7);
    const auto before = row.get<std::string>(8);
    const auto after = row.get<std::string>(9);
    if (!before.empty()) out.before = catalogue::unpacked(before);
    if (!after.empty()) out.after = catalogue::unpacked(after);
    return out;
}

}  // namespace

namespace store {

ProposalId insert(db::Tx& tx, const NewProposal& wanted, const std::string& sha256, Instant at) {
    const auto agreement = wanted.agreement ? std::optional(wanted.agreement) : std::nullopt;
    const ProposalId id{tx->insert(
        "INSERT INTO price_proposal (supplier_id, agreement_id, format, name, sha256, document_id, "
        "came_at, state, bytes, bytes_read, lines_read, only_changes, reason) VALUES ($1, $2, $3, "
        "$4, $5, $6, $7, 0, $8, 0, 0, $9, '') RETURNING id",
        wanted.supplier, agreement, wanted.format, wanted.name, sha256, wanted.document, at,
        static_cast<std::int64_t>(wanted.bytes.size()), false)};
    int number = 0;
    for (std::size_t at_byte = 0; at_byte < wanted.bytes.size(); at_byte += kPiece) {
        tx->run("INSERT INTO price_proposal_bytes (proposal_id, number, bytes) VALUES ($1, $2, $3)",
                id, number++, db::Blob{wanted.bytes.substr(at_byte, kPiece)});
    }
    return id;
}

std::optional<ProposalId> same(db::Session& session, const NewProposal& wanted,
                               const std::string& sha256) {
    return session.value<ProposalId>(
        "SELECT id FROM price_proposal WHERE supplier_id = $1 AND COALESCE(agreement_id, 0) = $2 "
        "AND sha256 = $3",
        wanted.supplier, wanted.agreement, sha256);
}

std::vector<ProposalId> to_read(db::Session& session) {
    return session.list("SELECT id FROM price_proposal WHERE state = 0 ORDER BY id",
                        [](const db::Row& row) { return row.get<ProposalId>(0); });
}

std::string piece(db::Session& session, ProposalId id, int number) {
    std::string out;
    session.each(
        "SELECT bytes FROM price_proposal_bytes WHERE proposal_id = $1 AND number = $2",
        [&](const db::Row& row) { out = row.blob(0); }, id, number);
    return out;
}

void save(db::Tx& tx, const Proposal& proposal) {
    tx->run(
        "UPDATE price_proposal SET state = $2, bytes_read = $3, lines_read = $4, only_changes = "
        "$5, valid_from = $6, valid_to = $7, reason = $8, decided_at = $9, price_list_id = $10 "
        "WHERE id = $1",
        proposal.id, proposal.state, proposal.bytes_read, proposal.lines_read,
        proposal.only_changes, proposal.valid_from, proposal.valid_to, proposal.reason,
        proposal.decided_at,
        proposal.price_list ? std::optional(proposal.price_list) : std::nullopt);
}

bool add_line(db::Tx& tx, ProposalId id, std::int64_t position, const std::string& item_number,
              const Verdict& verdict, const catalogue::PriceRow* before,
              const catalogue::PriceRow* after) {
    const bool keep = verdict.change != 0;
    return tx->run(
               "INSERT INTO price_proposal_line (proposal_id, position, item_number, change, "
               "allowed, why, first_detail, second_detail, decision, before_row, after_row) VALUES "
               "($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10) ON CONFLICT DO NOTHING",
               id, position, item_number, static_cast<std::int64_t>(verdict.change),
               verdict.allowed, verdict.why, verdict.first, verdict.second,
               keep && before != nullptr ? catalogue::packed(*before) : std::string(),
               keep && after != nullptr ? catalogue::packed(*after) : std::string()) > 0;
}

void add_message(db::Tx& tx, ProposalId id, int line, const Refusal& refusal) {
    tx->run(
        "INSERT INTO price_proposal_message (proposal_id, number, line, nb, nn, en) SELECT $1, "
        "COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5 FROM price_proposal_message WHERE "
        "proposal_id = $1",
        id, line, refusal.in(Language::nb), refusal.in(Language::nn), refusal.in(Language::en));
}

bool has_item(db::Session& session, ProposalId id, std::string_view item_number) {
    return session
        .value<std::int64_t>(
            "SELECT position FROM price_proposal_line WHERE proposal_id = $1 AND item_number = $2",
            id, item_number)
        .has_value();
}

std::int64_t last_position(db::Session& session, ProposalId id) {
    return session
        .value<std::int64_t>(
            "SELECT COALESCE(MAX(position), 0) FROM price_proposal_line WHERE proposal_id = $1", id)
        .value_or(0);
}

int accept_allowed(db::Tx& tx, ProposalId id) {
    return static_cast<int>(
        tx->run("UPDATE price_proposal_line SET decision = 1 WHERE proposal_id = $1 AND change <> "
                "0 AND decision = 0 AND allowed = $2",
                id, true));
}

void set_decision(db::Tx& tx, ProposalId id, std::int64_t position, Decision decision) {
    tx->run("UPDATE price_proposal_line SET decision = $3 WHERE proposal_id = $1 AND position = $2",
            id, position, decision);
}

std::optional<Line> line(db::Session& session, ProposalId id, std::int64_t position) {
    return session.one(std::string(kLine) + " AND position = $2 AND change <> 0", read_line, id,
                       position);
}

void each_accepted(db::Session& session, ProposalId id, const std::function<void(Line&&)>& take) {
    session.each(
        std::string(kLine) + " AND change <> 0 AND decision = 1 ORDER BY position",
        [&](const db::Row& row) { take(read_line(row)); }, id);
}

}  // namespace store

int Proposal::percent() const {
    return bytes == 0 ? 0 : static_cast<int>(std::min<std::int64_t>(100, bytes_read * 100 / bytes));
}

std::optional<Proposal> proposal(db::Session& session, ProposalId id) {
    return session.one(std::string(kProposal) + " WHERE p.id = $1", read, id);
}

std::vector<Proposal> proposals(db::Session& session, int limit) {
    return session.list(std::string(kProposal) + " ORDER BY p.id DESC LIMIT $1", read, limit);
}

Counts counts(db::Session& session, ProposalId id) {
    Counts out;
    session.each(
        "SELECT change, allowed, decision, COUNT(*) FROM price_proposal_line WHERE proposal_id = "
        "$1 GROUP BY change, allowed, decision",
        [&](const db::Row& row) {
            const auto change = static_cast<unsigned>(row.get<std::int64_t>(0));
            const bool allowed = row.get<bool>(1);
            const auto decision = row.get<Decision>(2);
            const int number = row.get<int>(3);
            if (change == 0) {
                out.same += number;
                return;
            }
            out.changed += number;
            out.undecided += decision == Decision::none ? number : 0;
            out.allowed += allowed ? number : 0;
            out.open_allowed += allowed && decision == Decision::none ? number : 0;
            out.accepted += decision == Decision::accepted ? number : 0;
            out.refused += decision == Decision::refused ? number : 0;
            out.added += (change & kAdded) != 0 ? number : 0;
            out.gone += (change & kGone) != 0 ? number : 0;
            out.up += (change & kPriceUp) != 0 ? number : 0;
            out.down += (change & kPriceDown) != 0 ? number : 0;
            out.unit += (change & (kUnit | kPack)) != 0 ? number : 0;
            out.text += (change & kText) != 0 ? number : 0;
            out.moved += (change & kMoved) != 0 ? number : 0;
            out.other += (change & (kVat | kOther)) != 0 ? number : 0;
        },
        id);
    return out;
}

std::vector<Line> lines(db::Session& session, ProposalId id, unsigned change, bool undecided,
                        std::int64_t after, int limit) {
    std::string sql = std::string(kLine) + " AND change <> 0 AND position > $2";
    if (change != 0) sql += fmt::format(" AND (change & {}) <> 0", change);
    if (undecided) sql += " AND decision = 0";
    return session.list(sql + " ORDER BY position LIMIT $3", read_line, id, after, limit);
}

std::vector<Message> messages(db::Session& session, ProposalId id, int limit) {
    return session.list(
        "SELECT line, nb, nn, en FROM price_proposal_message WHERE proposal_id = $1 ORDER BY "
        "number LIMIT $2",
        [](const db::Row& row) {
            return Message{
                row.get<int>(0),
                {row.get<std::string>(1), row.get<std::string>(2), row.get<std::string>(3)}};
        },
        id, limit);
}

// ---- Index tables ------------------------------------------------------------------------------

namespace store {

void save_index(db::Tx& tx, const IndexRow& row, Instant at) {
    tx->run(
        "INSERT INTO price_index (name, month, value, source, stored_at) VALUES ($1, $2, $3, $4, "
        "$5) ON CONFLICT (name, month) DO UPDATE SET value = excluded.value, source = "
        "excluded.source, stored_at = excluded.stored_at",
        row.name, row.month, row.value.text(), row.source, at);
}

}  // namespace store

std::vector<IndexRow> index_rows(db::Session& session, std::string_view name) {
    return session.list(
        "SELECT name, month, value, source FROM price_index WHERE ($1 = '' OR name = $1) ORDER BY "
        "name, month DESC",
        [](const db::Row& row) {
            return IndexRow{row.get<std::string>(0), row.get<std::string>(1),
                            Decimal::parse(row.get<std::string>(2)).value_or(Decimal()),
                            row.get<std::string>(3)};
        },
        name);
}

std::optional<IndexPoint> index_at(db::Session& session, std::string_view name,
                                   std::string_view month) {
    return session.one(
        "SELECT month, value FROM price_index WHERE name = $1 AND month = $2",
        [](const db::Row& row) {
            return IndexPoint{row.get<std::string>(0),
                              Decimal::parse(row.get<std::string>(1)).value_or(Decimal())};
        },
        name, month);
}

std::optional<IndexPoint> index_latest(db::Session& session, std::string_view name,
                                       std::string_view month) {
    return session.one(
        "SELECT month, value FROM price_index WHERE name = $1 AND month <= $2 ORDER BY month DESC "
        "LIMIT 1",
        [](const db::Row& row) {
            return IndexPoint{row.get<std::string>(0),
                              Decimal::parse(row.get<std::string>(1)).value_or(Decimal())};
        },
        name, month);
}

}  // namespace samkjop::price
