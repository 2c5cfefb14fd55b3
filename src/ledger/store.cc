// Carries one event out: the first answer of a repeated key, what stands before, cover and closed
// years judged, then entry, postings, balances, lines and vouchers. A handful of statements, each
// by key, so that the millionth order costs what the first did.

#include "ledger/store.h"

#include <sodium.h>

#include <algorithm>

#include "ledger/texts.h"

namespace samkjop::ledger {
namespace {

std::string hash_of(std::string_view event, const Document& document, std::string_view content) {
    std::string all(event);
    all += '\n';
    all += document.kind;
    all += ' ';
    all += std::to_string(document.id);
    all += '\n';
    all += content;
    unsigned char digest[16];
    crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(all.data()),
                       all.size(), nullptr, 0);
    char hex[sizeof digest * 2 + 1];
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    return hex;
}

template <class Tag>
std::optional<std::int64_t> or_null(Id<Tag> id) {
    return id ? std::optional(id.value) : std::nullopt;
}

Money open_of(const Line& line) {
    Money sum;
    for (const Standing& part : targets(line))
        sum += part.reserved + part.committed + part.received;
    return sum;
}

}  // namespace

Result<std::optional<Outcome>> Work::first_answer(std::string_view content) {
    if (context_.key.empty()) return std::nullopt;
    content_hash_ = hash_of(event_, context_.document, content);
    struct First {
        EntryId entry;
        std::string content, outcome;
    };
    const auto first = session_.one(
        "SELECT sequence, content, outcome FROM ledger_entry WHERE municipality_id = $1 AND key = "
        "$2",
        [](const db::Row& row) {
            return First{row.get<EntryId>(0), row.get<std::string>(1), row.get<std::string>(2)};
        },
        context_.municipality, context_.key);
    if (!first) return std::nullopt;
    if (first->content != content_hash_) return refuse(text::idempotency_conflict);
    Outcome outcome;
    outcome.entry = first->entry;
    outcome.repeated = true;
    decode_outcome(outcome, first->outcome);
    outcome.postings = session_.list(
        "SELECT credit, debit, amount_ore, coding_id, year, line_id, voucher_id FROM ledger_posting"
        " WHERE entry = $1 ORDER BY position",
        [](const db::Row& row) {
            return Posting{row.get<Kind>(0),
                           row.get<Kind>(1),
                           row.get<Money>(2),
                           row.get<CodingId>(3),
                           row.get<int>(4),
                           {row.get<std::optional<std::int64_t>>(5).value_or(0)},
                           {row.get<std::optional<std::int64_t>>(6).value_or(0)}};
        },
        first->entry);
    return outcome;
}

Result<Line> Work::line(LineId id) {
    for (const LineWork& one : lines_) {
        if (one.after.id == id) return one.after;
    }
    const auto stored = load_line(session_, id);
    if (!stored || stored->municipality != context_.municipality)
        return refuse(text::state_forbids_event);
    lines_.push_back({stored->line, stored->line});
    return stored->line;
}

Result<std::vector<Line>> Work::family(LineId id) {
    std::vector<Line> out;
    out.push_back(TRY(line(id)));
    for (std::size_t i = 0; i < out.size(); ++i) {
        for (const LineId heir : std::vector(out[i].heirs)) out.push_back(TRY(line(heir)));
    }
    return out;
}

void Work::put(Line after) {
    for (LineWork& one : lines_) {
        if (one.after.id == after.id) {
            one.after = std::move(after);
            return;
        }
    }
    SK_ASSERT(!"a line is loaded before it is changed");
}

LineId Work::make(Line line) {
    line.id = {-1 - static_cast<std::int64_t>(lines_.size())};
    LineWork work;
    work.before.id = line.id;
    work.before.year = line.year;
    const LineId id = line.id;
    work.after = std::move(line);
    lines_.push_back(std::move(work));
    return id;
}

Result<Voucher> Work::voucher(InvoiceId id) {
    const auto stored = load_voucher(session_, id);
    if (!stored || stored->municipality != context_.municipality)
        return refuse(text::state_forbids_event);
    vouchers_.push_back({stored->voucher, stored->voucher, std::nullopt});
    return stored->voucher;
}

void Work::put(Voucher after) {
    for (VoucherWork& one : vouchers_) {
        if (one.after.id == after.id) {
            one.after = std::move(after);
            return;
        }
    }
    SK_ASSERT(!"a voucher is loaded before it is changed");
}

InvoiceId Work::make(Voucher voucher, const NewInvoice* identity) {
    voucher.id = {-1};
    VoucherWork work;
    work.before.id = voucher.id;
    work.after = std::move(voucher);
    if (identity && !identity->number.empty()) {
        work.identity = identity->seller + ' ' + identity->number + ' ' + identity->issued.iso() +
                        ' ' + std::to_string(identity->payable.ore());
    }
    vouchers_.push_back(std::move(work));
    return {-1};
}

const Dimensions& Work::dimensions(CodingId coding) {
    auto found = codings_.find(coding);
    if (found == codings_.end()) {
        found = codings_.emplace(coding, load_coding(session_, coding).value_or(CodingRow{})).first;
    }
    return found->second.dimensions;
}

Result<void> Work::check_coding(CodingId coding) {
    if (!coding) return refuse(text::coding_missing);
    dimensions(coding);
    if (codings_.at(coding).municipality != context_.municipality)
        return refuse(text::coding_unknown);
    return {};
}

Result<void> Work::check_codings(std::span<const Part> parts) {
    for (const Part& part : parts) TRY(check_coding(part.coding));
    return {};
}

Result<void> Work::check_codings(std::span<const Share> shares) {
    for (const Share& one : shares) TRY(check_coding(one.coding));
    return {};
}

Result<void> Work::check_new(const NewInvoice& invoice) {
    for (const InvoiceLine& line : invoice.lines) TRY(check_codings(line.shares));
    for (const AllowanceCharge& charge : invoice.charges) TRY(check_codings(charge.shares));
    if (invoice.number.empty()) return {};
    const std::string identity = invoice.seller + ' ' + invoice.number + ' ' +
                                 invoice.issued.iso() + ' ' + std::to_string(invoice.payable.ore());
    if (session_.value<std::int64_t>(
            "SELECT id FROM ledger_voucher WHERE municipality_id = $1 AND identity = $2",
            context_.municipality, identity)) {
        return refuse(text::invoice_already_registered);
    }
    return {};
}

Balance Work::scope_balance(CodingId coding, int year) {
    const ScopeKey key = scope_of(context_.policy, coding, dimensions(coding), year);
    return scope_sum(session_, context_.municipality, context_.policy, key);
}

// Per scope: what this entry takes from available, against what stood there before it.
std::vector<Over> Work::shortages(std::span<const Posting> postings) {
    struct Taken {
        ScopeKey key;
        Money amount;
    };
    std::vector<Taken> scopes;
    bool takes = false;
    for (const Posting& posting : postings) takes = takes || posting.credit == Kind::available;
    if (!takes) return {};
    for (const Posting& posting : postings) {
        if (posting.credit != Kind::available && posting.debit != Kind::available) continue;
        const Money amount = posting.credit == Kind::available ? posting.amount : -posting.amount;
        const ScopeKey key =
            scope_of(context_.policy, posting.coding, dimensions(posting.coding), posting.year);
        const auto found =
            std::ranges::find_if(scopes, [&](const Taken& one) { return one.key.same(key); });
        if (found == scopes.end())
            scopes.push_back({key, amount});
        else
            found->amount += amount;
    }
    std::vector<Over> out;
    for (const Taken& scope : scopes) {
        if (scope.amount <= Money()) continue;
        const Balance before =
            scope_sum(session_, context_.municipality, context_.policy, scope.key);
        const Money by =
            shortage(scope.amount, before.available(), context_.policy.allowed_overrun);
        if (by.is_zero()) continue;
        std::string name = scope.key.text();
        if (name.empty()) {
            const Dimensions& own = dimensions(scope.key.coding);
            name = own.art + " · " + own.ansvar + " · " + own.funksjon;
        }
        out.push_back({std::move(name), scope.key.coding, scope.key.year, by});
    }
    return out;
}

Result<void> Work::judge(const std::vector<Over>& over, Cover cover) const {
    using party::BudgetPolicy;
    if (over.empty() || cover != Cover::judged || context_.policy.budget == BudgetPolicy::warn)
        return {};
    const bool overrides = needs_right ? context_.may_override : context_.asks_override;
    if (context_.policy.budget == BudgetPolicy::stop && overrides) return {};
    const Over& most = *std::ranges::max_element(over, {}, &Over::by);
    return refuse(text::budget_exceeded, {{"amount", most.by}, {"scope", most.scope}});
}

// A request, or an increase that waits, remembers that it went over: its approval is judged.
void Work::mark(const std::vector<Over>& over) {
    for (LineWork& work : lines_) {
        const auto concerns = [&](const Over& one) {
            const ScopeKey key =
                scope_of(context_.policy, one.coding, dimensions(one.coding), one.year);
            return std::ranges::any_of(work.after.parts, [&](const Part& part) {
                return scope_of(context_.policy, part.coding, dimensions(part.coding),
                                work.after.year)
                    .same(key);
            });
        };
        if (!marks_lines && !work.after.waiting) continue;
        const bool marked = !over.empty() && std::ranges::any_of(over, concerns);
        if (marks_lines) work.after.over = marked;
        if (work.after.waiting && work.after.waiting != work.before.waiting) {
            work.after.waiting->over = marked;
        }
    }
}

Result<void> Work::check_years(std::span<const Posting> postings) {
    std::vector<int> years;
    for (const Posting& posting : postings) {
        if (std::ranges::find(years, posting.year) != years.end()) continue;
        years.push_back(posting.year);
        if (year_closed(session_, context_.municipality, posting.year)) {
            return refuse(text::year_closed, {{"year", std::int64_t{posting.year}}});
        }
    }
    return {};
}

Result<Outcome> Work::finish(Cover cover) {
    const InvoiceId new_voucher{!vouchers_.empty() && vouchers_.back().after.id.value < 0 ? -1 : 0};
    InvoiceId reference = new_voucher;
    if (!reference && !vouchers_.empty()) reference = vouchers_.front().after.id;
    for (const LineWork& work : lines_) difference(deltas, work.before, work.after, reference);
    // A correction or a credit note is itself what moves; the invoice it belongs to only remembers.
    for (const VoucherWork& work : vouchers_) {
        if (new_voucher && work.after.id != new_voucher) {
            difference_held(deltas, work.before, work.after);  // no longer disputed
            continue;
        }
        difference(deltas, work.before, work.after);
    }
    Outcome outcome;
    outcome.waits = waits;
    outcome.postings = deltas.pair();
    outcome.postings.insert(outcome.postings.end(), extra.begin(), extra.end());
    TRY(check_years(outcome.postings));
    if (cover != Cover::none) outcome.over = shortages(outcome.postings);
    TRY(judge(outcome.over, cover));
    mark(outcome.over);
    write_vouchers(outcome, outcome.postings);
    write_lines(outcome, outcome.postings);
    write_balances(outcome.postings);
    if (event_ == "change_budget") {
        for (const Posting& posting : outcome.postings) {
            if (posting.credit == Kind::available &&
                scope_balance(posting.coding, posting.year).available() < Money()) {
                outcome.below_zero.push_back(posting.coding);
            }
        }
    }
    write_entry(outcome);
    write_visibility();
    return outcome;
}

void Work::write_vouchers(Outcome& outcome, std::vector<Posting>& postings) {
    for (VoucherWork& work : vouchers_) {
        Voucher& voucher = work.after;
        if (voucher.id.value >= 0) {
            if (voucher == work.before) continue;
            session_.run(
                "UPDATE ledger_voucher SET state = $2, posted = $3, body = $4 WHERE id = $1",
                voucher.id, voucher.state, voucher.posted, encode(voucher));
            continue;
        }
        int first = context_.date.year();
        int last = first;
        for (std::size_t i = 0; i < voucher.parts.size(); ++i) {
            first = i == 0 ? voucher.parts[i].year : std::min(first, voucher.parts[i].year);
            last = i == 0 ? voucher.parts[i].year : std::max(last, voucher.parts[i].year);
        }
        voucher.id = {
            session_.insert("INSERT INTO ledger_voucher (municipality_id, kind, state, of_id, "
                            "identity, document_kind,"
                            " document_id, registered, first_year, last_year, body)"
                            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
                            context_.municipality, voucher.kind, voucher.state, or_null(voucher.of),
                            work.identity, context_.document.kind, context_.document.id,
                            voucher.registered, first, last, encode(voucher))};
        outcome.invoice = voucher.id;
        for (Posting& posting : postings) {
            if (posting.invoice.value < 0) posting.invoice = voucher.id;
        }
        for (LineWork& line : lines_) {
            for (Consumption& one : line.after.consumed) {
                if (one.invoice.value < 0) one.invoice = voucher.id;
            }
        }
    }
}

void Work::write_lines(Outcome& outcome, std::vector<Posting>& postings) {
    for (LineWork& work : lines_) {
        Line& line = work.after;
        if (line.id.value > 0) continue;
        const LineId temporary = line.id;
        line.id = {session_.insert(
            "INSERT INTO ledger_line (municipality_id, year, state, open_ore, document_kind,"
            " document_id, body) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
            context_.municipality, line.year, line.state, open_of(line), context_.document.kind,
            context_.document.id, encode(line))};
        outcome.lines.push_back(line.id);
        for (Posting& posting : postings) {
            if (posting.line == temporary) posting.line = line.id;
        }
        for (LineWork& other : lines_) std::ranges::replace(other.after.heirs, temporary, line.id);
    }
    for (const LineWork& work : lines_) {
        const Line& line = work.after;
        if (line.id != work.before.id || line == work.before) continue;
        session_.run(
            "UPDATE ledger_line SET state = $2, open_ore = $3, body = $4, year = $5"
            " WHERE id = $1",
            line.id, line.state, open_of(line), encode(line), line.year);
    }
}

void Work::write_entry(Outcome& outcome) {
    if (outcome.postings.empty() && context_.key.empty()) return;
    const bool keyed = !context_.key.empty();
    const auto if_keyed = [&](std::string text) {
        return keyed ? std::optional<std::string>(std::move(text)) : std::nullopt;
    };
    outcome.entry = session_.insert(
        "INSERT INTO ledger_entry (municipality_id, date, year, at, actor_id, document_kind, "
        "document_id,"
        " event, reason, key, content, outcome, reverses)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING sequence",
        context_.municipality, context_.date, context_.date.year(), context_.at, context_.actor,
        context_.document.kind, context_.document.id, event_, context_.reason,
        if_keyed(context_.key), if_keyed(content_hash_),
        keyed ? std::optional(encode_outcome(outcome)) : std::nullopt, reverses);
    std::int64_t position = 0;
    for (const Posting& posting : outcome.postings) {
        session_.run(
            "INSERT INTO ledger_posting (entry, position, credit, debit, amount_ore, coding_id, "
            "year,"
            " line_id, voucher_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            outcome.entry, ++position, posting.credit, posting.debit, posting.amount,
            posting.coding, posting.year, or_null(posting.line), or_null(posting.invoice));
    }
}

void Work::write_balances(std::span<const Posting> postings) {
    std::vector<Delta> rows;
    for (const Posting& posting : postings) {
        auto row = std::ranges::find_if(rows, [&](const Delta& one) {
            return one.coding == posting.coding && one.year == posting.year;
        });
        if (row == rows.end()) {
            rows.push_back({posting.coding, posting.year, {}, {}, {}});
            row = rows.end() - 1;
        }
        const auto grow = [&](Kind kind, Money amount) {
            row->by[static_cast<std::size_t>(kind)] += amount;
        };
        const bool budget = posting.credit == Kind::adopted || posting.credit == Kind::change;
        const bool less = posting.debit == Kind::adopted || posting.debit == Kind::change;
        grow(posting.debit, less ? -posting.amount : posting.amount);
        grow(posting.credit, budget ? posting.amount : -posting.amount);
    }
    for (const Delta& row : rows) {
        const auto of = [&](Kind kind) { return row.by[static_cast<std::size_t>(kind)]; };
        const std::int64_t changed = session_.run(
            "UPDATE ledger_balance SET adopted = adopted + $3, change = change + $4,"
            " reserved = reserved + $5, committed = committed + $6, received = received + $7,"
            " invoiced = invoiced + $8, posted = posted + $9 WHERE coding_id = $1 AND year = $2",
            row.coding, row.year, of(Kind::adopted), of(Kind::change), of(Kind::reserved),
            of(Kind::committed), of(Kind::received), of(Kind::invoiced), of(Kind::posted));
        if (changed > 0) continue;
        const Dimensions& own = dimensions(row.coding);
        session_.run(
            "INSERT INTO ledger_balance (coding_id, year, municipality_id, art, art_group, ansvar, "
            "funksjon,"
            " prosjekt, adopted, change, reserved, committed, received, invoiced, posted)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            row.coding, row.year, context_.municipality, own.art, art_group(own.art), own.ansvar,
            own.funksjon, own.prosjekt, of(Kind::adopted), of(Kind::change), of(Kind::reserved),
            of(Kind::committed), of(Kind::received), of(Kind::invoiced), of(Kind::posted));
    }
}

void Work::write_visibility() {
    using Key = std::tuple<Until, int, std::string, int, int>;
    std::map<Key, Money> rows;
    for (const VoucherWork& work : vouchers_) {
        if (work.before.seen == work.after.seen && work.before.bases == work.after.bases &&
            work.before.posted == work.after.posted) {
            continue;
        }
        const auto add = [&](const Voucher& voucher, bool minus) {
            for (const SeenRow& row : seen_rows(voucher)) {
                rows[{row.until, row.year, dimensions(row.coding).ansvar, row.month, row.days}] +=
                    minus ? -row.weight : row.weight;
            }
        };
        add(work.before, true);
        add(work.after, false);
    }
    for (const auto& [key, weight] : rows) {
        if (weight.is_zero()) continue;
        const auto& [until, year, ansvar, month, days] = key;
        session_.run(
            "INSERT INTO ledger_visibility (municipality_id, until, year, ansvar, month, days,"
            " weight_ore) VALUES ($1, $2, $3, $4, $5, $6, $7)"
            " ON CONFLICT (municipality_id, until, year, ansvar, month, days)"
            " DO UPDATE SET weight_ore = ledger_visibility.weight_ore + excluded.weight_ore",
            context_.municipality, until, year, ansvar, month, days, weight);
    }
}

}  // namespace samkjop::ledger
