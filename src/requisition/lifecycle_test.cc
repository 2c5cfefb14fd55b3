#include "requisition/lifecycle.h"

#include <doctest/doctest.h>

#include "base/golden.h"
#include "requisition/rules.h"

using namespace samkjop;
using namespace samkjop::requisition;

namespace {

constexpr UserId kMarit{1}, kTorbjorn{2}, kGuro{3};
constexpr UnitId kElvetun{10}, kSolhaug{20};

Line line(std::int64_t id, std::vector<UnitId> units, LineState state = LineState::open) {
    Line out;
    out.id = {id};
    out.state = state;
    out.name = "Hansker";
    out.agreement = 7;
    out.quantity = Decimal::whole(10);
    out.price = Decimal::whole(100);
    for (const UnitId unit : units) {
        Part part;
        part.unit = unit;
        part.coding = {unit.value};
        part.vat_code = "1";
        part.rate = Decimal(25, 2);
        part.right = 10000;
        out.parts.push_back(part);
    }
    return out;
}

Requisition in(State state) {
    Requisition out;
    out.id = {481};
    out.state = state;
    out.unit = kElvetun;
    out.requester = kMarit;
    out.lines = {line(1, {kElvetun}), line(2, {kElvetun})};
    return out;
}

Actor person(UserId user, std::initializer_list<Role> roles) {
    Actor out;
    out.user = user;
    for (const Role role : roles) out.permissions |= permissions_of(role);
    return out;
}
const Actor kRequester = person(kMarit, {Role::requester});
const Actor kApprover = person(kTorbjorn, {Role::approver});

Facts facts() {
    Facts out;
    out.reason = "Fordi.";
    out.units = {{kElvetun, "Elvetun sykehjem", kroner(50'000)}};
    out.approvers = {kTorbjorn};
    out.cost = kroner(2'000);
    out.lines = {LineId{1}};
    return out;
}

std::string outcome(const Requisition& requisition, Event event, const Actor& actor,
                    const Facts& given) {
    const auto decision = decide(requisition, event, actor, given);
    if (!decision) return "– " + std::string(decision.error().name().substr(12));
    return std::string(name(decision->to));
}

}  // namespace

TEST_CASE("lifecycle: every state with every event, by the person whose event it is") {
    std::string matrix;
    for (int state = 0; state < kStates; ++state) {
        for (int event = 0; event < kEvents; ++event) {
            const auto which = static_cast<Event>(event);
            const bool approver =
                which == Event::ask || which == Event::approve || which == Event::reject;
            matrix += fmt::format("{:16}{:9} {}\n", name(static_cast<State>(state)), name(which),
                                  outcome(in(static_cast<State>(state)), which,
                                          approver ? kApprover : kRequester, facts()));
        }
    }
    CHECK(matrix == R"(draft           submit    waiting
draft           change    – state_forbids_event
draft           ask       – state_forbids_event
draft           answer    – state_forbids_event
draft           approve   – state_forbids_event
draft           reject    – state_forbids_event
draft           withdraw  – state_forbids_event
waiting         submit    – state_forbids_event
waiting         change    waiting
waiting         ask       asked
waiting         answer    – state_forbids_event
waiting         approve   approved
waiting         reject    waiting
waiting         withdraw  withdrawn
asked           submit    – state_forbids_event
asked           change    waiting
asked           ask       – state_forbids_event
asked           answer    waiting
asked           approve   approved
asked           reject    asked
asked           withdraw  withdrawn
approved        submit    – state_forbids_event
approved        change    – state_forbids_event
approved        ask       – state_forbids_event
approved        answer    – state_forbids_event
approved        approve   – state_forbids_event
approved        reject    – state_forbids_event
approved        withdraw  – state_forbids_event
partly_approved submit    – state_forbids_event
partly_approved change    – state_forbids_event
partly_approved ask       – state_forbids_event
partly_approved answer    – state_forbids_event
partly_approved approve   – state_forbids_event
partly_approved reject    – state_forbids_event
partly_approved withdraw  – state_forbids_event
rejected        submit    – state_forbids_event
rejected        change    – state_forbids_event
rejected        ask       – state_forbids_event
rejected        answer    – state_forbids_event
rejected        approve   – state_forbids_event
rejected        reject    – state_forbids_event
rejected        withdraw  – state_forbids_event
withdrawn       submit    – state_forbids_event
withdrawn       change    – state_forbids_event
withdrawn       ask       – state_forbids_event
withdrawn       answer    – state_forbids_event
withdrawn       approve   – state_forbids_event
withdrawn       reject    – state_forbids_event
withdrawn       withdraw  – state_forbids_event
)");
}

TEST_CASE("requisition lifecycle: docs/lifecycles/requisition.md is the table") {
    std::string table =
        "# The life of a requisition\n\nMade by a test from `src/requisition/lifecycle.cc`; do not "
        "edit it by hand. A dash: the state forbids the event.\n\n| event |";
    for (int state = 0; state < kStates; ++state)
        table += fmt::format(" {} |", name(static_cast<State>(state)));
    table += "\n|---|";
    for (int state = 0; state < kStates; ++state) table += "---|";
    for (int event = 0; event < kEvents; ++event) {
        const auto which = static_cast<Event>(event);
        const bool approver =
            which == Event::ask || which == Event::approve || which == Event::reject;
        table += fmt::format("\n| {} |", name(which));
        for (int state = 0; state < kStates; ++state) {
            const std::string to = outcome(in(static_cast<State>(state)), which,
                                           approver ? kApprover : kRequester, facts());
            table += fmt::format(" {} |", to.starts_with("–") ? "–" : to);
        }
    }
    table +=
        "\n\nOne of two lines is rejected here. With the last line decided, `reject` leads to "
        "approved, partly_approved or rejected, as the lines say.\n";
    CHECK(testing::kept_in_docs("lifecycles/requisition.md", table) == table);
}

TEST_CASE("lifecycle: submit and change, guard by guard") {
    struct Row {
        const char* what;
        void (*turn)(Requisition&, Actor&, Facts&);
        const char* then;
    };
    const Row rows[] = {
        {"all is well", [](Requisition&, Actor&, Facts&) {}, "waiting"},
        {"somebody else's", [](Requisition&, Actor& a, Facts&) { a.user = kGuro; },
         "– only_the_requester"},
        {"no permission", [](Requisition&, Actor& a, Facts&) { a.permissions.reset(); },
         "– actor_lacks_permission"},
        {"empty", [](Requisition& r, Actor&, Facts&) { r.lines.clear(); },
         "– requisition_has_no_lines"},
        {"a line without coding",
         [](Requisition& r, Actor&, Facts&) { r.lines[1].parts[0].coding = {}; },
         "– line_not_coded"},
        {"a line without VAT code",
         [](Requisition& r, Actor&, Facts&) { r.lines[1].parts[0].vat_code = ""; },
         "– line_not_coded"},
        {"an ansvar without unit",
         [](Requisition& r, Actor&, Facts&) { r.lines[0].parts[0].unit = {}; }, "– line_not_coded"},
        {"outside agreement, no reason",
         [](Requisition& r, Actor&, Facts&) { r.lines[0].agreement = 0; },
         "– outside_needs_reason"},
        {"nobody has authority", [](Requisition&, Actor&, Facts& f) { f.approvers.clear(); },
         "– nobody_can_approve"},
        {"over, warn",
         [](Requisition&, Actor&, Facts& f) {
             f.over = Money(1);
             f.reason = "";
         },
         "waiting"},
        {"over, stop, no reason",
         [](Requisition&, Actor&, Facts& f) {
             f.over = Money(1);
             f.policy = party::BudgetPolicy::stop;
             f.reason = "";
         },
         "– say_why_over_budget"},
        {"over, stop, reason",
         [](Requisition&, Actor&, Facts& f) {
             f.over = Money(1);
             f.policy = party::BudgetPolicy::stop;
         },
         "waiting"},
        {"over, refuse, reason",
         [](Requisition&, Actor&, Facts& f) {
             f.over = Money(1);
             f.policy = party::BudgetPolicy::refuse;
         },
         "– budget_exceeded"},
        {"not over, refuse",
         [](Requisition&, Actor&, Facts& f) { f.policy = party::BudgetPolicy::refuse; }, "waiting"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        Actor actor = kRequester;
        Facts given = facts();
        Requisition draft = in(State::draft), sent = in(State::waiting);
        row.turn(draft, actor, given);
        CHECK(outcome(draft, Event::submit, actor, given) == row.then);
        row.turn(sent, actor, given);
        CHECK(outcome(sent, Event::change, actor, given) == row.then);
    }
}

TEST_CASE("lifecycle: approval, guard by guard") {
    struct Row {
        const char* what;
        void (*turn)(Requisition&, Actor&, Facts&);
        const char* then;
    };
    const Row rows[] = {
        {"all is well", [](Requisition&, Actor&, Facts&) {}, "approved"},
        {"own purchase", [](Requisition& r, Actor&, Facts&) { r.requester = kTorbjorn; },
         "– approver_must_not_be_requester"},
        {"own, with every permission",
         [](Requisition& r, Actor& a, Facts&) {
             r.requester = kTorbjorn;
             a.permissions.set();
         },
         "– approver_must_not_be_requester"},
        {"no permission", [](Requisition&, Actor& a, Facts&) { a.permissions.reset(); },
         "– actor_lacks_permission"},
        {"no authority", [](Requisition&, Actor&, Facts& f) { f.units[0].authority.reset(); },
         "– no_authority_here"},
        {"exactly the limit", [](Requisition&, Actor&, Facts& f) { f.units[0].authority = f.cost; },
         "approved"},
        {"one øre above",
         [](Requisition&, Actor&, Facts& f) { f.units[0].authority = f.cost - Money(1); },
         "– amount_exceeds_authority"},
        {"over, warn, no reason",
         [](Requisition& r, Actor&, Facts& f) {
             r.over = f.over = Money(1);
             f.reason = "";
         },
         "approved"},
        {"over, stop, no right",
         [](Requisition& r, Actor&, Facts& f) {
             r.over = f.over = Money(1);
             f.policy = party::BudgetPolicy::stop;
         },
         "– override_needed"},
        {"over, stop, right, no reason",
         [](Requisition& r, Actor&, Facts& f) {
             r.over = f.over = Money(1);
             f.policy = party::BudgetPolicy::stop;
             f.may_override = true;
             f.reason = "";
         },
         "– say_why_approve_over"},
        {"over, stop, right and reason",
         [](Requisition& r, Actor&, Facts& f) {
             r.over = f.over = Money(1);
             f.policy = party::BudgetPolicy::stop;
             f.may_override = true;
         },
         "approved"},
        {"was over, money has come",
         [](Requisition& r, Actor&, Facts& f) {
             r.over = Money(1);
             f.policy = party::BudgetPolicy::stop;
         },
         "approved"},
        {"another unit is missing",
         [](Requisition& r, Actor&, Facts& f) {
             r.lines[1].parts[0].unit = kSolhaug;
             f.units.push_back({kSolhaug, "Solhaug"});
         },
         "waiting"},
        {"another unit has said yes",
         [](Requisition& r, Actor&, Facts& f) {
             r.lines[1].parts[0].unit = kSolhaug;
             f.units.push_back({kSolhaug, "Solhaug", {}, true});
         },
         "approved"},
        {"twice",
         [](Requisition&, Actor&, Facts& f) {
             f.units[0].consented = true;
             f.units.push_back({kSolhaug, "Solhaug"});
         },
         "– already_said_yes"},
        {"a line was rejected",
         [](Requisition& r, Actor&, Facts&) { r.lines[0].state = LineState::rejected; },
         "partly_approved"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        Actor actor = kApprover;
        Facts given = facts();
        given.lines.clear();
        Requisition requisition = in(State::waiting);
        row.turn(requisition, actor, given);
        CHECK(outcome(requisition, Event::approve, actor, given) == row.then);
    }
}

TEST_CASE("lifecycle: rejection, guard by guard, and what it leaves") {
    struct Row {
        const char* what;
        void (*turn)(Requisition&, Actor&, Facts&);
        const char* then;
    };
    const Row rows[] = {
        {"one of two", [](Requisition&, Actor&, Facts&) {}, "waiting"},
        {"both", [](Requisition&, Actor&, Facts& f) { f.lines = {LineId{1}, LineId{2}}; },
         "rejected"},
        {"own purchase", [](Requisition& r, Actor&, Facts&) { r.requester = kTorbjorn; },
         "– approver_must_not_be_requester"},
        {"no authority", [](Requisition&, Actor&, Facts& f) { f.units[0].authority.reset(); },
         "– no_authority_here"},
        {"a small limit is enough for a no",
         [](Requisition&, Actor&, Facts& f) { f.units[0].authority = Money(1); }, "waiting"},
        {"another unit's line",
         [](Requisition& r, Actor&, Facts& f) {
             r.lines[0].parts[0].unit = kSolhaug;
             f.units.push_back({kSolhaug, "Solhaug"});
         },
         "– no_authority_here"},
        {"no reason", [](Requisition&, Actor&, Facts& f) { f.reason = ""; }, "– say_why_rejected"},
        {"no line", [](Requisition&, Actor&, Facts& f) { f.lines.clear(); },
         "– line_already_decided"},
        {"a line of another case", [](Requisition&, Actor&, Facts& f) { f.lines = {LineId{99}}; },
         "– line_already_decided"},
        {"twice", [](Requisition& r, Actor&, Facts&) { r.lines[0].state = LineState::rejected; },
         "– line_already_decided"},
        {"the only unit that had not said yes leaves",
         [](Requisition& r, Actor& a, Facts& f) {
             a.user = kGuro;
             r.lines[0].parts[0].unit = kSolhaug;
             f.units = {{kElvetun, "Elvetun", {}, true},
                        {kSolhaug, "Solhaug", kroner(10), false, false}};
         },
         "partly_approved"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        Actor actor = kApprover;
        Facts given = facts();
        Requisition requisition = in(State::waiting);
        row.turn(requisition, actor, given);
        CHECK(outcome(requisition, Event::reject, actor, given) == row.then);
    }
}

TEST_CASE("rules: a split line to the øre, whatever was typed") {
    struct Row {
        const char* what;
        Money net;
        std::vector<rules::TypedShare> typed;
        std::vector<std::int64_t> weights;  // empty: wrong
        Money rest;
    };
    const Row rows[] = {
        {"one row, all", kroner(2'210), {{"", ""}}, {1}, {}},
        {"60 and 40", kroner(2'210), {{"60", ""}, {"40", ""}}, {3, 2}, {}},
        {"60 and the rest", kroner(2'210), {{"60", ""}, {"", ""}}, {3, 2}, {}},
        {"thirds",
         kroner(100),
         {{"33,3333", ""}, {"33,3333", ""}, {"", ""}},
         {333333, 333333, 333334},
         {}},
        {"amounts", kroner(2'210), {{"", "1 326,00"}, {"", "884"}}, {3, 2}, {}},
        {"an amount and the rest", kroner(2'210), {{"", "1 326"}, {"", ""}}, {3, 2}, {}},
        {"60 and 30", kroner(2'210), {{"60", ""}, {"30", ""}}, {}, kroner(221)},
        {"60 and 50", kroner(2'210), {{"60", ""}, {"50", ""}}, {}, kroner(-221)},
        {"two open", kroner(2'210), {{"", ""}, {"", ""}}, {}, kroner(2'210)},
        {"both columns", kroner(2'210), {{"60", "1"}, {"", ""}}, {}, kroner(2'210)},
        {"letters", kroner(2'210), {{"seksti", ""}, {"", ""}}, {}, kroner(2'210)},
        {"below zero", kroner(2'210), {{"-60", ""}, {"", ""}}, {}, kroner(2'210)},
        {"nothing left for the open one", kroner(2'210), {{"100", ""}, {"", ""}}, {}, {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const auto shares = rules::shares(row.net, row.typed);
        CHECK(shares.weights == row.weights);
        CHECK(shares.wrong.empty() == !row.weights.empty());
        CHECK(shares.rest.ore() == row.rest.ore());
    }
    std::vector<Part> thirds(3);
    const auto parts = rules::split(kroner(100), thirds);
    CHECK(parts[0].ore() == 3334);
    CHECK(parts[1].ore() == 3333);
    CHECK(parts[2].ore() == 3333);
}
