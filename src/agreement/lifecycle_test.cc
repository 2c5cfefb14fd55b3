// The whole matrix of the agreement's states and events is a golden file: a change of it is read in
// review. SAMKJOP_REBASELINE=1 writes it anew.
#include "agreement/lifecycle.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace samkjop;
using namespace samkjop::agreement;

namespace {

const Date kToday(2026, 11, 20);

Actor coordinator() {
    Actor out;
    out.user = {7};
    out.permissions.set(static_cast<std::size_t>(Permission::coordinate));
    return out;
}

// One for which every guard is content.
Agreement willing(State state) {
    Agreement out;
    out.state = state;
    out.valid_from = Date(2026, 1, 1);
    out.valid_to = Date(2026, 11, 30);
    out.decided_on = Date(2025, 11, 1);
    out.decision = "Sak 1/25";
    Member nes;
    nes.municipality = {1};
    nes.name = "Nes";
    nes.decided_on = Date(2025, 11, 1);
    nes.reference = "Sak 2/25";
    out.members = {nes};
    out.option_list = {{1, 1, Date(2027, 11, 30), Date(2026, 11, 25), {}, ""}};
    return out;
}

Particulars said() { return {kToday, "Sak 9/26", "Leverandøren leverer ikke", kToday}; }

Result<State> asked(const Agreement& agreement, Event event, const Particulars& words = said(),
                    const Actor& actor = coordinator(), bool is_manager = false) {
    return decide(actor, event, {&agreement, words, is_manager});
}

std::string_view refused(const Result<State>& result) {
    return result ? std::string_view("(went through)") : result.error().name();
}

std::string matrix() {
    std::ostringstream out;
    out << "# The life of an agreement\n\nMade by a test from `src/agreement/lifecycle.cc`; do not "
           "edit it by hand. A dash: the state forbids the event.\n\n| event | who |";
    for (int state = 0; state < kStates; ++state)
        out << ' ' << name(static_cast<State>(state)) << " |";
    out << "\n|---|---|";
    for (int state = 0; state < kStates; ++state) out << "---|";
    out << '\n';
    for (int event = 0; event < kEvents; ++event) {
        const auto which = static_cast<Event>(event);
        const char* who = "";
        for (const Transition& row : lifecycle()) {
            if (row.event != which) continue;
            who = row.who == Who::coordinator   ? "coordinator"
                  : row.who == Who::manager_too ? "coordinator, manager"
                                                : "the clock";
        }
        out << "| " << name(which) << " | " << who << " |";
        for (int state = 0; state < kStates; ++state) {
            Agreement agreement = willing(static_cast<State>(state));
            Particulars words = said();
            const bool by_clock = which == Event::expire;
            if (by_clock) words.today = Date(2026, 12, 1);
            const auto to =
                asked(agreement, which, words, by_clock ? Actor::system() : coordinator());
            out << ' ' << (to ? std::string(name(*to)) : "–") << " |";
        }
        out << '\n';
    }
    out << "\nWhat each requires:\n\n"
           "- decide: at least one municipality has joined; a reference; a day that has come.\n"
           "- reconsider, discard: a reason.\n"
           "- sign: the agreement's decision, and the decision of every municipality that has "
           "joined; signed on or after the day of the decision.\n"
           "- use_option: an option that is not used, before its deadline, and a decision.\n"
           "- expire: the last day has passed.\n"
           "- terminate: a last day within the period, a decision, and a reason.\n";
    return out.str();
}

std::filesystem::path golden() {
    return std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "docs" /
           "lifecycles" / "agreement.md";
}

}  // namespace

TEST_CASE("agreement lifecycle: docs/lifecycles/agreement.md is the table") {
    const std::string now = matrix();
    if (std::getenv("SAMKJOP_REBASELINE") != nullptr) std::ofstream(golden()) << now;
    std::ifstream in(golden());
    std::ostringstream stored;
    stored << in.rdbuf();
    CHECK(stored.str() == now);
}

TEST_CASE("agreement lifecycle: nothing is signed without the decisions it rests on") {
    Agreement agreement = willing(State::decided);
    CHECK(refused(asked(agreement, Event::sign)) == "(went through)");
    agreement.decision.clear();
    CHECK(refused(asked(agreement, Event::sign)) == "agreement.decision_missing");
    agreement = willing(State::decided);
    agreement.members[0].reference.clear();
    CHECK(refused(asked(agreement, Event::sign)) == "agreement.member_not_decided");
    agreement = willing(State::decided);
    agreement.decided_on = kToday;
    Particulars early = said();
    early.on = kToday - 1;
    CHECK(refused(asked(agreement, Event::sign, early)) == "agreement.signed_before_decided");
    early.on = kToday + 1;
    CHECK(refused(asked(agreement, Event::sign, early)) == "agreement.day_not_come");
    CHECK(refused(asked(willing(State::draft), Event::sign)) == "agreement.not_now");
}

TEST_CASE("agreement lifecycle: what each step requires") {
    Particulars words = said();
    words.reference.clear();
    CHECK(refused(asked(willing(State::draft), Event::decide, words)) ==
          "agreement.decision_missing");
    Agreement lonely = willing(State::draft);
    lonely.members.clear();
    CHECK(refused(asked(lonely, Event::decide)) == "agreement.nobody_has_joined");
    Agreement late = willing(State::in_force);
    late.option_list[0].deadline = kToday - 1;
    CHECK(refused(asked(late, Event::use_option)) == "agreement.option_too_late");
    late.option_list[0].used_on = Date(2026, 5, 1);
    CHECK(refused(asked(late, Event::use_option)) == "agreement.no_option_left");
    CHECK(refused(asked(willing(State::in_force), Event::use_option, words)) ==
          "agreement.decision_missing");
    words = said();
    words.on = Date(2027, 1, 1);
    CHECK(refused(asked(willing(State::in_force), Event::terminate, words)) ==
          "agreement.last_day_outside");
    words = said();
    words.reason.clear();
    CHECK(refused(asked(willing(State::in_force), Event::terminate, words)) ==
          "agreement.reason_missing");
    CHECK(refused(asked(willing(State::in_force), Event::expire, said(), Actor::system())) ==
          "agreement.time_not_out");
}

TEST_CASE("agreement lifecycle: who may") {
    Actor reader;
    reader.user = {8};
    reader.permissions.set(static_cast<std::size_t>(Permission::search_catalogue));
    for (int event = 0; event < kEvents; ++event) {
        for (int state = 0; state < kStates; ++state) {
            const auto done = asked(willing(static_cast<State>(state)), static_cast<Event>(event),
                                    said(), reader);
            CHECK_FALSE(done);
        }
    }
    // An agreement's manager may use its option and nothing else.
    CHECK(asked(willing(State::in_force), Event::use_option, said(), reader, true));
    CHECK(refused(asked(willing(State::in_force), Event::terminate, said(), reader, true)) ==
          "agreement.not_yours");
    // The clock is nobody's button, and signs nothing.
    CHECK(refused(asked(willing(State::decided), Event::sign, said(), Actor::system())) ==
          "agreement.not_yours");
    Particulars later = said();
    later.today = Date(2026, 12, 1);
    CHECK(refused(asked(willing(State::in_force), Event::expire, later)) == "agreement.not_yours");
}
