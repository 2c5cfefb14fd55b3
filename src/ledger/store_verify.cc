// Re-proves the ledger from its postings: what is cached and what is decided must be what was
// posted. Lines and vouchers are taken some thousands at a time, so that a large ledger needs no
// more memory than a small one.

#include <fmt/format.h>

#include <algorithm>

#include "ledger/store.h"

namespace samkjop::ledger {
namespace {

constexpr std::int64_t kBatch = 5'000;

struct AccountKey {
    std::int64_t subject = 0;  // line, voucher, or none
    CodingId coding;
    int year = 0;
    friend auto operator<=>(const AccountKey&, const AccountKey&) = default;
};
using Figures = std::array<Money, kKinds>;
using Sums = std::map<AccountKey, Figures>;

Money& at(Figures& figures, Kind kind) { return figures[static_cast<std::size_t>(kind)]; }

void add_row(Sums& sums, const db::Row& row) {
    Figures& figures = sums[{row.get<std::int64_t>(0), row.get<CodingId>(1), row.get<int>(2)}];
    const Kind credit = row.get<Kind>(3);
    const Kind debit = row.get<Kind>(4);
    const Money amount = row.get<Money>(5);
    const auto is_budget = [](Kind kind) { return kind == Kind::adopted || kind == Kind::change; };
    at(figures, debit) += is_budget(debit) ? -amount : amount;
    at(figures, credit) += is_budget(credit) ? amount : -amount;
}

class Prover {
public:
    explicit Prover(db::Session& session) : session_(session) {}

    Proof prove() {
        proof_.entries = count("ledger_entry");
        proof_.postings = count("ledger_posting");
        entries();
        balances();
        in_batches("ledger_line", [&](std::int64_t from, std::int64_t to) { lines(from, to); });
        in_batches("ledger_voucher",
                   [&](std::int64_t from, std::int64_t to) { vouchers(from, to); });
        visibility();
        return proof_;
    }

private:
    std::int64_t count(std::string_view table) {
        return session_.value<std::int64_t>("SELECT count(*) FROM " + std::string(table))
            .value_or(0);
    }

    void offence(std::int64_t entry, const std::string& what) {
        if (proof_.first_offence.empty())
            proof_.first_offence = fmt::format("entry {}: {}", entry, what);
    }

    template <class F>
    void in_batches(std::string_view table, F function) {
        const std::int64_t last =
            session_.value<std::int64_t>("SELECT coalesce(max(id), 0) FROM " + std::string(table))
                .value_or(0);
        for (std::int64_t from = 1; from <= last; from += kBatch) function(from, from + kBatch - 1);
    }

    // Sums per subject of postings whose line or voucher lies between two ids.
    Sums sums_of(std::string_view column, std::int64_t from, std::int64_t to) {
        Sums sums;
        const std::string name(column);
        session_.each(
            "SELECT " + name +
                ", coding_id, year, credit, debit, CAST(sum(amount_ore) AS BIGINT)"
                " FROM ledger_posting WHERE " +
                name +
                " BETWEEN $1 AND $2"
                " GROUP BY " +
                name + ", coding_id, year, credit, debit",
            [&](const db::Row& row) { add_row(sums, row); }, from, to);
        return sums;
    }

    std::int64_t last_entry(std::string_view column, std::int64_t subject) {
        return session_
            .value<std::int64_t>("SELECT coalesce(max(entry), 0) FROM ledger_posting WHERE " +
                                     std::string(column) + " = $1",
                                 subject)
            .value_or(0);
    }

    // Balance is by construction; what is left is that both belong to the same municipality, that a
    // posting is above zero, and that a reversal mirrors what it names.
    void entries() {
        session_.each(
            "SELECT p.entry FROM ledger_posting p JOIN ledger_entry e ON e.sequence = p.entry"
            " LEFT JOIN coding c ON c.id = p.coding_id"
            " WHERE p.amount_ore <= 0 OR p.credit = p.debit OR c.id IS NULL"
            " OR c.municipality_id <> e.municipality_id ORDER BY p.entry LIMIT 1",
            [&](const db::Row& row) { offence(row.get<EntryId>(0), "a posting that cannot be"); });
        session_.each(
            "SELECT e.sequence FROM ledger_entry e WHERE e.reverses IS NOT NULL AND"
            " (SELECT coalesce(sum(amount_ore), 0) FROM ledger_posting WHERE entry = e.sequence) <>"
            " (SELECT coalesce(sum(amount_ore), 0) FROM ledger_posting WHERE entry = e.reverses)"
            " ORDER BY e.sequence LIMIT 1",
            [&](const db::Row& row) {
                offence(row.get<EntryId>(0), "a reversal that does not mirror");
            });
    }

    void balances() {
        Sums sums;
        session_.each(
            "SELECT 0, coding_id, year, credit, debit, CAST(sum(amount_ore) AS BIGINT) FROM "
            "ledger_posting"
            " GROUP BY coding_id, year, credit, debit",
            [&](const db::Row& row) { add_row(sums, row); });
        session_.each(
            "SELECT coding_id, year, adopted, change, reserved, committed, received, invoiced, "
            "posted,"
            " (SELECT count(*) FROM ledger_closed_year y WHERE y.municipality_id = "
            "b.municipality_id"
            " AND y.year = b.year) FROM ledger_balance b",
            [&](const db::Row& row) {
                ++proof_.balances;
                const AccountKey key{0, row.get<CodingId>(0), row.get<int>(1)};
                Figures figures{};
                if (const auto found = sums.find(key); found != sums.end()) figures = found->second;
                static constexpr Kind order[] = {Kind::adopted,   Kind::change,   Kind::reserved,
                                                 Kind::committed, Kind::received, Kind::invoiced,
                                                 Kind::posted};
                Money available;
                for (int i = 0; i < 7; ++i) {
                    const Money cached = row.get<Money>(2 + i);
                    available += i < 2 ? cached : -cached;
                    if (cached != at(figures, order[i])) account_offence(key, order[i]);
                    if (i >= 2 && i <= 4 && cached < Money()) account_offence(key, order[i]);
                    const bool closed = row.get<std::int64_t>(9) > 0;
                    if (closed && i >= 2 && i <= 5 && !cached.is_zero())
                        account_offence(key, order[i]);
                }
                if (available != at(figures, Kind::available))
                    account_offence(key, Kind::available);
                sums.erase(key);
            });
        for (const auto& [key, figures] : sums) account_offence(key, Kind::available);
    }

    void account_offence(const AccountKey& key, Kind kind) {
        const auto entry = session_.value<std::int64_t>(
            "SELECT coalesce(max(entry), 0) FROM ledger_posting WHERE coding_id = $1 AND year = $2",
            key.coding, key.year);
        offence(entry.value_or(0), fmt::format("coding {} in {}: {} is not the sum of its postings",
                                               key.coding.value, key.year, name(kind)));
    }

    void lines(std::int64_t from, std::int64_t to) {
        Sums sums = sums_of("line_id", from, to);
        const auto ids = session_.list(
            "SELECT id FROM ledger_line WHERE id BETWEEN $1 AND $2 ORDER BY id",
            [](const db::Row& row) { return row.get<LineId>(0); }, from, to);
        for (const LineId id : ids) {
            ++proof_.lines;
            Line line;
            try {
                line = load_line(session_, id)->line;
            } catch (const std::runtime_error&) {
                line_offence(id);
                continue;
            }
            std::map<AccountKey, Standing> wanted;
            const std::vector<Standing> standing = targets(line);
            for (std::size_t i = 0; i < standing.size(); ++i) {
                Standing& sum = wanted[{id.value, line.parts[i].coding, line.year}];
                sum.reserved += standing[i].reserved;
                sum.committed += standing[i].committed;
                sum.received += standing[i].received;
            }
            for (auto it = sums.lower_bound({id.value, {}, 0});
                 it != sums.end() && it->first.subject == id.value; ++it) {
                const Standing expected = wanted[it->first];
                wanted.erase(it->first);
                Figures& figures = it->second;
                if (at(figures, Kind::reserved) != expected.reserved ||
                    at(figures, Kind::committed) != expected.committed ||
                    at(figures, Kind::received) != expected.received) {
                    line_offence(id);
                }
            }
            for (const auto& [key, rest] : wanted) {
                if (rest != Standing{}) line_offence(id);
            }
        }
    }

    void line_offence(LineId id) {
        offence(last_entry("line_id", id.value),
                fmt::format("line {}: the postings are not its targets", id.value));
    }

    // invoiced + posted = cost. What a correction moved afterwards stands on the correction.
    void vouchers(std::int64_t from, std::int64_t to) {
        Sums sums = sums_of("voucher_id", from, to);
        std::map<AccountKey, Money> corrected;
        const auto corrections = session_.list(
            "SELECT id FROM ledger_voucher WHERE kind = $1 AND of_id BETWEEN $2 AND $3",
            [](const db::Row& row) { return row.get<InvoiceId>(0); }, VoucherKind::correction, from,
            to);
        for (const InvoiceId id : corrections) {
            Voucher moved;
            try {
                moved = load_voucher(session_, id)->voucher;
            } catch (const std::runtime_error&) {
                continue;  // named when its own turn comes
            }
            for (const Amount& one : amounts(moved)) {
                corrected[{moved.of.value, one.coding, one.year}] += one.amount;
            }
        }
        const auto ids = session_.list(
            "SELECT id FROM ledger_voucher WHERE id BETWEEN $1 AND $2 ORDER BY id",
            [](const db::Row& row) { return row.get<InvoiceId>(0); }, from, to);
        for (const InvoiceId id : ids) {
            StoredVoucher stored;
            try {
                stored = *load_voucher(session_, id);
            } catch (const std::runtime_error&) {
                voucher_offence(id);
                continue;
            }
            const Voucher& voucher = stored.voucher;
            remember(stored);
            if (voucher.state == VoucherState::posted && voucher.foreign_currency) continue;
            std::map<AccountKey, Money> wanted;
            if (voucher.state != VoucherState::refused) {
                for (const Amount& one : amounts(voucher))
                    wanted[{id.value, one.coding, one.year}] += one.amount;
                for (auto it = corrected.lower_bound({id.value, {}, 0});
                     it != corrected.end() && it->first.subject == id.value; ++it) {
                    wanted[it->first] -= it->second;
                }
            }
            const Kind place =
                voucher.state == VoucherState::posted ? Kind::posted : Kind::invoiced;
            const Kind other = place == Kind::posted ? Kind::invoiced : Kind::posted;
            for (auto it = sums.lower_bound({id.value, {}, 0});
                 it != sums.end() && it->first.subject == id.value; ++it) {
                if (at(it->second, place) != wanted[it->first] ||
                    !at(it->second, other).is_zero()) {
                    voucher_offence(id);
                }
                wanted.erase(it->first);
            }
            for (const auto& [key, rest] : wanted) {
                if (!rest.is_zero()) voucher_offence(id);
            }
        }
    }

    void voucher_offence(InvoiceId id) {
        offence(last_entry("voucher_id", id.value),
                fmt::format("voucher {}: invoiced and posted are not its cost", id.value));
    }

    using SeenKey = std::tuple<std::int64_t, std::int64_t, int, std::string, int, int>;

    void remember(const StoredVoucher& stored) {
        ++proof_.vouchers;
        for (const SeenRow& row : seen_rows(stored.voucher)) {
            auto found = ansvar_.find(row.coding);
            if (found == ansvar_.end()) {
                const auto coding = load_coding(session_, row.coding);
                found = ansvar_.emplace(row.coding, coding ? coding->dimensions.ansvar : "").first;
            }
            seen_[{stored.municipality.value, static_cast<std::int64_t>(row.until), row.year,
                   found->second, row.month, row.days}] += row.weight;
        }
    }

    void visibility() {
        session_.each(
            "SELECT municipality_id, until, year, ansvar, month, days, weight_ore"
            " FROM ledger_visibility",
            [&](const db::Row& row) {
                const SeenKey key{row.get<std::int64_t>(0), row.get<std::int64_t>(1),
                                  row.get<int>(2),          row.get<std::string>(3),
                                  row.get<int>(4),          row.get<int>(5)};
                seen_[key] -= row.get<Money>(6);
            });
        for (const auto& [key, rest] : seen_) {
            if (rest.is_zero()) continue;
            offence(0, fmt::format("early visibility of {} in {} is not the sum of its invoices",
                                   std::get<3>(key), std::get<2>(key)));
        }
    }

    db::Session& session_;
    Proof proof_;
    std::map<CodingId, std::string> ansvar_;
    std::map<SeenKey, Money> seen_;
};

}  // namespace

Proof verify(db::Session& session) { return Prover(session).prove(); }

}  // namespace samkjop::ledger
