// Scenarios of receiving: all, in parts, too much, damaged, taken back, sent twice; the budget and
// the order's figures after each step, on both databases.
#include "receipt/receipt.h"

#include "order/testing.h"
#include "receipt/lifecycle.h"

using namespace samkjop;
using namespace samkjop::order::testing;
using namespace samkjop::receipt;
using order::OrderId;

namespace {

struct Case {
    const Nes& nes;
    OrderId id;
    UserId who;

    order::Order order() const { return nes.order(id); }
    Result<ReceiptId> count(std::vector<Line> lines, std::vector<order::OrderLineId> close = {},
                            std::string key = {}) const {
        return acting(nes, who, [&](db::Tx& tx, const Actor& actor) {
            return receive(tx, actor, later(60), {id, lines, close, key});
        });
    }
    Result<ReceiptId> count(int position, Decimal quantity) const {
        return count({{.line = order().line(position)->id, .quantity = quantity}});
    }
    Result<ReceiptId> all(std::string key = {}) const {
        return acting(nes, who, [&](db::Tx& tx, const Actor& actor) {
            return receive_all(tx, actor, later(60), id, key);
        });
    }
    Result<ReceiptId> back(ReceiptId receipt, std::string reason) const {
        return acting(nes, who, [&](db::Tx& tx, const Actor& actor) {
            return undo(tx, actor, later(90), receipt, reason);
        });
    }
    Decimal stored(int position) const {
        return nes.database.reading(
            [&](db::Session& session) { return received(session, order().line(position)->id); });
    }
};

Case make(const Nes& nes) { return {nes, place(nes, nes.fjellro), nes.kari}; }

}  // namespace

TEST_CASE(
    "receipt: everything at once, by somebody else than the requester; pressed twice is once") {
    in_nes([](Nes& nes) {
        const Case it = make(nes);
        const auto first = it.all("m-1");
        REQUIRE(first);
        CHECK(it.all("m-1").value() == *first);
        CHECK(it.order().state == order::State::completed);
        CHECK(it.stored(1) == Decimal::whole(60));
        CHECK(nes.balance().received == kroner(6'342));
        CHECK(nes.balance().committed == Money());
        CHECK(nes.tasks(nes.marit, "receive_goods") == 0);
        CHECK(refused(it.all("m-2")) == "receipt.nothing_expected");
    });
}

TEST_CASE("receipt: in parts, with the rest later, and the rest closed") {
    in_nes([](Nes& nes) {
        const Case it = make(nes);
        REQUIRE(it.count(1, Decimal::whole(50)));
        CHECK(it.order().state == order::State::sent);
        CHECK(it.order().line(1)->outstanding() == Decimal::whole(10));
        CHECK(nes.balance().received == kroner(3'125));
        CHECK(nes.balance().committed == kroner(3'217));
        REQUIRE(it.count(2, Decimal::whole(48)));
        REQUIRE(it.count({{.line = it.order().line(1)->id, .quantity = Decimal::whole(4)}},
                         {it.order().line(1)->id}));
        CHECK(it.order().state == order::State::completed);
        CHECK(it.order().line(1)->closed);
        CHECK(nes.balance().received == kroner(54 * 62 + 27 + 2'592));
        CHECK(nes.balance().committed == Money());
        CHECK(it.order().total == nes.balance().received);
    });
}

TEST_CASE("receipt: too much, within the tolerance and beyond it") {
    in_nes([](Nes& nes) {
        const Case it = make(nes);
        REQUIRE(it.count(1, Decimal::whole(66)));  // 10 %
        CHECK(nes.balance().received == kroner(66 * 62 + 33));
        CHECK(refused(it.count(1, Decimal::whole(1))) == "ledger.over_receipt_beyond_tolerance");
        CHECK(it.stored(1) == Decimal::whole(66));
        CHECK(refused(it.count(2, Decimal::whole(53))) == "ledger.over_receipt_beyond_tolerance");
        CHECK(it.order().line(2)->received == Decimal());
    });
}

TEST_CASE("receipt: damaged and wrong goods are noted, not received") {
    in_nes([](Nes& nes) {
        const Case it = make(nes);
        const auto line = it.order().line(2)->id;
        CHECK(
            refused(it.count(
                {{.line = line, .quantity = Decimal::whole(45), .damaged = Decimal::whole(3)}})) ==
            "receipt.note_missing");
        REQUIRE(it.count({{.line = line,
                           .quantity = Decimal::whole(45),
                           .damaged = Decimal::whole(3),
                           .note = "Tre pumper er knekt og lekker.",
                           .pictures = {}}}));
        CHECK(it.order().line(2)->outstanding() == Decimal::whole(3));
        CHECK(nes.balance().received == kroner(45 * 54));
        const auto all =
            nes.database.reading([&](db::Session& session) { return of(session, it.id); });
        REQUIRE(all.size() == 1);
        CHECK(all[0].by_name == "Kari Brenno");
        CHECK(all[0].lines[0].damaged == Decimal::whole(3));
        CHECK(in_words(it.order(), all[0].lines, Language::nb) ==
              "45 flasker Hånddesinfeksjon 85 %, 600 ml, 3 flasker Hånddesinfeksjon 85 %, 600 ml "
              "skadet");
        CHECK(refused(it.count({})) == "receipt.nothing_counted");
        CHECK(refused(it.count(1, -Decimal::whole(1))) == "receipt.quantity_negative");
    });
}

TEST_CASE("receipt: taken back once, with a reason, and the order opens again") {
    in_nes([](Nes& nes) {
        const Case it = make(nes);
        const ReceiptId receipt = it.all().value();
        CHECK(refused(it.back(receipt, "")) == "receipt.reason_missing");
        const auto undoing = it.back(receipt, "Talt feil");
        REQUIRE(undoing);
        CHECK(it.order().state == order::State::confirmed);
        CHECK(it.stored(1) == Decimal());
        CHECK(it.order().line(1)->received == Decimal());
        CHECK(nes.balance().committed == kroner(6'342));
        CHECK(nes.tasks(nes.marit, "receive_goods") == 1);
        CHECK(refused(it.back(receipt, "En gang til")) == "receipt.already_undone");
        CHECK(refused(it.back(*undoing, "Angre angringen")) == "receipt.undoing_stands");
        REQUIRE(it.all());
        CHECK(it.order().state == order::State::completed);
    });
}

TEST_CASE("receipt: not on a cancelled order, not without the right, not out of reach") {
    in_nes([](Nes& nes) {
        const Case it = make(nes);
        CHECK(refused(Case{nes, it.id, nes.torbjorn}.all()) == "receipt.not_permitted");
        CHECK(refused(Case{nes, {it.id.value + 99}, nes.kari}.all()) == "receipt.order_unknown");
        REQUIRE(acting(nes, nes.marit, [&](db::Tx& tx, const Actor& who) {
            return order::cancel(tx, who, later(10), it.order(), "Feil");
        }));
        CHECK(refused(it.count(1, Decimal::whole(1))) == "receipt.order_takes_no_goods");
    });
}

TEST_CASE(
    "receipt: any sequence of counting and taking back leaves ledger and order in agreement") {
    in_nes([](Nes& nes) {
        for (unsigned seed = 1; seed <= 6; ++seed) {
            unsigned state = seed * 2654435761u;
            const auto random = [&](unsigned below) {
                state = state * 1664525u + 1013904223u;
                return (state >> 16) % below;
            };
            const Case it = make(nes);
            std::vector<ReceiptId> standing;
            for (int step = 0; step < 12; ++step) {
                if (!standing.empty() && random(3) == 0) {
                    const auto which =
                        standing.begin() + random(static_cast<unsigned>(standing.size()));
                    if (it.back(*which, "Talt feil")) standing.erase(which);
                } else if (const auto done = it.count(1 + static_cast<int>(random(2)),
                                                      Decimal::whole(1 + random(25)))) {
                    standing.push_back(*done);
                }
                CAPTURE(seed);
                CAPTURE(step);
                for (int position : {1, 2}) {
                    const auto line = *it.order().line(position);
                    CHECK(it.stored(position) == line.received);
                    const auto figures = nes.database.reading([&](db::Session& session) {
                        return ledger::line(session, line.ledger_line).value();
                    });
                    CHECK(figures.received_quantity == line.received);
                }
            }
        }
    });
}
