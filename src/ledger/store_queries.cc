// What pages ask: balances by coding, scope and unit, what is left while shopping, drill-down to
// postings, open commitments, vouchers, early visibility. Reads only.

#include <algorithm>

#include "ledger/store.h"

namespace samkjop::ledger {
namespace {

constexpr std::string_view kFigures =
    "adopted, change, reserved, committed, received, invoiced, posted";

Balance balance_of(const db::Row& row, int first) {
    return {row.get<Money>(first),     row.get<Money>(first + 1), row.get<Money>(first + 2),
            row.get<Money>(first + 3), row.get<Money>(first + 4), row.get<Money>(first + 5),
            row.get<Money>(first + 6)};
}

std::string select_balance(std::string_view condition) {
    return "SELECT " + std::string(kFigures) + " FROM ledger_balance WHERE " +
           std::string(condition);
}

template <class... A>
Balance sum(db::Session& session, const std::string& sql, const A&... arguments) {
    Balance total;
    session.each(
        sql, [&](const db::Row& row) { total = total + balance_of(row, 0); }, arguments...);
    return total;
}

constexpr std::string_view kPostingColumns =
    "SELECT e.sequence, e.date, e.at, e.actor_id, e.event, e.document_kind, e.document_id, "
    "e.reason,"
    " p.credit, p.debit, p.amount_ore, p.coding_id, p.year, p.line_id, p.voucher_id"
    " FROM ledger_posting p JOIN ledger_entry e ON e.sequence = p.entry ";

PostingRow posting_of(const db::Row& row) {
    PostingRow out;
    out.entry = row.get<EntryId>(0);
    out.date = row.get<Date>(1);
    out.at = row.get<Instant>(2);
    out.actor = row.get<UserId>(3);
    out.event = row.get<std::string>(4);
    out.document = {row.get<std::string>(5), row.get<std::int64_t>(6)};
    out.reason = row.get<std::string>(7);
    out.posting = {row.get<Kind>(8),
                   row.get<Kind>(9),
                   row.get<Money>(10),
                   row.get<CodingId>(11),
                   row.get<int>(12),
                   {row.get<std::optional<std::int64_t>>(13).value_or(0)},
                   {row.get<std::optional<std::int64_t>>(14).value_or(0)}};
    return out;
}

LineFigures figures_of(const StoredLine& stored) {
    const Line& line = stored.line;
    LineFigures out;
    out.id = line.id;
    out.year = line.year;
    out.document = stored.document;
    out.state = name(line.state);
    out.closed = line.closed;
    out.waits = line.waiting.has_value();
    out.over = line.over || (line.waiting && line.waiting->over);
    out.quantity = decimal(line.ordered());
    out.price = decimal(line.price);
    out.received_quantity = decimal(line.received);
    out.invoiced_quantity = decimal(line.invoiced());
    if (line.state == LineState::committed && !line.layers.empty()) {
        out.committed_day = std::ranges::min_element(line.layers, {}, &Layer::day)->day;
    }
    out.weights = line.parts;
    const std::vector<Standing> standing = targets(line);
    for (std::size_t i = 0; i < standing.size(); ++i) {
        const Standing& part = standing[i];
        out.parts.push_back({line.parts[i].coding, part.reserved, part.committed, part.received});
        out.reserved += part.reserved;
        out.committed += part.committed;
        out.received += part.received;
    }
    if (line.waiting && line.waiting->quantity)
        out.waiting_quantity = decimal(*line.waiting->quantity);
    if (line.waiting && line.waiting->price) out.waiting_price = decimal(*line.waiting->price);
    return out;
}

VoucherFigures figures_of(const StoredVoucher& stored) {
    return {stored.voucher.id, stored.document, std::string(name(stored.voucher.state)),
            amounts(stored.voucher)};
}

}  // namespace

Balance balance(db::Session& session, CodingId coding, int year) {
    static const std::string sql = select_balance("coding_id = $1 AND year = $2");
    return sum(session, sql, coding, year);
}

Balance scope_sum(db::Session& session, MunicipalityId municipality, const Policy& policy,
                  const ScopeKey& key) {
    static const std::string by_unit =
        select_balance("municipality_id = $1 AND ansvar = $2 AND year = $3");
    static const std::string by_function =
        select_balance("municipality_id = $1 AND ansvar = $2 AND funksjon = $3 AND year = $4");
    static const std::string by_group =
        select_balance("municipality_id = $1 AND ansvar = $2 AND art_group = $3 AND year = $4");
    static const std::string by_project =
        select_balance("municipality_id = $1 AND prosjekt = $2 AND prosjekt <> ''");
    if (key.list >= 0) {
        Balance total;
        for (const CodingId coding : policy.scope_lists[static_cast<std::size_t>(key.list)]) {
            total = total + balance(session, coding, key.year);
        }
        return total;
    }
    switch (key.scope) {
        case party::BudgetScope::coding:
            return balance(session, key.coding, key.year);
        case party::BudgetScope::unit:
            return sum(session, by_unit, municipality, key.ansvar, key.year);
        case party::BudgetScope::unit_function:
            return sum(session, by_function, municipality, key.ansvar, key.second, key.year);
        case party::BudgetScope::art_group:
            return sum(session, by_group, municipality, key.ansvar, key.second, key.year);
        case party::BudgetScope::project:
            return sum(session, by_project, municipality, key.second);
    }
    return {};
}

Balance scope_balance(db::Session& session, MunicipalityId municipality, const Policy& policy,
                      CodingId coding, int year) {
    const auto row = load_coding(session, coding);
    if (!row) return {};
    return scope_sum(session, municipality, policy,
                     scope_of(policy, coding, row->dimensions, year));
}

std::vector<Left> preview(db::Session& session, MunicipalityId municipality, const Policy& policy,
                          Date date, std::span<const NewLine> lines) {
    std::vector<Left> out;
    std::vector<ScopeKey> keys;
    for (const NewLine& asked : lines) {
        const Result<Line> line = request(asked, asked.year ? asked.year : date.year());
        if (!line) continue;
        const std::vector<Standing> standing = targets(*line);
        for (std::size_t i = 0; i < standing.size(); ++i) {
            const CodingId coding = line->parts[i].coding;
            const auto row = load_coding(session, coding);
            if (!row || row->municipality != municipality) continue;
            const ScopeKey key = scope_of(policy, coding, row->dimensions, line->year);
            const auto found =
                std::ranges::find_if(keys, [&](const ScopeKey& one) { return one.same(key); });
            if (found == keys.end()) {
                keys.push_back(key);
                out.push_back({key.text(),
                               coding,
                               line->year,
                               scope_sum(session, municipality, policy, key),
                               standing[i].reserved,
                               {}});
                if (out.back().scope.empty()) {
                    out.back().scope = row->dimensions.art + " · " + row->dimensions.ansvar +
                                       " · " + row->dimensions.funksjon;
                }
            } else {
                out[static_cast<std::size_t>(found - keys.begin())].taken += standing[i].reserved;
            }
        }
    }
    for (Left& one : out) {
        one.over_by = shortage(one.taken, one.before.available(), policy.allowed_overrun);
    }
    return out;
}

std::vector<BalanceRow> balances(db::Session& session, MunicipalityId municipality, int year,
                                 std::string_view ansvar) {
    static const std::string columns =
        "SELECT coding_id, year, art, ansvar, funksjon, prosjekt, " + std::string(kFigures) +
        " FROM ledger_balance WHERE municipality_id = $1 AND year = $2";
    static const std::string order = " ORDER BY ansvar, funksjon, art, prosjekt, coding_id";
    static const std::string all = columns + order;
    static const std::string unit = columns + " AND ansvar = $3" + order;
    const auto map = [](const db::Row& row) {
        return BalanceRow{row.get<CodingId>(0),    row.get<int>(1),         row.get<std::string>(2),
                          row.get<std::string>(3), row.get<std::string>(4), row.get<std::string>(5),
                          balance_of(row, 6)};
    };
    if (ansvar.empty()) return session.list(all, map, municipality, year);
    return session.list(unit, map, municipality, year, ansvar);
}

std::vector<UnitBalance> unit_balances(db::Session& session, MunicipalityId municipality,
                                       int year) {
    std::vector<UnitBalance> out;
    for (const BalanceRow& row : balances(session, municipality, year)) {
        if (out.empty() || out.back().ansvar != row.ansvar) out.push_back({row.ansvar, {}});
        out.back().balance = out.back().balance + row.balance;
    }
    return out;
}

std::vector<PostingRow> postings(db::Session& session, CodingId coding, int year,
                                 std::optional<Kind> kind, EntryId before, int limit) {
    static const std::string by_coding =
        std::string(kPostingColumns) + "WHERE p.coding_id = $1 AND p.year = $2 AND p.entry < $3";
    static const std::string order = " ORDER BY p.entry DESC, p.position LIMIT $4";
    static const std::string any = by_coding + order;
    static const std::string one = by_coding + " AND (p.credit = $5 OR p.debit = $5)" + order;
    if (before == 0) before = INT64_MAX;
    if (!kind) return session.list(any, posting_of, coding, year, before, limit);
    return session.list(one, posting_of, coding, year, before, limit, *kind);
}

std::vector<PostingRow> postings_of_line(db::Session& session, LineId line) {
    static const std::string sql =
        std::string(kPostingColumns) + "WHERE p.line_id = $1 ORDER BY p.entry DESC, p.position";
    return session.list(sql, posting_of, line);
}

std::vector<PostingRow> postings_of_invoice(db::Session& session, InvoiceId invoice) {
    static const std::string sql =
        std::string(kPostingColumns) + "WHERE p.voucher_id = $1 ORDER BY p.entry DESC, p.position";
    return session.list(sql, posting_of, invoice);
}

std::optional<LineFigures> line(db::Session& session, LineId id) {
    const auto stored = load_line(session, id);
    if (!stored) return std::nullopt;
    LineFigures out = figures_of(*stored);
    std::vector<LineId> heirs = stored->line.heirs;
    for (std::size_t i = 0; i < heirs.size(); ++i) {
        const StoredLine other = *load_line(session, heirs[i]);
        heirs.insert(heirs.end(), other.line.heirs.begin(), other.line.heirs.end());
        const LineFigures own = figures_of(other);
        out.closed = out.closed && own.closed;
        out.waits = out.waits || own.waits;
        out.over = out.over || own.over;
        out.quantity = out.quantity + own.quantity;
        out.received_quantity = out.received_quantity + own.received_quantity;
        out.invoiced_quantity = out.invoiced_quantity + own.invoiced_quantity;
        out.parts.insert(out.parts.end(), own.parts.begin(), own.parts.end());
        out.reserved += own.reserved;
        out.committed += own.committed;
        out.received += own.received;
        out.price = own.price;
        if (own.waiting_quantity) out.waiting_quantity = own.waiting_quantity;
        if (own.waiting_price) out.waiting_price = own.waiting_price;
        out.heirs.push_back(own.id);
    }
    return out;
}

std::vector<LineFigures> open_commitments(db::Session& session, MunicipalityId municipality,
                                          int year) {
    std::vector<LineFigures> out;
    const auto ids = session.list(
        "SELECT id FROM ledger_line WHERE municipality_id = $1 AND year = $2 AND open_ore > 0 "
        "ORDER BY id",
        [](const db::Row& row) { return row.get<LineId>(0); }, municipality, year);
    for (const LineId id : ids) out.push_back(figures_of(*load_line(session, id)));
    std::ranges::stable_sort(out, [](const LineFigures& left, const LineFigures& right) {
        return left.committed_day.value_or(Date(9999, 1, 1)) <
               right.committed_day.value_or(Date(9999, 1, 1));
    });
    return out;
}

std::optional<VoucherFigures> voucher(db::Session& session, InvoiceId id) {
    const auto stored = load_voucher(session, id);
    if (!stored) return std::nullopt;
    return figures_of(*stored);
}

std::vector<VoucherFigures> unposted(db::Session& session, MunicipalityId municipality) {
    std::vector<VoucherFigures> out;
    const auto ids = session.list(
        "SELECT id FROM ledger_voucher WHERE municipality_id = $1 AND state = 0 ORDER BY id",
        [](const db::Row& row) { return row.get<InvoiceId>(0); }, municipality);
    for (const InvoiceId id : ids) out.push_back(figures_of(*load_voucher(session, id)));
    return out;
}

bool year_closed(db::Session& session, MunicipalityId municipality, int year) {
    return session
        .value<std::int64_t>(
            "SELECT year FROM ledger_closed_year WHERE municipality_id = $1 AND year = $2",
            municipality, year)
        .has_value();
}

namespace {

struct SeenStep {  // so much was seen so many days before; days -1: what was invoiced in all
    int month = 0, days = 0;
    Money weight;
};

std::vector<SeenStep> seen_steps(db::Session& session, MunicipalityId municipality, int year,
                                 std::string_view ansvar, Until until) {
    static const std::string columns =
        "SELECT month, days, weight_ore FROM ledger_visibility"
        " WHERE municipality_id = $1 AND until = $2 AND year = $3";
    static const std::string all = columns + " ORDER BY days";
    static const std::string unit = columns + " AND ansvar = $4 ORDER BY days";
    const auto map = [](const db::Row& row) {
        return SeenStep{row.get<int>(0), row.get<int>(1), row.get<Money>(2)};
    };
    return ansvar.empty() ? session.list(all, map, municipality, until, year)
                          : session.list(unit, map, municipality, until, year, ansvar);
}

// The steps by rising days; month 0: all of them.
Visibility summed(std::span<const SeenStep> steps, int month) {
    Visibility out;
    for (const SeenStep& step : steps) {
        if (month != 0 && step.month != month) continue;
        if (step.days < 0) {
            out.invoiced += step.weight;
            continue;
        }
        out.weight += step.weight;
        out.ore_days += step.weight.ore() * step.days;
    }
    Money reached;  // smallest days where half the weight is reached
    for (const SeenStep& step : steps) {
        if (month != 0 && step.month != month) continue;
        if (step.days < 0 || step.weight.is_zero()) continue;
        reached += step.weight;
        if (reached + reached >= out.weight) {
            out.median_days = step.days;
            break;
        }
    }
    return out;
}

}  // namespace

Visibility visibility(db::Session& session, MunicipalityId municipality, int year,
                      std::string_view ansvar, Until until) {
    return summed(seen_steps(session, municipality, year, ansvar, until), 0);
}

std::array<Visibility, 12> visibility_by_month(db::Session& session, MunicipalityId municipality,
                                               int year, std::string_view ansvar, Until until) {
    const auto steps = seen_steps(session, municipality, year, ansvar, until);
    std::array<Visibility, 12> out;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = summed(steps, static_cast<int>(i) + 1);
    return out;
}

}  // namespace samkjop::ledger
