// From the supplier's invoice to the credit note, on both databases: what is found, what a person
// decides, the claim, the answer, the money back. And the whole matrix of a claim's life.
#include "control/control.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "control/handling.h"
#include "control/lifecycle.h"
#include "control/store.h"
#include "invoice/testing.h"

using namespace samkjop;
using namespace samkjop::control;
using namespace samkjop::invoice::testing;
using invoice::InvoiceId;

namespace {

catalogue::PriceRow price_row(const Nes& nes, std::string number, std::string name,
                              std::string unit, std::string_view price) {
    catalogue::PriceRow out;
    out.agreement = "2025-014";
    out.supplier = nes.fjellro_number;
    out.item_number = std::move(number);
    out.name = std::move(name);
    out.unit = std::move(unit);
    out.price = Decimal::parse(price).value();
    out.vat_rate = Decimal(25, 2);
    out.valid_from = Date(2026, 1, 1);
    out.valid_to = Date(2027, 12, 31);
    return out;
}

void make_agreement(const Nes& nes) {
    nes.database.write([&](db::Tx& tx) {
        import::AgreementRow row;
        row.number = "2025-014";
        row.title = "Medisinsk forbruksmateriell";
        row.supplier = nes.fjellro_number;
        row.valid_from = Date(2025, 7, 1);
        row.valid_to = Date(2027, 12, 31);
        row.municipalities = {"3322"};
        row.decided_on = Date(2024, 12, 12);
        row.decision = "Sak 31/24";
        row.product_groups = "42";
        row.free_delivery_from = kroner(1500);
        REQUIRE(agreement::store(tx, Actor::system(), kNow, {&row, 1}).messages.empty());
        std::vector<catalogue::PriceRow> rows = {
            price_row(nes, "FM-1001", "Undersøkelseshanske, nitril, M", "XBX", "62.50"),
            price_row(nes, "FM-2001", "Hånddesinfeksjon 85 %, 600 ml", "XBO", "54")};
        rows[0].gtin = "2001040000010";
        rows[1].steps = {{Decimal::whole(40), Decimal::whole(50)}};
        const auto report =
            catalogue::store_prices(tx, Actor::system(), kNow, rows, {"priser.csv", "1"});
        for (const auto& each : report.messages) FAIL(each.in(Language::en));
        tx.commit();
    });
}

void with_agreement(const std::function<void(Nes&)>& test) {
    in_nes([&](Nes& nes) {
        make_agreement(nes);
        register_hooks();
        test(nes);
        invoice::on_taken = nullptr;
        invoice::remarks_on = nullptr;
        order::on_placed = nullptr;
    });
}

std::vector<Stored> found(const Nes& nes, InvoiceId id) {
    return nes.database.reading(
        [&](db::Session& session) { return findings_of(session, Subject::invoice, id.value); });
}

std::string told(const std::vector<Stored>& findings) {
    std::string out;
    for (const Stored& each : findings) {
        out += (out.empty() ? "" : "; ") + std::to_string(each.line) + " " +
               std::string(name(each.kind)) + " " + std::to_string(each.at_stake.ore());
        if (!each.certain()) out += "? " + std::string(name(each.doubt));
    }
    return out;
}

Charged charged(std::string name, std::string number, std::string unit, int quantity,
                Decimal price) {
    return {std::move(name), std::move(number), std::move(unit), Decimal::whole(quantity), price};
}

Claim claim_of(const Nes& nes, ClaimId id) {
    return nes.database.reading(
        [&](db::Session& session) { return store::claim(session, id).value(); });
}

}  // namespace

TEST_CASE("control: from an invoice without order to the credit note that settles the claim") {
    with_agreement([](Nes& nes) {
        Head head;
        head.charges = {{"Fakturagebyr", kroner(49)}};
        const InvoiceId id = taken(
            nes,
            document(nes,
                     {charged("Hansker nitril M", "FM 1001", "XBX", 20, Decimal::whole(70)),
                      charged("Hånddesinfeksjon 85 %, 600 ml", "", "XBO", 48, Decimal::whole(54)),
                      charged("Noe helt annet", "XX-1", "EA", 1, Decimal::whole(100))},
                     head));
        CHECK(told(found(nes, id)) ==
              "0 overcharged 15000; 1 step_not_given 19200; 2 not_on_agreement 10000; 3 "
              "fee_not_agreed 4900");
        CHECK(sentence(found(nes, id)[0], Language::nb).text() ==
              "150,00 kr for mye: 20 esker Hansker nitril M er fakturert til 70,00 kr. Avtalt pris "
              "er 62,50 kr (16. november 2026).");

        const auto made = acting(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
            return make_claim(tx, who, later(200), nes.municipality, nes.fjellro);
        });
        REQUIRE(made);
        CHECK(claim_of(nes, *made).claimed == Money(39'100));
        CHECK(claim_of(nes, *made).findings == 3);
        const auto again = acting(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
            return make_claim(tx, who, later(201), nes.municipality, nes.fjellro);
        });
        REQUIRE(!again);
        CHECK(again.error().name() == "control.nothing_to_claim");
        REQUIRE(acting(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
            return send_claim(tx, who, later(210), *made);
        }));
        CHECK(claim_of(nes, *made).state == ClaimState::sent);
        CHECK(nes.tasks(nes.ingrid, "follow_claim") == 1);
        const auto sent = nes.database.reading([&](db::Session& session) {
            return gateway::latest_out(session, "claim", made->value);
        });
        REQUIRE(sent);
        CHECK(sent->type == ubl::DocumentType::invoice_response);

        Head note;
        note.number = "104519";
        note.credit_note = true;
        note.preceding = "104518";
        note.note = "Prisavvik";
        taken(nes, document(nes, {charged("Prisavvik hansker", "", "EA", 1, Decimal::whole(150))},
                            note));
        CHECK(claim_of(nes, *made).state == ClaimState::sent);
        CHECK(claim_of(nes, *made).recovered == Money(15'000));
        CHECK(nes.tasks(nes.ingrid, "follow_claim") == 1);
        note.number = "104520";
        taken(nes,
              document(nes, {charged("Prisavvik resten", "", "EA", 1, Decimal::whole(241))}, note));
        CHECK(claim_of(nes, *made).state == ClaimState::recovered);
        CHECK(claim_of(nes, *made).recovered == Money(39'100));
        CHECK(nes.tasks(nes.ingrid, "follow_claim") == 0);
        const auto all = nes.database.reading(
            [&](db::Session& session) { return sums(session, Actor::system()); });
        REQUIRE(all.size() == 1);
        CHECK(all[0].claimed == Money(39'100));
        CHECK(all[0].recovered == Money(39'100));
    });
}

TEST_CASE("control: with an order, its day and its quantity decide") {
    with_agreement([](Nes& nes) {
        const auto order = place(nes, nes.fjellro);
        // The order itself asks 54 kr for 48 bottles; forty earn the price of 50.
        const auto on_order = nes.database.reading([&](db::Session& session) {
            return findings_of(session, Subject::order, order.value);
        });
        CHECK(told(on_order) == "2 step_not_given 19200");
        Head head;
        head.order_reference = nes.order(order).number;
        const InvoiceId id = taken(nes, document(nes, as_ordered(nes.order(order)), head));
        CHECK(told(found(nes, id)) == "1 step_not_given 19200");
        CHECK(found(nes, id)[0].unit_id == nes.elvetun);
    });
}

TEST_CASE("control: a question accuses nobody until a person says so") {
    with_agreement([](Nes& nes) {
        const InvoiceId id = taken(nes, document(nes,
                                                 {charged("Undersøkelseshanske nitril M pudderfri",
                                                          "", "XBX", 10, Decimal::whole(70))},
                                                 Head{}));
        REQUIRE(told(found(nes, id)) == "0 overcharged 7500? text");
        const FindingId question = found(nes, id)[0].id;
        const auto make = [&] {
            return acting(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                return make_claim(tx, who, later(200), nes.municipality, nes.fjellro);
            });
        };
        CHECK(!make());
        SUBCASE("taken along") {
            REQUIRE(acting(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                return confirm(tx, who, later(150), question);
            }));
            CHECK(make());
        }
        SUBCASE("set aside, with a reason; a new control leaves it so") {
            const auto aside = [&](std::string_view reason) {
                return acting(nes, nes.ingrid, [&](db::Tx& tx, const Actor& who) {
                    return set_aside(tx, who, later(150), question, reason);
                });
            };
            CHECK(aside("").error().name() == "control.reason_missing");
            REQUIRE(aside("En annen hanske"));
            nes.database.write([&](db::Tx& tx) {
                control_invoice(tx, Actor::system(), later(160), id);
                tx.commit();
            });
            REQUIRE(found(nes, id).size() == 1);
            CHECK(found(nes, id)[0].state == FindingState::set_aside);
            CHECK(!make());
        }
        SUBCASE("not by somebody who orders") {
            const auto refused = acting(nes, nes.marit, [&](db::Tx& tx, const Actor& who) {
                return confirm(tx, who, later(150), question);
            });
            REQUIRE(!refused);
            CHECK(refused.error().name() == "control.not_permitted");
        }
    });
}

TEST_CASE("control: what an agreement covers and another sold") {
    with_agreement([](Nes& nes) {
        auto bought = document(nes, {charged("Hanske", "", "XBX", 10, Decimal::whole(80))}, Head{});
        bought.seller = seller_of(nes.dalfore_number, "Dalføre Inventar AS");
        bought.lines[0].item.standard_identifier = {"2001040000010", "0160"};
        const InvoiceId id = taken(nes, bought);
        CHECK(told(found(nes, id)) == "0 other_supplier 17500");
        const auto all = nes.database.reading([&](db::Session& session) {
            return leaks(session, Actor::system(), Date(2026, 1, 1), Date(2026, 12, 31));
        });
        REQUIRE(all.size() == 1);
        CHECK(all[0].net == kroner(800));
        CHECK(all[0].dearer == kroner(175));
        CHECK(all[0].agreement_title == "Medisinsk forbruksmateriell");
    });
}

TEST_CASE("control: a credit note that comes before the claim settles the finding") {
    with_agreement([](Nes& nes) {
        const InvoiceId id = taken(
            nes,
            document(nes, {charged("Hansker", "FM-1001", "XBX", 10, Decimal::whole(70))}, Head{}));
        REQUIRE(told(found(nes, id)) == "0 overcharged 7500");
        Head note;
        note.number = "9";
        note.credit_note = true;
        note.preceding = "104518";
        taken(nes, document(nes, {charged("Prisavvik", "", "EA", 1, Decimal::whole(75))}, note));
        CHECK(found(nes, id)[0].state == FindingState::settled);
    });
}

namespace {

std::string matrix() {
    std::ostringstream out;
    out << "# The life of a claim\n\nMade by a test from `src/control/lifecycle.cc`; do not edit "
           "it "
           "by hand. A dash: the state forbids the event.\n\n| event |";
    for (int state = 0; state < kClaimStates; ++state)
        out << ' ' << name(static_cast<ClaimState>(state)) << " |";
    out << "\n|---|";
    for (int state = 0; state < kClaimStates; ++state) out << "---|";
    out << '\n';
    for (int event = 0; event < kEvents; ++event) {
        const auto what = static_cast<Event>(event);
        out << "| " << name(what) << " |";
        Circumstances who;
        who.by_system = what == Event::credit || what == Event::settle;
        for (int state = 0; state < kClaimStates; ++state) {
            const auto to = decide(static_cast<ClaimState>(state), what, who);
            out << ' ' << (to ? std::string(name(*to)) : "–") << " |";
        }
        out << '\n';
    }
    return out.str();
}

}  // namespace

TEST_CASE("control lifecycle: docs/lifecycles/claim.md is the table") {
    const auto file = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() /
                      "docs" / "lifecycles" / "claim.md";
    const std::string now = matrix();
    if (std::getenv("SAMKJOP_REBASELINE") != nullptr) std::ofstream(file) << now;
    std::ifstream in(file);
    std::ostringstream stored;
    stored << in.rdbuf();
    CHECK(stored.str() == now);
}

TEST_CASE("control lifecycle: who, and with what") {
    const auto said = [](ClaimState state, Event event, const Circumstances& who) {
        const auto to = decide(state, event, who);
        return to ? std::string_view("yes") : to.error().name();
    };
    Circumstances who;
    CHECK(said(ClaimState::sent, Event::settle, who) == "control.not_permitted");
    who.may_act = false;
    CHECK(said(ClaimState::draft, Event::send, who) == "control.not_permitted");
    who = {};
    who.has_findings = false;
    CHECK(said(ClaimState::draft, Event::send, who) == "control.nothing_to_claim");
    who.has_reason = false;
    CHECK(said(ClaimState::sent, Event::write_off, who) == "control.reason_missing");
    who.overdue = false;
    CHECK(said(ClaimState::sent, Event::remind, who) == "control.not_due_yet");
    CHECK(said(ClaimState::recovered, Event::withdraw, who) == "control.state_forbids");
}
