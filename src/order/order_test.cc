// Scenarios: an order is sent, answered in every way, changed, cancelled and closed, on both
// databases, with the budget after each step.
#include <filesystem>

#include "base/crypto.h"
#include "order/testing.h"
#include "peppol/peppol.h"
#include "trail/trail.h"

using namespace samkjop;
using namespace samkjop::order;
using namespace samkjop::order::testing;

namespace {

// 60 × 62,50 + 48 × 54,00
constexpr Money kTotal = kroner(6'342);

std::vector<std::string> trail_of(const Nes& nes, OrderId id) {
    return nes.database.reading([&](db::Session& session) {
        std::vector<std::string> out;
        for (const auto& line : trail::of(session, {"order", id.value})) out.push_back(line.event);
        return out;
    });
}

}  // namespace

TEST_CASE("order: placed in the approver's transaction, committed, in the outbox") {
    in_nes([](Nes& nes) {
        const OrderId id = place(nes, nes.fjellro);
        const Order order = nes.order(id);
        CHECK(order.number == "NES-2026-000001");
        CHECK(order.state == State::sent);
        CHECK(order.total == kTotal);
        CHECK(nes.balance().committed == kTotal);
        CHECK(nes.balance().reserved == Money());
        CHECK(nes.tasks(nes.marit, "receive_goods") == 1);
        CHECK(nes.tasks(nes.kari, "receive_goods") == 1);
        CHECK(nes.tasks(nes.torbjorn, "receive_goods") == 0);

        const auto sent = nes.database.reading(
            [&](db::Session& session) { return gateway::latest_out(session, "order", id.value); });
        REQUIRE(sent);
        CHECK(sent->state == gateway::State::queued);
        const auto bytes = nes.database.reading(
            [&](db::Session& session) { return gateway::bytes_of(session, sent->id); });
        const auto read = ubl::read(bytes);
        REQUIRE(read);
        CHECK(read->type == ubl::DocumentType::order);
        CHECK(read->envelope->receiver == "0192:" + nes.fjellro_number);
        CHECK(read->order()->number == order.number);
        CHECK(read->order()->lines.size() == 2);
        CHECK(read->order()->totals.with_vat->value == Decimal(792750, 2));
        const auto verdict = peppol::judge(*ubl::unwrap(bytes));
        for (const auto& finding : verdict.findings) CAPTURE(finding.in(Language::en));
        for (const auto rule : verdict.fatal()) CHECK(std::string(rule) == "");
        CHECK(verdict.valid());

        CHECK(place(nes, nes.fjellro).value != id.value);
        CHECK(nes.order({id.value + 1}).number == "NES-2026-000002");
    });
}

TEST_CASE(
    "order: a supplier without Peppol is written to by hand, and the money is committed the same") {
    in_nes([](Nes& nes) {
        const OrderId id = place(nes, nes.dalfore);
        CHECK(nes.order(id).state == State::to_send);
        CHECK(nes.balance().committed == kTotal);
        CHECK(nes.tasks(nes.marit, "send_order") == 1);
        CHECK(nes.tasks(nes.marit, "receive_goods") == 0);
        CHECK(acting(nes, nes.marit, [&](db::Tx& tx, const Actor& who) {
                  return mark_sent(tx, who, later(5), nes.order(id));
              }).has_value());
        CHECK(nes.order(id).state == State::sent);
        CHECK(nes.tasks(nes.marit, "send_order") == 0);
        CHECK(nes.tasks(nes.marit, "receive_goods") == 1);
    });
}

TEST_CASE("order: a supplier without Peppol gets it by e-mail; who asked is told when it fails") {
    in_nes([](Nes& nes) {
        gateway::Settings settings;
        settings.mail.from = "bestilling@nes.example";
        settings.mail.url = "smtp://127.0.0.1:1";  // nobody listens there
        gateway::configure(settings);
        const auto folder = std::filesystem::temp_directory_path() / ("order-" + random_token(8));
        {
            gateway::Pump pump(nes.database, folder.string());
            const OrderId id = place(nes, nes.dalfore);
            CHECK(nes.order(id).state == State::sent);
            CHECK(nes.balance().committed == kTotal);
            CHECK(nes.tasks(nes.marit, "send_order") == 0);
            const auto sent = nes.database.reading([&](db::Session& session) {
                return gateway::latest_out(session, "order", id.value);
            });
            REQUIRE(sent);
            CHECK(sent->channel == "mail");
            const std::string message = nes.database.reading(
                [&](db::Session& session) { return gateway::bytes_of(session, sent->id); });
            CHECK(message.contains("NES-2026-000001"));
            CHECK(message.contains("application/pdf"));
            for (int attempt = 0; attempt < 7; ++attempt) {
                CHECK(pump.poll_mail_out(
                          Instant(later(0).milliseconds() + attempt * 25 * 3'600'000LL)) == 1);
            }
            CHECK(nes.tasks(nes.marit, "order_not_through") == 1);
        }
        gateway::configure({});
        std::filesystem::remove_all(folder);
    });
}

TEST_CASE("order: accepted; and the same answer by another channel changes nothing") {
    in_nes([](Nes& nes) {
        const OrderId id = place(nes, nes.fjellro);
        ubl::OrderResponse response = response_to(nes, nes.order(id), "AB", "S-1");
        CHECK(answer(nes, response).state == gateway::State::filed);
        CHECK(nes.order(id).state == State::noted);
        response.number = "S-2";
        response.code = "AP";
        response.promised_delivery.end = Date(2026, 11, 27);
        const auto first = answer(nes, response);
        CHECK(first.state == gateway::State::filed);
        CHECK(first.filed.label == "Bestilling NES-2026-000001");
        CHECK(nes.order(id).state == State::confirmed);
        CHECK(nes.order(id).promised == Date(2026, 11, 27));
        CHECK(nes.order(id).lines[0].answer == Answer::accepted);

        const auto again =
            deliver(nes,
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- again -->\n" +
                        ubl::write(response).substr(ubl::write(response).find("<OrderResponse")),
                    "push", later(9));
        CHECK(again.state == gateway::State::duplicate);
        CHECK(again.id == first.id);
        CHECK(nes.balance().committed == kTotal);
    });
}

TEST_CASE("order: changed within tolerance adjusts the commitment at once") {
    in_nes([](Nes& nes) {
        const OrderId id = place(nes, nes.fjellro);
        ubl::OrderResponse response = response_to(nes, nes.order(id), "CA", "S-1");
        auto line = line_response(1, "3", "Undersøkelseshanske, nitril, M");
        line.quantity = ubl::Quantity{Decimal::whole(50), "XBX"};
        line.price.amount = ubl::Amount{Decimal(635, 1), "NOK"};
        line.substitute_identifier = "1";
        line.substitute.name = "Nitrilhanske M, blå";
        line.substitute.sellers_identifier = "FM-1002";
        response.lines = {line};
        const auto outcome = answer(nes, response);
        if (outcome.reason) MESSAGE(outcome.reason->in(Language::en));
        CHECK(outcome.state == gateway::State::filed);
        const Order order = nes.order(id);
        CHECK(order.state == State::confirmed);
        CHECK(order.lines[0].quantity == Decimal::whole(50));
        CHECK(order.lines[0].unit_price() == Decimal(635, 1));
        CHECK(order.lines[0].substitute_item_number == "FM-1002");
        CHECK(order.lines[1].answer == Answer::accepted);
        CHECK(order.total == kroner(50 * 63 + 25 + 2'592));
        CHECK(nes.balance().committed == order.total);
        const auto words = differences(order.lines[0], Language::nb);
        REQUIRE(words.size() == 3);
        CHECK(words[0] == "50 esker i stedet for 60 esker: 625,00 kr mindre.");
        CHECK(words[1] == "63,50 kr per eske i stedet for 62,50: 50,00 kr mer.");
        CHECK(words[2] == "Erstattes av Nitrilhanske M, blå (varenummer FM-1002).");
    });
}

TEST_CASE("order: beyond tolerance it waits for somebody with authority who did not ask for it") {
    in_nes([](Nes& nes) {
        const OrderId id = place(nes, nes.fjellro);
        ubl::OrderResponse response = response_to(nes, nes.order(id), "CA", "S-1");
        auto line = line_response(1, "3", "Undersøkelseshanske, nitril, M");
        line.price.amount = ubl::Amount{Decimal::whole(70), "NOK"};
        response.lines = {line};
        CHECK(answer(nes, response).state == gateway::State::filed);
        Order order = nes.order(id);
        CHECK(order.state == State::change_waits);
        CHECK(order.lines[0].waits);
        CHECK(order.total == kTotal);
        CHECK(proposed_total(order.lines) == kroner(6'792));
        CHECK(nes.balance().committed == kTotal);
        CHECK(nes.balance().reserved == kroner(450));
        CHECK(nes.tasks(nes.torbjorn, "approve_change") == 1);
        CHECK(nes.tasks(nes.marit, "approve_change") == 0);

        // Another answer meanwhile must wait its turn.
        response.number = "S-2";
        response.code = "AP";
        response.lines.clear();
        const auto early = answer(nes, response, later(2));
        CHECK(early.state == gateway::State::quarantined);
        CHECK(early.reason->name() == "order.order_waits_for_approval");

        const auto approve = [&](UserId user) {
            return acting(nes, user, [&](db::Tx& tx, const Actor& who) {
                return approve_change(tx, who, later(30), nes.order(id));
            });
        };
        CHECK(refused(approve(nes.marit)) == "order.not_permitted");
        CHECK(refused(approve(nes.kari)) == "order.not_permitted");
        REQUIRE(approve(nes.torbjorn));
        order = nes.order(id);
        CHECK(order.state == State::confirmed);
        CHECK(order.total == kroner(6'792));
        CHECK(order.approved_total == kroner(6'792));
        CHECK(nes.balance().committed == kroner(6'792));
        CHECK(nes.balance().reserved == Money());
        CHECK(nes.tasks(nes.torbjorn, "approve_change") == 0);
        CHECK(trail_of(nes, id) ==
              std::vector<std::string>{"change_approved", "answered", "placed"});
    });
}

TEST_CASE("order: a no to the change leaves the order as it was, with a reason") {
    in_nes([](Nes& nes) {
        const OrderId id = place(nes, nes.fjellro);
        ubl::OrderResponse response = response_to(nes, nes.order(id), "CA", "S-1");
        auto line = line_response(2, "3", "Hånddesinfeksjon");
        line.price.amount = ubl::Amount{Decimal::whole(80), "NOK"};
        response.lines = {line};
        CHECK(answer(nes, response).state == gateway::State::filed);
        const auto reject = [&](std::string_view reason) {
            return acting(nes, nes.torbjorn, [&](db::Tx& tx, const Actor& who) {
                return reject_change(tx, who, later(30), nes.order(id), reason);
            });
        };
        CHECK(refused(reject("")) == "order.reason_missing");
        REQUIRE(reject("Prisen står i avtalen"));
        CHECK(nes.order(id).state == State::sent);
        CHECK(nes.order(id).total == kTotal);
        CHECK(nes.balance().committed == kTotal);
        CHECK(nes.balance().reserved == Money());
    });
}

TEST_CASE("order: rejected as a whole, and in part") {
    in_nes([](Nes& nes) {
        const OrderId whole = place(nes, nes.fjellro);
        CHECK(answer(nes, response_to(nes, nes.order(whole), "RE", "S-1")).state ==
              gateway::State::filed);
        CHECK(nes.order(whole).state == State::rejected);
        CHECK(nes.balance().committed == Money());
        CHECK(nes.tasks(nes.marit, "receive_goods") == 0);
        CHECK(nes.tasks(nes.marit, "order_rejected") == 1);

        const OrderId part = place(nes, nes.fjellro);
        ubl::OrderResponse response = response_to(nes, nes.order(part), "CA", "S-2");
        response.lines = {line_response(1, "7", "Hanske"), line_response(2, "5", "Desinfeksjon")};
        CHECK(answer(nes, response).state == gateway::State::filed);
        const Order order = nes.order(part);
        CHECK(order.state == State::confirmed);
        CHECK(order.lines[0].outstanding() == Decimal());
        CHECK(order.total == kroner(2'592));
        CHECK(nes.balance().committed == kroner(2'592));
        CHECK(nes.tasks(nes.marit, "receive_goods") == 1);
    });
}

TEST_CASE("order: what cannot be matched is in quarantine with a reason, and nothing is posted") {
    in_nes([](Nes& nes) {
        const OrderId id = place(nes, nes.fjellro);
        const Order order = nes.order(id);
        const auto reason = [&](ubl::OrderResponse response, std::string number) {
            response.number = std::move(number);
            const auto outcome = answer(nes, response);
            CHECK(outcome.state == gateway::State::quarantined);
            CHECK(nes.balance().committed == kTotal);
            return outcome.reason ? std::string(outcome.reason->name()) : std::string();
        };
        ubl::OrderResponse response = response_to(nes, order, "AP", "");
        response.order_reference = "NES-2026-999999";
        CHECK(reason(response, "Q-1") == "order.order_unknown");
        response = response_to(nes, order, "AP", "");
        response.seller = party_of(nes.dalfore_number, "Dalføre Inventar AS");
        response.seller.legal_identifier = {};
        CHECK(reason(response, "Q-2") == "order.order_of_another_supplier");
        response = response_to(nes, order, "CA", "");
        response.lines = {line_response(9, "5", "Noe annet")};
        CHECK(reason(response, "Q-3") == "order.line_unknown");
        response.lines = {line_response(1, "1", "Frakt")};
        CHECK(reason(response, "Q-4") == "order.line_was_added");
        response.lines = {line_response(1, "5", "Hanske"), line_response(1, "7", "Hanske")};
        response.lines[1].identifier = "2";
        CHECK(reason(response, "Q-5") == "order.line_answered_twice");
        auto line = line_response(1, "3", "Hanske");
        line.quantity = ubl::Quantity{Decimal::whole(6), "XCT"};
        response.lines = {line};
        CHECK(reason(response, "Q-6") == "order.answer_unit_differs");
        CHECK(nes.order(id).state == State::sent);
        CHECK(nes.tasks(nes.ingrid, "document_quarantined") == 6);
    });
}

TEST_CASE("order: the buyer changes, within tolerance and beyond, with a reason") {
    in_nes([](Nes& nes) {
        const OrderId id = place(nes, nes.fjellro);
        const auto to = [&](int quantity, std::string_view reason) {
            return acting(nes, nes.marit, [&](db::Tx& tx, const Actor& who) {
                const Order order = nes.order(id);
                const order::NewQuantity lines[] = {{order.lines[0].id, Decimal::whole(quantity)}};
                return change(tx, who, later(10), order, lines, reason);
            });
        };
        CHECK(refused(to(40, "")) == "order.reason_missing");
        CHECK(refused(to(60, "Like mange")) == "order.nothing_changed");
        CHECK(refused(to(0, "Ingen")) == "order.quantity_not_positive");
        REQUIRE(to(40, "Vi trenger færre"));
        CHECK(nes.order(id).total == kroner(40 * 62 + 20 + 2'592));
        CHECK(nes.balance().committed == nes.order(id).total);
        REQUIRE(to(80, "Smitteutbrudd"));
        const Order order = nes.order(id);
        CHECK(order.state == State::change_waits);
        CHECK(order.buyer_asked);
        CHECK(nes.tasks(nes.torbjorn, "approve_change") == 1);
        REQUIRE(acting(nes, nes.torbjorn, [&](db::Tx& tx, const Actor& who) {
            return approve_change(tx, who, later(30), nes.order(id));
        }));
        CHECK(nes.order(id).state == State::sent);
        CHECK(nes.order(id).total == kroner(5'000 + 2'592));
        CHECK(nes.balance().committed == kroner(7'592));
    });
}

TEST_CASE("order: cancelled while nothing has come; else the rest is closed") {
    in_nes([](Nes& nes) {
        const OrderId id = place(nes, nes.fjellro);
        const auto cancelled = [&](OrderId which) {
            return acting(nes, nes.marit, [&](db::Tx& tx, const Actor& who) {
                return cancel(tx, who, later(10), nes.order(which), "Bestilt ved en feil");
            });
        };
        REQUIRE(cancelled(id));
        CHECK(nes.order(id).state == State::cancelled);
        CHECK(nes.balance().committed == Money());
        CHECK(nes.tasks(nes.marit, "receive_goods") == 0);
        CHECK(refused(cancelled(id)) == "order.state_forbids_event");
        const auto late = answer(nes, response_to(nes, nes.order(id), "AP", "S-1"));
        CHECK(late.reason->name() == "order.order_is_cancelled");

        const OrderId closing = place(nes, nes.fjellro);
        REQUIRE(acting(nes, nes.marit, [&](db::Tx& tx, const Actor& who) {
            const OrderLineId lines[] = {nes.order(closing).lines[1].id};
            return close_rest(tx, who, later(10), closing, lines, "Utsolgt");
        }));
        CHECK(nes.order(closing).lines[1].closed);
        CHECK(nes.order(closing).total == kroner(3'750));
        CHECK(nes.balance().committed == kroner(3'750));
    });
}

TEST_CASE("order: a person outside the unit does not find the order") {
    in_nes([](Nes& nes) {
        const OrderId id = place(nes, nes.fjellro);
        Actor other = nes.actor(nes.marit);
        other.units = {nes.elvetun.value + 1000};
        other.whole_municipality = false;
        nes.database.read([&](db::Session& session) {
            CHECK(!load(session, other, id));
            CHECK(store::list(session, other, {}).empty());
            CHECK(store::list(session, nes.actor(nes.marit), {}).size() == 1);
            store::Filter search;
            search.search = "000001";
            CHECK(store::list(session, nes.actor(nes.marit), search).size() == 1);
            search.search = "%";
            CHECK(store::list(session, nes.actor(nes.marit), search).size() == 1);
            search.search = "hallingvask";
            CHECK(store::list(session, nes.actor(nes.marit), search).empty());
        });
    });
}

TEST_CASE("order: what nobody delivers is closed after the days that the municipality has set") {
    in_nes([](Nes& nes) {
        const auto by_the_clock = [&](int days) {
            int closed = 0;
            nes.database.write([&](db::Tx& tx) {
                closed = close_abandoned(
                    tx, Instant(kNow.milliseconds() + std::int64_t{days} * 86'400'000));
                tx.commit();
            });
            return closed;
        };
        const OrderId silent = place(nes, nes.fjellro);
        CHECK(by_the_clock(3'000) == 0);  // unless it has said so, never
        nes.database.write([&](db::Tx& tx) {
            party::LedgerRules rules;
            rules.release_after_days = 10;
            const auto set = [&](Date from) {
                return refused(party::set_ledger_rules(tx, Actor::system(), kNow, nes.municipality,
                                                       from, rules));
            };
            CHECK(set(kNow.oslo_date()) == "party.release_days_range");
            rules.release_after_days = 90;
            CHECK(set(kNow.oslo_date() - 1) == "party.rules_in_the_past");
            CHECK(set(kNow.oslo_date() + 100) == "(went through)");
            tx.commit();
        });
        CHECK(by_the_clock(95) == 0);  // the rule holds from day 100
        CHECK(by_the_clock(100) == 1);
        CHECK(by_the_clock(101) == 0);
        CHECK(nes.order(silent).state == State::completed);
        CHECK(nes.balance().committed == Money());
        CHECK(nes.tasks(nes.marit, "order_closed") == 1);
        CHECK(nes.proved());
    });
}

TEST_CASE("order: what only waits for approval goes over the year end where that is allowed") {
    in_nes([](Nes& nes) {
        const auto reserved = [&](int year) {
            return nes.database
                .reading([&](db::Session& session) {
                    return ledger::balance(session, nes.coding, year);
                })
                .reserved;
        };
        nes.database.write([&](db::Tx& tx) {
            ledger::Context context;
            context.municipality = nes.municipality;
            context.at = kNow;
            context.date = Date(2026, 12, 30);
            context.document = {"requisition", 1};
            ledger::NewLine line;
            line.parts = {{nes.coding, 1, Decimal(25, 2), 10'000}};
            line.quantity = Decimal::whole(4);
            line.price = Decimal::whole(250);
            const auto asked = ledger::submit(tx, context, std::span(&line, 1));
            REQUIRE(asked);
            const ledger::LineId id = asked->lines.at(0);
            CHECK(refused(ledger::carry(tx, context, id)) == "ledger.reserved_is_not_carried");
            context.policy.carry_reserved = true;
            REQUIRE(ledger::carry(tx, context, id));
            // It is the same line: in the new year it is approved and sent as if nothing was.
            context.date = Date(2027, 1, 4);
            REQUIRE(ledger::approve(tx, context, std::span(&id, 1)));
            tx.commit();
        });
        CHECK(reserved(2026) == Money());
        CHECK(reserved(2027) == kroner(1'000));
        CHECK(nes.proved());
    });
}
