// The ledger as the stages use it, over random histories by seed on every database: what the
// specification says always holds. A failing seed is printed; it fails again when it is run again.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

#include "db/testing.h"
#include "ledger/history.h"

using namespace samkjop;
using namespace samkjop::ledger;

namespace {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    std::int64_t from(std::int64_t low, std::int64_t high) {
        return low +
               static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool one_in(std::int64_t chances) { return from(1, chances) == 1; }
    template <class T>
    const T& any(const std::vector<T>& list) {
        return list[static_cast<std::size_t>(from(0, std::ssize(list) - 1))];
    }

private:
    std::mt19937_64 engine_;
};

// What must not move when an event is refused or repeated.
std::string fingerprint(db::Session& session) {
    std::string out;
    for (const char* table : {"ledger_entry", "ledger_posting", "ledger_line", "ledger_voucher"}) {
        out +=
            std::to_string(
                session.value<std::int64_t>("SELECT count(*) FROM " + std::string(table)).value()) +
            " ";
    }
    session.each(
        "SELECT coding_id, year, adopted, change, reserved, committed, received, invoiced, posted"
        " FROM ledger_balance ORDER BY coding_id, year",
        [&](const db::Row& row) {
            for (int i = 0; i < 9; ++i) out += std::to_string(row.get<std::int64_t>(i)) + " ";
        });
    session.each("SELECT body FROM ledger_line ORDER BY id",
                 [&](const db::Row& row) { out += row.get<std::string>(0) + "\n"; });
    session.each("SELECT body FROM ledger_voucher ORDER BY id",
                 [&](const db::Row& row) { out += row.get<std::string>(0) + "\n"; });
    return out;
}

Context context_on(const testing::World& world, Date date) {
    Context out;
    out.municipality = world.municipality;
    out.policy.scope = party::BudgetScope::unit_function;
    out.actor = {1};
    out.at = Instant(std::int64_t{date.days()} * 86'400'000);
    out.date = date;
    out.document = {"history", 1};
    return out;
}

std::vector<Part> random_parts(Dice& dice, const testing::World& world) {
    static const char* letters[] = {"A", "B", "C", "D", "E"};
    std::vector<Part> parts;
    const Decimal rate = dice.one_in(3) ? Decimal(15, 2) : Decimal(25, 2);
    for (std::int64_t i = dice.from(1, 3); i > 0; --i) {
        static constexpr int rights[] = {10'000, 0, 6'000};
        parts.push_back({world.codings.at(letters[dice.from(0, 4)]), dice.from(1, 5), rate,
                         rights[dice.from(0, 2)]});
    }
    return parts;
}

NewLine random_line(Dice& dice, const testing::World& world) {
    NewLine line;
    line.parts = random_parts(dice, world);
    line.quantity = Decimal::whole(dice.from(1, 20));
    line.price = Decimal(dice.from(100, 99'999), static_cast<int>(dice.from(1, 3)));
    return line;
}

// A random municipality year: any event in any state; refusals are part of the play.
class Play {
public:
    Play(db::Tx& tx, const testing::World& world, std::uint64_t seed)
        : tx_(tx), world_(world), dice_(seed), date_(2026, 1, 2) {
        policy_ = dice_.from(0, 2);
        const Amount budget[] = {{world.codings.at("A"), 0, Money(3'000'000)},
                                 {world.codings.at("C"), 0, Money(2'000'000)},
                                 {world.codings.at("D"), 0, Money(2'000'000)}};
        REQUIRE(adopt_budget(tx, context(), budget));
    }

    Context context() {
        Context out = context_on(world_, date_);
        out.policy.budget = static_cast<party::BudgetPolicy>(policy_);
        out.policy.increase_tolerance = Money(20'000);
        out.policy.over_receipt_percent = Decimal::whole(10);
        out.asks_override = dice_.one_in(3);
        out.may_override = dice_.one_in(2);
        return out;
    }

    void step() {
        if (dice_.one_in(2)) date_ = date_ + 1;
        const std::string before = fingerprint(tx_.session());
        Context with = context();
        if (dice_.one_in(4)) with.key = fmt::format("key {}", ++keys_);
        const Result<Outcome> answer = event(with);
        if (!answer) {
            const bool unchanged = fingerprint(tx_.session()) == before;
            CHECK(unchanged);
            return;
        }
        for (const LineId made : answer->lines) lines_.push_back(made);
        if (answer->invoice) invoices_.push_back(answer->invoice);
        for (const Posting& posting : answer->postings) {
            CHECK(posting.amount > Money());
            CHECK(posting.credit != posting.debit);
            CHECK((posting.credit != Kind::available || posting.debit != Kind::available));
        }
        for (const LineId id : lines_) {
            for (const PartFigures& part : line(tx_.session(), id)->parts) {
                CHECK(part.reserved >= Money());
                CHECK(part.committed >= Money());
                CHECK(part.received >= Money());
            }
        }
        const Visibility seen = visibility(tx_.session(), world_.municipality, 2026);
        CHECK(seen.weight >= Money());
        CHECK(seen.weight <= seen.invoiced);
        CHECK(seen.median_days >= 0);
        Visibility months;
        for (const Visibility& month :
             visibility_by_month(tx_.session(), world_.municipality, 2026)) {
            months.weight += month.weight;
            months.ore_days += month.ore_days;
            months.invoiced += month.invoiced;
        }
        CHECK(months.weight == seen.weight);
        CHECK(months.ore_days == seen.ore_days);
        CHECK(months.invoiced == seen.invoiced);
    }

    // Ends every line and books every voucher, so that the year can be closed.
    void end_year() {
        date_ = Date(2026, 12, 31);
        Context with = context();
        with.policy.budget = party::BudgetPolicy::warn;
        for (const LineFigures& one : open_commitments(tx_.session(), world_.municipality, 2026)) {
            const LineId own[] = {one.id};
            if (one.state != "committed") {
                REQUIRE(reject(tx_, with, own));
                continue;
            }
            if (one.waits) REQUIRE(reject_change(tx_, with, own));
            if (one.received > Money()) {
                // A closed line with received goods can be accrued, not written off.
                const bool written = dice_.one_in(2) && write_off(tx_, with, own);
                if (!written) keep(accrue(tx_, with, one.id).value(), one.received);
            }
            for (const LineFigures& left :
                 open_commitments(tx_.session(), world_.municipality, 2026)) {
                if (left.id != one.id || left.committed.is_zero()) continue;
                const auto moved =
                    dice_.one_in(2) ? carry(tx_, with, one.id) : release(tx_, with, own);
                REQUIRE(moved);
                keep(*moved, left.committed);
            }
        }
        CHECK(open_commitments(tx_.session(), world_.municipality, 2026).empty());
        for (const InvoiceId id : invoices_) {
            if (voucher(tx_.session(), id)->state == "registered") REQUIRE(posted(tx_, with, id));
        }
        REQUIRE(close_year(tx_, with, 2026));
        for (const BalanceRow& row : balances(tx_.session(), world_.municipality, 2026)) {
            CHECK(row.balance.reserved + row.balance.committed + row.balance.received +
                      row.balance.invoiced ==
                  Money());
            const Amount more[] = {{row.coding, 2026, Money(1)}};
            CHECK_FALSE(change_budget(tx_, with, more, false));
        }
    }

    std::vector<LineId> lines_;

private:
    // What was carried or accrued stands in the new year, the same sum.
    void keep(const Outcome& outcome, Money amount) {
        for (const LineId made : outcome.lines) {
            const auto moved = *line(tx_.session(), made);
            CHECK(moved.year == 2027);
            CHECK(moved.committed + moved.received == amount);
        }
    }

    NewInvoice document() {
        NewInvoice out;
        out.seller = "313000009";
        out.number = fmt::format("N{}", ++documents_);
        out.issued = dice_.one_in(5) ? date_ - 9 : date_;
        return out;
    }

    Result<Outcome> invoice_event(const Context& with) {
        NewInvoice asked = document();
        for (std::int64_t i = dice_.from(1, 2); i > 0; --i) {
            InvoiceLine row{Money(dice_.from(1'000, 200'000)), Decimal(25, 2), {}, {}};
            if (lines_.empty() || dice_.one_in(5))
                row.shares = {{world_.codings.at("A"), 1, 10'000}};
            else
                row.matches = {{dice_.any(lines_), Decimal::whole(dice_.from(1, 8))}};
            asked.lines.push_back(row);
        }
        if (dice_.one_in(3))
            asked.charges.push_back({Money(dice_.from(-500, 5'000)), Decimal(25, 2), {}});
        return invoice(tx_, with, asked);
    }

    Result<Outcome> credit_event(const Context& with) {
        if (invoices_.empty() || lines_.empty()) return invoice_event(with);
        NewInvoice asked = document();
        asked.lines = {{Money(dice_.from(100, 60'000)),
                        Decimal(25, 2),
                        {{dice_.any(lines_), Decimal::whole(dice_.from(1, 5))}},
                        {}}};
        return credit_note(tx_, with, dice_.any(invoices_),
                           static_cast<CreditKind>(dice_.from(0, 3)), asked);
    }

    Result<Outcome> event(const Context& with) {
        const std::int64_t which = dice_.from(0, 21);
        if (lines_.size() < 3 || which == 0) {
            const NewLine asked[] = {random_line(dice_, world_)};
            return submit(tx_, with, asked);
        }
        const LineId id = dice_.any(lines_);
        const LineId one[] = {id};
        const Quantity some[] = {
            {id, Decimal(dice_.from(1, 30), static_cast<int>(dice_.from(0, 1)))}};
        switch (which) {
            case 1:
                return change_request(tx_, with, id, random_line(dice_, world_));
            case 2:
                return dice_.one_in(5) ? reject(tx_, with, one) : approve(tx_, with, one);
            case 3:
            case 4: {
                Context first = with;
                first.key.clear();
                TRY(approve(tx_, first, one));
                return send(tx_, with, one);
            }
            case 5: {
                const Change asked[] = {{id, Decimal::whole(dice_.from(1, 30)), {}}};
                return change(tx_, with, By::buyer, asked);
            }
            case 6: {
                const Change asked[] = {{id, {}, Decimal(dice_.from(100, 99'999), 2)}};
                return change(tx_, with, By::supplier, asked);
            }
            case 7:
                return dice_.one_in(3) ? reject_change(tx_, with, one)
                                       : approve_change(tx_, with, one);
            case 8:
                return dice_.one_in(4) ? cancel(tx_, with, one) : send(tx_, with, one);
            case 9:
                return dice_.one_in(4) ? close_rest(tx_, with, one) : receive(tx_, with, some);
            case 10:
            case 11:
                return receive(tx_, with, some);
            case 12:
                return undo_receipt(tx_, with, some);
            case 13:
                return dice_.one_in(4) ? write_off(tx_, with, one) : receive(tx_, with, some);
            case 14:
            case 15:
                return invoice_event(with);
            case 16:
                return invoices_.empty() ? invoice_event(with)
                                         : refuse_invoice(tx_, with, dice_.any(invoices_));
            case 17:
                return credit_event(with);
            case 18:
                return invoices_.empty() ? invoice_event(with)
                                         : posted(tx_, with, dice_.any(invoices_));
            case 19: {
                const Change asked[] = {{id, {}, Decimal(dice_.from(100, 99'999), 2)}};
                return agreement_price(
                    tx_, with, dice_.one_in(2) ? Reach::uninvoiced : Reach::not_received, asked);
            }
            case 20: {
                const Share to[] = {{world_.codings.at("E"), 1, -1},
                                    {world_.codings.at("D"), 2, 0}};
                if (dice_.one_in(2) || invoices_.empty())
                    return recode_order(tx_, with, id, world_.codings.at("A"), to);
                return recode_invoice(tx_, with, dice_.any(invoices_), world_.codings.at("A"), to);
            }
            default: {
                const Money amount(dice_.from(1, 50'000));
                const Amount moved[] = {{world_.codings.at("A"), 0, -amount},
                                        {world_.codings.at("D"), 0, amount}};
                return change_budget(tx_, with, moved, true);
            }
        }
    }

    db::Tx& tx_;
    const testing::World& world_;
    Dice dice_;
    Date date_;
    std::int64_t policy_ = 0;
    int keys_ = 0;
    int documents_ = 0;
    std::vector<InvoiceId> invoices_;
};

std::uint64_t seeds() {  // SAMKJOP_SEEDS=1000 searches longer
    const char* wanted = std::getenv("SAMKJOP_SEEDS");
    return wanted ? std::strtoull(wanted, nullptr, 10) : 25;
}

Proof prove(db::Database& database) {
    return database.reading([](db::Session& session) { return verify(session); });
}

}  // namespace

TEST_CASE("ledger: random years hold every invariant, step by step, and can be closed") {
    for (std::uint64_t seed = 1; seed <= seeds(); ++seed) {
        CAPTURE(seed);
        db::testing::each_database([&](db::Database& database) {
            if (database.is_postgresql() && seed > 8) return;
            const testing::World world = testing::make_world(database);
            database.write([&](db::Tx& tx) {
                Play play(tx, world, seed);
                for (int step = 0; step < 160; ++step) {
                    CAPTURE(step);
                    play.step();
                    if (step % 40 == 39) CHECK(verify(tx.session()).first_offence == "");
                }
                play.end_year();
                tx.commit();
            });
            CHECK(prove(database).first_offence == "");
        });
    }
}

TEST_CASE(
    "ledger: a full return, reissue or replacement leaves every balance as without the invoice") {
    db::testing::each_database([](db::Database& database) {
        const testing::World world = testing::make_world(database);
        database.write([&](db::Tx& tx) {
            for (std::uint64_t seed = 1; seed <= 150; ++seed) {
                CAPTURE(seed);
                Dice dice(seed);
                Context with = context_on(world, Date(2026, 3, 1));
                const auto figures = [&] {
                    return balances(tx.session(), world.municipality, 2026);
                };
                const auto same = [](const std::vector<BalanceRow>& left,
                                     const std::vector<BalanceRow>& right) {
                    for (const BalanceRow& row : right) {
                        const auto other = std::ranges::find(left, row.coding, &BalanceRow::coding);
                        if ((other == left.end() ? Balance{} : other->balance) != row.balance)
                            return false;
                    }
                    return true;
                };
                const auto empty = figures();
                const NewLine asked[] = {random_line(dice, world)};
                const Outcome made = submit(tx, with, asked).value();
                const LineId own[] = {made.lines[0]};
                REQUIRE(approve(tx, with, own));
                REQUIRE(send(tx, with, own));
                const auto ordered = figures();
                const Quantity all[] = {{own[0], asked[0].quantity}};
                REQUIRE(receive(tx, with, all));
                const auto received = figures();
                NewInvoice document;
                document.seller = "313000009";
                document.number = fmt::format("F{}", seed);
                document.issued = with.date;
                document.lines = {{Money(dice.from(1, 999'999)), Decimal(25, 2), {all[0]}, {}}};
                document.charges = {{Money(dice.from(1, 9'999)), Decimal(25, 2), {}}};
                document.vat = {{Decimal(25, 2), Money(dice.from(0, 99'999))}};
                const InvoiceId id = invoice(tx, with, document).value().invoice;
                const bool booked = dice.one_in(2);
                if (booked) REQUIRE(posted(tx, with, id));
                document.number = fmt::format("K{}", seed);
                const auto kind = static_cast<CreditKind>(dice.from(1, 3));
                const InvoiceId note = credit_note(tx, with, id, kind, document).value().invoice;
                if (booked) REQUIRE(posted(tx, with, note));
                const auto& wanted = kind == CreditKind::returned   ? empty
                                     : kind == CreditKind::replaced ? ordered
                                                                    : received;
                CHECK(same(wanted, figures()));
                document.number = fmt::format("L{}", seed);
                CHECK_FALSE(credit_note(tx, with, id, kind, document));
                REQUIRE((kind == CreditKind::returned || close_rest(tx, with, own) || true));
                if (kind == CreditKind::reissued) REQUIRE((write_off(tx, with, own) || true));
                if (!booked) {
                    REQUIRE(posted(tx, with, id));
                    REQUIRE(posted(tx, with, note));
                }
                CHECK(same(empty, figures()));
            }
            tx.commit();
        });
        CHECK(prove(database).first_offence == "");
    });
}

TEST_CASE("ledger: the same key twice is one entry; other content is refused") {
    db::testing::each_database([](db::Database& database) {
        const testing::World world = testing::make_world(database);
        database.write([&](db::Tx& tx) {
            Dice dice(7);
            Context with = context_on(world, Date(2026, 3, 1));
            with.key = "form 1";
            const NewLine asked[] = {random_line(dice, world), random_line(dice, world)};
            const Outcome first = submit(tx, with, asked).value();
            const std::string before = fingerprint(tx.session());
            const Outcome again = submit(tx, with, asked).value();
            CHECK(again.repeated);
            CHECK(again.entry == first.entry);
            CHECK(again.lines == first.lines);
            CHECK(again.postings == first.postings);
            CHECK(again.over_by() == first.over_by());
            CHECK(again.over.size() == first.over.size());
            CHECK(fingerprint(tx.session()) == before);
            const NewLine other[] = {asked[0]};
            const auto refused = submit(tx, with, other);
            REQUIRE_FALSE(refused);
            CHECK(refused.error().name().ends_with("idempotency_conflict"));
            CHECK_FALSE(approve(tx, with, first.lines));
        });
    });
}

TEST_CASE("ledger: entries and postings are never changed or removed") {
    db::testing::each_database([](db::Database& database) {
        const testing::World world = testing::make_world(database);
        database.write([&](db::Tx& tx) {
            const Amount budget[] = {{world.codings.at("A"), 0, Money(100)}};
            REQUIRE(adopt_budget(tx, context_on(world, Date(2026, 1, 2)), budget));
            tx.commit();
        });
        for (const char* sql :
             {"UPDATE ledger_posting SET amount_ore = 1", "DELETE FROM ledger_posting",
              "UPDATE ledger_entry SET reason = 'x'", "DELETE FROM ledger_entry"}) {
            CHECK_THROWS_AS(database.write([&](db::Tx& tx) {
                tx->run(sql);
                tx.commit();
            }),
                            db::Error);
        }
        CHECK(prove(database).holds());
        // A transaction that dies leaves neither document nor entry.
        CHECK_THROWS(database.write([&](db::Tx& tx) {
            const Amount budget[] = {{world.codings.at("A"), 0, Money(900)}};
            REQUIRE(adopt_budget(tx, context_on(world, Date(2026, 1, 2)), budget));
            throw std::runtime_error("the power went");
        }));
        CHECK(prove(database).entries == 1);
    });
}

TEST_CASE("ledger: the proof finds a falsified balance, line and voucher, and names the entry") {
    db::testing::each_database([](db::Database& database) {
        const testing::World world = testing::make_world(database);
        database.write([&](db::Tx& tx) {
            const Context with = context_on(world, Date(2026, 1, 2));
            const NewLine asked[] = {{{{world.codings.at("A"), 1, Decimal(25, 2), 0}},
                                      Decimal::whole(2),
                                      Decimal::whole(100),
                                      Decimal::whole(1),
                                      0}};
            const LineId own[] = {submit(tx, with, asked).value().lines[0]};
            REQUIRE(approve(tx, with, own));
            REQUIRE(send(tx, with, own));
            NewInvoice document;
            document.lines = {{Money(10'000), Decimal(25, 2), {{own[0], Decimal::whole(1)}}, {}}};
            REQUIRE(invoice(tx, with, document));
            tx.commit();
        });
        CHECK(prove(database).holds());
        const auto falsified = [&](const char* change, const char* word) {
            database.write([&](db::Tx& tx) {
                tx->run(change);
                const std::string offence = verify(tx.session()).first_offence;
                CAPTURE(offence);
                CHECK(offence.find(word) != offence.npos);
                CHECK(offence.starts_with("entry "));
            });
        };
        falsified("UPDATE ledger_balance SET committed = committed + 1", "committed");
        falsified("UPDATE ledger_line SET state = 4", "line");
        falsified("UPDATE ledger_line SET body = '0 0 7'", "line");
        falsified("UPDATE ledger_voucher SET body = 'x'", "voucher");
        falsified("UPDATE ledger_voucher SET state = 2", "voucher");
        falsified("UPDATE ledger_visibility SET weight_ore = weight_ore + 1", "visibility");
        CHECK(prove(database).holds());
    });
}

TEST_CASE("ledger: those who compete are judged one after the other; nobody gets below the limit") {
    db::testing::each_database([](db::Database& database) {
        const testing::World world = testing::make_world(database);
        database.write([&](db::Tx& tx) {
            const Amount budget[] = {{world.codings.at("A"), 0, Money(100'000)}};
            REQUIRE(adopt_budget(tx, context_on(world, Date(2026, 1, 2)), budget));
            tx.commit();
        });
        std::atomic<std::int64_t> granted = 0;
        std::vector<std::thread> units;
        for (int thread = 0; thread < 4; ++thread) {
            units.emplace_back([&, thread] {
                Dice dice(static_cast<std::uint64_t>(thread) + 1);
                for (int i = 0; i < 25; ++i) {
                    database.write([&](db::Tx& tx) {
                        Context with = context_on(world, Date(2026, 2, 1));
                        with.policy.budget = party::BudgetPolicy::refuse;
                        with.policy.allowed_overrun = Money(500);
                        const Decimal price(dice.from(1'000, 9'000), 2);
                        const char* letter =
                            dice.one_in(2) ? "A" : "B";  // one scope: same unit and function
                        const NewLine asked[] = {{{{world.codings.at(letter), 1, {}, 0}},
                                                  Decimal::whole(1),
                                                  price,
                                                  Decimal::whole(1),
                                                  0}};
                        if (submit(tx, with, asked)) granted += price.digits();
                        tx.commit();
                    });
                }
            });
        }
        for (std::thread& unit : units) unit.join();
        Policy policy;
        const Balance left = database.reading([&](db::Session& session) {
            return scope_balance(session, world.municipality, policy, world.codings.at("A"), 2026);
        });
        CHECK(left.reserved == Money(granted));
        CHECK(left.available() >= Money(-500));
        CHECK(left.available() < Money(9'000));
        CHECK(prove(database).holds());
    });
}

TEST_CASE("ledger: two histories on different codings give the same in any order") {
    const auto play = [](db::Database& database, std::vector<int> order) {
        const testing::World world = testing::make_world(database);
        std::vector<Balance> out;
        database.write([&](db::Tx& tx) {
            Dice dices[] = {Dice(11), Dice(12)};
            const char* letters[] = {"A", "D"};
            for (const int which : order) {
                Dice& dice = dices[which];
                const Context with = context_on(world, Date(2026, 2, 1));
                NewLine asked = random_line(dice, world);
                asked.parts = {{world.codings.at(letters[which]), 1, Decimal(25, 2), 3'000}};
                const NewLine lines[] = {asked};
                const LineId own[] = {submit(tx, with, lines).value().lines[0]};
                REQUIRE(approve(tx, with, own));
                if (dice.one_in(4)) continue;
                REQUIRE(send(tx, with, own));
                const Quantity came[] = {{own[0], Decimal::whole(1)}};
                REQUIRE(receive(tx, with, came));
            }
            for (const char* letter : letters)
                out.push_back(balance(tx.session(), world.codings.at(letter), 2026));
        });
        return out;
    };
    std::vector<std::vector<Balance>> ends;
    for (const auto& order :
         {std::vector{0, 0, 0, 1, 1, 1, 0, 1}, std::vector{1, 0, 1, 0, 1, 0, 1, 0}}) {
        db::testing::each_database(
            [&](db::Database& database) { ends.push_back(play(database, order)); });
    }
    for (const auto& end : ends) CHECK(end == ends.front());
}

TEST_CASE("ledger: what is left while shopping is what submit will judge") {
    db::testing::each_database([](db::Database& database) {
        const testing::World world = testing::make_world(database);
        database.write([&](db::Tx& tx) {
            Context with = context_on(world, Date(2026, 2, 1));
            const Amount budget[] = {{world.codings.at("A"), 0, Money(50'000)},
                                     {world.codings.at("D"), 0, Money(10'000)}};
            REQUIRE(adopt_budget(tx, with, budget));
            const NewLine basket[] = {{{{world.codings.at("A"), 1, Decimal(25, 2), 10'000},
                                        {world.codings.at("B"), 1, Decimal(25, 2), 10'000}},
                                       Decimal::whole(3),
                                       Decimal::whole(200),
                                       Decimal::whole(1),
                                       0},
                                      {{{world.codings.at("D"), 1, Decimal(25, 2), 0}},
                                       Decimal::whole(1),
                                       Decimal::whole(80),
                                       Decimal::whole(1),
                                       0}};
            const auto left =
                preview(tx.session(), world.municipality, with.policy, with.date, basket);
            REQUIRE(left.size() == 2);
            CHECK(left[0].scope == "3210 · 253");
            CHECK(left[0].taken == Money(60'000));
            CHECK(left[0].over_by == Money(10'000));
            CHECK(left[1].after() == Money());
            CHECK(cost(basket[1]) == Money(10'000));
            const Outcome made = submit(tx, with, basket).value();
            CHECK(made.over_by() == Money(10'000));
            const auto rows = postings(tx.session(), world.codings.at("A"), 2026, Kind::reserved);
            REQUIRE(rows.size() == 1);
            CHECK(rows[0].event == "submit");
            CHECK(postings_of_line(tx.session(), made.lines[1]).size() == 1);
            CHECK(open_commitments(tx.session(), world.municipality, 2026).size() == 2);
            CHECK(unit_balances(tx.session(), world.municipality, 2026).size() == 2);
            with.municipality = {with.municipality.value + 1};
            const auto stranger = submit(tx, with, basket);
            REQUIRE_FALSE(stranger);
            CHECK(stranger.error().name().ends_with("coding_unknown"));
            CHECK_FALSE(approve(tx, with, made.lines));
        });
    });
}
