#include <random>

#include "requisition/acts.h"
#include "requisition/testing.h"
#include "trail/trail.h"
#include "worklist/worklist.h"

using namespace samkjop;
using namespace samkjop::requisition;
using namespace samkjop::requisition::testing;

namespace {

std::vector<Requisition> handed_over;
void take(db::Tx&, const Actor&, Instant, const Requisition& requisition) {
    handed_over.push_back(requisition);
}

struct Hooked {
    Hooked() {
        handed_over.clear();
        before = on_approved;
        on_approved = take;
    }
    ~Hooked() { on_approved = before; }
    ApprovedHook before;
};

ledger::Balance balance(db::Tx& tx, coding::CodingId coding) {
    return ledger::balance(tx, coding, kToday.year());
}

std::size_t tasks(db::Tx& tx, UserId user) {
    return worklist::of(tx, actor(tx, user), kToday).size();
}

RequisitionId sent(db::Tx& tx, UserId user, std::span<const NewLine> lines,
                   std::string_view why = "") {
    const auto id = basket(tx, actor(tx, user), lines);
    REQUIRE(refused(submit(tx, actor(tx, user), kNow, id, why)) == "");
    return id;
}

Requisition loaded(db::Tx& tx, const Nes& nes, RequisitionId id) {
    Actor all = Actor::system(nes.municipality);
    return find(tx, all, id).value();
}

void lend(db::Tx& tx, const Nes& nes, UserId from, UserId to) {
    REQUIRE(party::add_delegation(tx, nes.system, kNow,
                                  {0, from, to, kToday, kToday + 7, "Ferie", {}}));
}

}  // namespace

TEST_CASE("requisition: from basket to orders, with the money reserved on the way") {
    in_nes([](db::Tx& tx, Nes& nes) {
        const Hooked hooked;
        const Actor marit = actor(tx, nes.marit);
        const NewLine lines[] = {gloves(nes, 60), gloves(nes, 40, 2), wall_holder(nes, 5)};
        const auto id = basket(tx, marit, lines);
        CHECK(basket_count(tx, marit, kToday) == 3);
        Requisition draft = find(tx, marit, id).value();
        CHECK(draft.net() == kroner(8'460));
        CHECK(draft.lines[0].coding_reason == CodingReason::product_group);
        CHECK(draft.lines[0].parts[0].names[0] == "Medisinsk forbruksmateriell");
        CHECK(draft.lines[2].coding_reason == CodingReason::own);
        CHECK_FALSE(find(tx, actor(tx, nes.torbjorn), id));  // a basket is nobody else's business

        REQUIRE(refused(submit(tx, marit, kNow, id)) == "");
        CHECK(basket_count(tx, marit, kToday) == 0);
        const Requisition waiting = loaded(tx, nes, id);
        CHECK(waiting.state == State::waiting);
        CHECK(waiting.number == "R-2026-0001");
        CHECK(waiting.title == "Undersøkelseshanske, nitril, M og to linjer til");
        CHECK(balance(tx, nes.medical).reserved == kroner(6'250));
        CHECK(balance(tx, nes.furniture).reserved == kroner(2'210));
        CHECK(tasks(tx, nes.torbjorn) == 1);

        const Actor torbjorn = actor(tx, nes.torbjorn);
        REQUIRE(refused(approve(tx, torbjorn, kNow, id)) == "");
        const Requisition approved = loaded(tx, nes, id);
        CHECK(approved.state == State::approved);
        CHECK(approved.lines[0].decided_by_name == "Torbjørn Liodden");
        CHECK(tasks(tx, nes.torbjorn) == 0);
        REQUIRE(handed_over.size() == 1);
        CHECK(handed_over[0].lines[2].state == LineState::approved);
        CHECK(handed_over[0].lines[2].ledger_line == waiting.lines[2].ledger_line);

        std::string events;
        for (const auto& line : trail::of(tx, {"requisition", id.value}))
            events = line.event + " " + events;
        CHECK(events == "created submitted reserved assigned approved decided ");
        // The next time the unit buys the same, the coding is the same.
        const auto again = add_to_basket(tx, marit, kNow, wall_holder(nes, 1)).value();
        const auto next = tx->value<std::int64_t>(
            "SELECT requisition_id FROM requisition_line WHERE id = $1", again);
        const Line line = find(tx, marit, {*next})->lines[0];
        CHECK(line.coding_reason == CodingReason::last_purchase);
        CHECK(line.parts[0].codes[0] == "200");
    });
}

TEST_CASE("requisition: the basket keeps one row per item, and lines leave it") {
    in_nes([](db::Tx& tx, Nes& nes) {
        const Actor marit = actor(tx, nes.marit);
        const NewLine lines[] = {gloves(nes, 10), gloves(nes, 5), gloves(nes, 1, 2)};
        const auto id = basket(tx, marit, lines);
        Requisition draft = find(tx, marit, id).value();
        REQUIRE(draft.lines.size() == 2);
        CHECK(draft.lines[0].quantity == Decimal::whole(15));
        const NewQuantity change[] = {{draft.lines[0].id, Decimal::whole(2)},
                                      {draft.lines[1].id, Decimal()}};
        REQUIRE(refused(change_quantities(tx, marit, kNow, id, change)) == "");
        draft = find(tx, marit, id).value();
        REQUIRE(draft.lines.size() == 1);
        CHECK(draft.net() == kroner(125));
        CHECK(refused(save_heading(tx, marit, kNow, id, {"Jul", "", nes.elvetun, kToday - 1})) ==
              "wished_is_past");
        CHECK(refused(save_heading(tx, marit, kNow, id,
                                   {"Jul", "Før jul", nes.elvetun, kToday + 7})) == "");
        CHECK(refused(save_heading(tx, actor(tx, nes.guro), kNow, id,
                                   {"Jul", "", nes.elvetun, {}})) == "requisition_not_found");
    });
}

TEST_CASE("requisition: nobody approves their own, and a rejected line gives its money back") {
    in_nes([](db::Tx& tx, Nes& nes) {
        const Hooked hooked;
        const NewLine lines[] = {gloves(nes, 60), wall_holder(nes, 5)};
        add_limit(tx, nes, nes.olav, nes.health, kroner(500'000));
        REQUIRE(party::grant_role(tx, nes.system, kNow, nes.olav, {Role::approver, nes.health}));
        const auto own = sent(tx, nes.torbjorn, lines);
        CHECK(refused(approve(tx, actor(tx, nes.torbjorn), kNow, own)) ==
              "approver_must_not_be_requester");
        CHECK(tasks(tx, nes.torbjorn) == 0);
        CHECK(tasks(tx, nes.olav) == 1);  // the nearest above with authority

        const auto id = sent(tx, nes.marit, lines);
        const Actor torbjorn = actor(tx, nes.torbjorn);
        const Requisition waiting = loaded(tx, nes, id);
        const LineId holder[] = {waiting.lines[1].id};
        CHECK(refused(reject(tx, torbjorn, kNow, id, holder, "")) == "say_why_rejected");
        const Money before = balance(tx, nes.furniture).reserved;
        REQUIRE(refused(reject(tx, torbjorn, kNow, id, holder, "Vi har holdere på lager.")) == "");
        CHECK(balance(tx, nes.furniture).reserved == before - kroner(2'210));
        CHECK(loaded(tx, nes, id).state == State::waiting);
        REQUIRE(refused(approve(tx, torbjorn, kNow, id)) == "");
        const Requisition done = loaded(tx, nes, id);
        CHECK(done.state == State::partly_approved);
        CHECK(done.net() == kroner(3'750));
        CHECK(done.lines[1].decision_reason == "Vi har holdere på lager.");
        REQUIRE(handed_over.size() == 1);

        const auto all = sent(tx, nes.marit, lines);
        std::vector<LineId> both;
        for (const Line& line : loaded(tx, nes, all).lines) both.push_back(line.id);
        REQUIRE(refused(reject(tx, torbjorn, kNow, all, both, "Ikke nå.")) == "");
        CHECK(loaded(tx, nes, all).state == State::rejected);
        CHECK(handed_over.size() == 1);  // nothing to order
        CHECK(tasks(tx, nes.torbjorn) == 0);
    });
}

TEST_CASE("requisition: what is left keeps its age, and the requester is told of a no") {
    in_nes([](db::Tx& tx, Nes& nes) {
        const Hooked hooked;
        const NewLine lines[] = {gloves(nes, 60), wall_holder(nes, 5)};
        const auto id = sent(tx, nes.marit, lines);
        const Actor torbjorn = actor(tx, nes.torbjorn);
        const LineId holder[] = {loaded(tx, nes, id).lines[1].id};
        const Instant two_days_later(kNow.milliseconds() + 2ll * 24 * 3600 * 1000);
        REQUIRE(refused(reject(tx, torbjorn, two_days_later, id, holder, "På lager.")) == "");
        const auto left = worklist::of(tx, torbjorn, kToday);
        REQUIRE(left.size() == 1);
        CHECK(left[0].since == kNow);
        const Actor marit = actor(tx, nes.marit);
        const auto told = worklist::of(tx, marit, kToday);
        REQUIRE(told.size() == 1);
        CHECK(told[0].context == "Torbjørn Liodden avviste én linje.");
        CHECK(told[0].amount == kroner(2'210));
        CHECK(refused(put_away_rejection(tx, torbjorn, kNow, id)) == "only_the_requester");
        REQUIRE(refused(put_away_rejection(tx, marit, kNow, id)) == "");
        CHECK(worklist::of(tx, marit, kToday).empty());
    });
}

TEST_CASE("requisition: a change that goes over a budget that stops needs a reason") {
    in_nes([](db::Tx& tx, Nes& nes) {
        const Hooked hooked;
        set_policy(tx, nes, party::BudgetPolicy::stop);
        const NewLine much[] = {wall_holder(nes, 100)};  // 44 200 of 60 000
        (void)sent(tx, nes.marit, much);
        const NewLine lines[] = {wall_holder(nes, 10)};
        const auto id = sent(tx, nes.marit, lines);
        const Actor marit = actor(tx, nes.marit);
        const NewQuantity more[] = {{loaded(tx, nes, id).lines[0].id, Decimal::whole(40)}};
        const Money before = balance(tx, nes.furniture).reserved;
        CHECK(refused(change_quantities(tx, marit, kNow, id, more)) == "budget_exceeded");
        CHECK(balance(tx, nes.furniture).reserved == before);
        REQUIRE(refused(change_quantities(tx, marit, kNow, id, more, "Omgangssyke på alle rom.")) ==
                "");
        const Requisition changed = loaded(tx, nes, id);
        CHECK(changed.over > Money());
        CHECK(changed.over_reason == "Omgangssyke på alle rom.");
        CHECK(balance(tx, nes.furniture).reserved == kroner(61'880));
    });
}

TEST_CASE("requisition: the limit is a limit, and who can help is named") {
    in_nes([](db::Tx& tx, Nes& nes) {
        const Actor marit = actor(tx, nes.marit);
        const NewLine lines[] = {gloves(nes, 801)};  // 50 062,50 kr; the limit is 50 000
        const auto id = basket(tx, marit, lines);
        const auto result = submit(tx, marit, kNow, id);
        REQUIRE(refused(result) == "nobody_can_approve");
        CHECK(result.error().in(Language::nb) ==
              "Ingen har fullmakt til å godkjenne 50\u00a0062,50\u00a0kr her. Snakk med Torbjørn "
              "Liodden og Sigrun Haugerud, som kan skaffe fullmakt.");
        const LineId line = find(tx, marit, id)->lines[0].id;
        const NewQuantity fewer[] = {{line, Decimal::whole(800)}};
        REQUIRE(refused(change_quantities(tx, marit, kNow, id, fewer)) == "");
        REQUIRE(refused(submit(tx, marit, kNow, id)) == "");
        // The authority ends before it is approved.
        REQUIRE(party::end_limit(tx, nes.system, kNow, party::limits_of(tx, nes.torbjorn)[0].id,
                                 kToday - 1));
        CHECK(refused(approve(tx, actor(tx, nes.torbjorn), kNow, id)) == "no_authority_here");
        add_limit(tx, nes, nes.torbjorn, nes.elvetun, kroner(49'999));
        CHECK(refused(approve(tx, actor(tx, nes.torbjorn), kNow, id)) ==
              "amount_exceeds_authority");
        add_limit(tx, nes, nes.torbjorn, nes.elvetun, kroner(50'000));
        CHECK(refused(approve(tx, actor(tx, nes.torbjorn), kNow, id)) == "");
    });
}

TEST_CASE("requisition: a substitute approves during the absence, but never the lender's own") {
    in_nes([](db::Tx& tx, Nes& nes) {
        const NewLine lines[] = {gloves(nes, 10)};
        const auto id = sent(tx, nes.marit, lines);
        CHECK(refused(approve(tx, actor(tx, nes.guro), kNow, id)) == "requisition_not_found");
        lend(tx, nes, nes.torbjorn, nes.guro);
        CHECK(tasks(tx, nes.guro) == 1);
        CHECK(refused(approve(tx, actor(tx, nes.guro), kNow, id)) == "");

        // Marit stands in for Torbjørn: she sees the task and may still not approve her own
        // purchase.
        lend(tx, nes, nes.guro, nes.marit);
        const auto own = sent(tx, nes.marit, lines);
        CHECK(refused(approve(tx, actor(tx, nes.marit), kNow, own)) ==
              "approver_must_not_be_requester");

        // Torbjørn's own: what he has lent does not count, and nobody else has authority there.
        const auto his = basket(tx, actor(tx, nes.torbjorn), lines);
        CHECK(refused(submit(tx, actor(tx, nes.torbjorn), kNow, his)) == "nobody_can_approve");
    });
}

TEST_CASE("requisition: over the budget, by each policy") {
    in_nes([](db::Tx& tx, Nes& nes) {
        const Actor marit = actor(tx, nes.marit);
        const NewLine lines[] = {wall_holder(nes, 100)};  // 44 200 of 60 000
        const auto first = sent(tx, nes.marit, lines);
        const NewLine more[] = {wall_holder(nes, 40)};  // 17 680: 1 880 over
        const auto warned = sent(tx, nes.marit, more);
        CHECK(loaded(tx, nes, warned).over == kroner(1'880));
        CHECK(refused(approve(tx, actor(tx, nes.torbjorn), kNow, warned)) == "");
        CHECK(refused(withdraw(tx, marit, kNow, first)) == "");

        set_policy(tx, nes, party::BudgetPolicy::refuse);
        const NewLine most[] = {wall_holder(nes, 96)};  // 42 432, and 42 320 is left
        const auto id = basket(tx, marit, most);
        CHECK(refused(submit(tx, marit, kNow, id, "Vi må.")) == "budget_exceeded");
        set_policy(tx, nes, party::BudgetPolicy::stop);
        const auto asks = submit(tx, marit, kNow, id);
        CHECK(refused(asks) == "say_why_over_budget");
        CHECK(asks.error().field == "begrunnelse");
        REQUIRE(refused(submit(tx, marit, kNow, id, "Dagens holdere er knekt.")) == "");
        CHECK(loaded(tx, nes, id).over == kroner(112));

        // Only the budget's owner may let it through, and says why.
        REQUIRE(party::end_grant(tx, nes.system, kNow, nes.torbjorn,
                                 {Role::budget_owner, nes.elvetun}));
        CHECK(refused(approve(tx, actor(tx, nes.torbjorn), kNow, id, "Ja.")) == "override_needed");
        REQUIRE(party::grant_role(tx, nes.system, kNow, nes.torbjorn,
                                  {Role::budget_owner, nes.elvetun}));
        CHECK(refused(approve(tx, actor(tx, nes.torbjorn), kNow, id)) == "say_why_approve_over");
        CHECK(refused(approve(tx, actor(tx, nes.torbjorn), kNow, id, "Hygienen går først.")) == "");
        CHECK(loaded(tx, nes, id).approval_reason == "Hygienen går først.");
    });
}

TEST_CASE("requisition: a line split over two units needs a yes from each") {
    in_nes([](db::Tx& tx, Nes& nes) {
        const Hooked hooked;
        const Actor marit = actor(tx, nes.marit);
        const NewLine lines[] = {gloves(nes, 10), wall_holder(nes, 5)};
        const auto id = basket(tx, marit, lines);
        const LineId holder = find(tx, marit, id)->lines[1].id;
        const Share halves[] = {{codes("200", "3210", "253"), "1", 3},
                                {codes("200", "3220", "234"), "1", 2}};
        REQUIRE(refused(code_line(tx, marit, kNow, holder, halves)) == "");
        REQUIRE(refused(submit(tx, marit, kNow, id)) == "");
        CHECK(balance(tx, nes.furniture).reserved == kroner(1'326));
        CHECK(balance(tx, nes.furniture_solhaug).reserved == kroner(884));
        CHECK(tasks(tx, nes.torbjorn) == 1);
        CHECK(tasks(tx, nes.guro) == 1);

        REQUIRE(refused(approve(tx, actor(tx, nes.torbjorn), kNow, id)) == "");
        CHECK(loaded(tx, nes, id).state == State::waiting);
        CHECK(handed_over.empty());
        CHECK(tasks(tx, nes.torbjorn) == 0);
        CHECK(tasks(tx, nes.guro) == 1);
        CHECK(refused(approve(tx, actor(tx, nes.torbjorn), kNow, id)) == "already_said_yes");
        REQUIRE(refused(approve(tx, actor(tx, nes.guro), kNow, id)) == "");
        CHECK(loaded(tx, nes, id).state == State::approved);
        CHECK(handed_over.size() == 1);

        // The other way: Solhaug says no to its line, and Elvetun's yes was enough for the rest.
        const auto other = basket(tx, marit, lines);
        const LineId split = find(tx, marit, other)->lines[1].id;
        REQUIRE(refused(code_line(tx, marit, kNow, split, halves)) == "");
        REQUIRE(refused(submit(tx, marit, kNow, other)) == "");
        REQUIRE(refused(approve(tx, actor(tx, nes.torbjorn), kNow, other)) == "");
        const LineId glove[] = {loaded(tx, nes, other).lines[0].id};
        CHECK(refused(reject(tx, actor(tx, nes.guro), kNow, other, glove, "Nei.")) ==
              "no_authority_here");
        REQUIRE(refused(reject(tx, actor(tx, nes.guro), kNow, other, std::span(&split, 1),
                               "Ikke vårt.")) == "");
        CHECK(loaded(tx, nes, other).state == State::partly_approved);
        CHECK(handed_over.size() == 2);

        // A director with authority for both says it alone.
        REQUIRE(party::grant_role(tx, nes.system, kNow, nes.olav, {Role::approver, nes.health}));
        add_limit(tx, nes, nes.olav, nes.health, kroner(500'000));
        const auto third = basket(tx, marit, lines);
        REQUIRE(refused(code_line(tx, marit, kNow, find(tx, marit, third)->lines[1].id, halves)) ==
                "");
        REQUIRE(refused(submit(tx, marit, kNow, third)) == "");
        CHECK(tasks(tx, nes.olav) == 1);
        REQUIRE(refused(approve(tx, actor(tx, nes.olav), kNow, third)) == "");
        CHECK(loaded(tx, nes, third).state == State::approved);
    });
}

TEST_CASE("requisition: a question, an answer, and a change that must be approved anew") {
    in_nes([](db::Tx& tx, Nes& nes) {
        const Actor marit = actor(tx, nes.marit), torbjorn = actor(tx, nes.torbjorn);
        const NewLine lines[] = {gloves(nes, 10), wall_holder(nes, 5)};
        const auto id = sent(tx, nes.marit, lines);
        CHECK(refused(ask(tx, torbjorn, kNow, id, "")) == "question_must_be_filled");
        REQUIRE(refused(ask(tx, torbjorn, kNow, id, "Holder det med tre?")) == "");
        CHECK(tasks(tx, nes.torbjorn) == 0);
        CHECK(tasks(tx, nes.marit) == 1);
        CHECK(refused(answer(tx, torbjorn, kNow, id, "Ja.")) == "only_the_requester");
        REQUIRE(refused(answer(tx, marit, kNow, id, "Nei, vi har fem rom.")) == "");
        CHECK(tasks(tx, nes.torbjorn) == 1);
        CHECK(tasks(tx, nes.marit) == 0);

        REQUIRE(refused(ask(tx, torbjorn, kNow, id, "Er du sikker?")) == "");
        const NewQuantity fewer[] = {{loaded(tx, nes, id).lines[1].id, Decimal::whole(3)}};
        CHECK(refused(change_quantities(tx, torbjorn, kNow, id, fewer)) == "only_the_requester");
        REQUIRE(refused(change_quantities(tx, marit, kNow, id, fewer)) == "");
        CHECK(loaded(tx, nes, id).state == State::waiting);
        CHECK(balance(tx, nes.furniture).reserved == kroner(1'326));
        const NewQuantity none[] = {{loaded(tx, nes, id).lines[1].id, Decimal()}};
        REQUIRE(refused(change_quantities(tx, marit, kNow, id, none)) == "");
        CHECK(balance(tx, nes.furniture).reserved == Money());
        const Share other{codes("120", "3210", "253"), "1", 1};
        const LineId glove = loaded(tx, nes, id).lines[0].id;
        REQUIRE(refused(code_line(tx, marit, kNow, glove, std::span(&other, 1))) == "");
        CHECK(balance(tx, nes.medical).reserved == Money());
        CHECK(tasks(tx, nes.torbjorn) == 1);
        CHECK(refused(withdraw(tx, torbjorn, kNow, id)) == "only_the_requester");
        REQUIRE(refused(withdraw(tx, marit, kNow, id)) == "");
        CHECK(loaded(tx, nes, id).state == State::withdrawn);
        CHECK(tasks(tx, nes.torbjorn) == 0);
        CHECK(refused(approve(tx, torbjorn, kNow, id)) == "state_forbids_event");
    });
}

TEST_CASE("requisition: a coding that does not hold is refused by its field") {
    in_nes([](db::Tx& tx, Nes& nes) {
        const Actor marit = actor(tx, nes.marit);
        const auto line = add_to_basket(tx, marit, kNow, gloves(nes, 10)).value();
        const auto why = [&](const Share& share) {
            const Share shares[] = {{codes("110", "3210", "253"), "1", 1}, share};
            const auto result = code_line(tx, marit, kNow, line, shares);
            return result ? std::string() : result.error().field;
        };
        CHECK(why({codes("", "3210", "253"), "1", 1}) == "art-2");
        CHECK(why({codes("110", "9999", "253"), "1", 1}) == "ansvar-2");
        CHECK(why({codes("110", "3210", "999"), "1", 1}) == "funksjon-2");
        CHECK(why({codes("110", "3210", "253"), "7", 1}) == "mva-2");
        CHECK(why({codes("120", "3210", "253"), "1", 1}) == "");
        CHECK(refused(code_line(tx, actor(tx, nes.guro), kNow, line, {})) ==
              "requisition_not_found");
    });
}

// Random people with random roles, limits and substitutes try everything on everybody's purchases.
TEST_CASE("property: nobody ever approves their own, by any path, and the ledger agrees") {
    for (const unsigned seed : {1u, 2u, 3u, 4u, 5u, 6u}) {
        CAPTURE(seed);
        in_nes([&](db::Tx& tx, Nes& nes) {
            std::mt19937 random(seed);
            const auto one_of = [&](std::size_t count) { return std::size_t(random() % count); };
            const UnitId units[] = {nes.top, nes.health, nes.elvetun, nes.solhaug};
            std::vector<UserId> people;
            for (int i = 0; i < 7; ++i) {
                const UnitId unit = units[2 + one_of(2)];
                std::vector<Grant> grants = {{Role::requester, unit}};
                const UnitId holds = units[one_of(4)];
                if (one_of(3)) grants.push_back({Role::approver, holds});
                if (one_of(2)) grants.push_back({Role::budget_owner, holds});
                people.push_back(add_person(tx, nes, unit, "person." + std::to_string(i),
                                            "Person " + std::to_string(i), grants));
                if (one_of(4))
                    add_limit(tx, nes, people.back(), holds, kroner(std::int64_t(one_of(60'000))));
            }
            for (int i = 0; i < 6; ++i) {
                const UserId from = people[one_of(people.size())],
                             to = people[one_of(people.size())];
                (void)party::add_delegation(tx, nes.system, kNow,
                                            {0, from, to, kToday, kToday + 7, "Ferie", {}});
            }
            std::vector<std::pair<RequisitionId, UserId>> cases;
            int approved = 0;
            for (int step = 0; step < 120; ++step) {
                const UserId user = people[one_of(people.size())];
                const Actor who = actor(tx, user);
                if (step % 3 == 0) {
                    const NewLine lines[] = {
                        gloves(nes, 1 + std::int64_t(one_of(300)), 1 + one_of(3))};
                    const auto id = basket(tx, who, lines);
                    if (submit(tx, who, kNow, id)) cases.emplace_back(id, user);
                    continue;
                }
                if (cases.empty()) continue;
                const auto& [id, requester] = cases[one_of(cases.size())];
                const auto before = find(tx, who, id);
                const bool done =
                    one_of(4) ? bool(approve(tx, who, kNow, id, "Ja."))
                              : before && bool(reject(tx, who, kNow, id,
                                                      std::vector{before->lines[0].id}, "Nei."));
                if (done) {
                    CHECK(user != requester);
                    CHECK(party::authority(tx, user, before->lines[0].parts[0].unit, kToday,
                                           requester)
                              .has_value());
                    approved += 1;
                }
            }
            CHECK(approved > 0);
            for (const auto& [id, requester] : cases) {
                for (const Line& line : loaded(tx, nes, id).lines)
                    CHECK(line.decided_by != requester);
            }
            CHECK(ledger::verify(tx).first_offence == "");
        });
    }
}
