// The whole matrix of the order's states and events is a golden file: a change of it is read in
// review. SAMKJOP_REBASELINE=1 writes it anew.
#include "order/lifecycle.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "order/rules.h"
#include "order/texts.h"

using namespace samkjop;
using namespace samkjop::order;

namespace {

Actor everybody() {
    Actor out;
    out.user = {7};
    out.permissions.set();
    return out;
}

Facts permissive() {
    Facts out;
    out.authority = kroner(10'000);
    out.amount = kroner(9'000);
    return out;
}

std::string matrix() {
    std::ostringstream out;
    out << "# The life of an order\n\nMade by a test from `src/order/lifecycle.cc`; do not edit it "
           "by hand."
           " A dash: the state forbids the event.\n\n| event |";
    for (int state = 0; state < kStates; ++state)
        out << ' ' << name(static_cast<State>(state)) << " |";
    out << "\n|---|";
    for (int state = 0; state < kStates; ++state) out << "---|";
    out << '\n';
    for (int event = 0; event < kEvents; ++event) {
        out << "| " << name(static_cast<Event>(event)) << " |";
        for (int state = 0; state < kStates; ++state) {
            const auto to = decide(static_cast<State>(state), State::noted,
                                   static_cast<Event>(event), everybody(), permissive());
            out << ' ' << (to ? std::string(name(*to)) : "–") << " |";
        }
        out << '\n';
    }
    out << "\n`reject_change` leads back to where the order was before it waited (here: noted).\n";
    return out.str();
}

std::filesystem::path golden() {
    return std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "docs" /
           "lifecycles" / "order.md";
}

std::string_view refused(const Result<State>& result) {
    return result ? std::string_view("(went through)") : result.error().name();
}

Line line_of(int quantity, Decimal price) {
    Line out;
    out.quantity = out.ordered_quantity = Decimal::whole(quantity);
    out.price = out.ordered_price = price;
    out.unit = "XBX";
    return out;
}

}  // namespace

TEST_CASE("order lifecycle: docs/lifecycles/order.md is the table") {
    const auto file = golden();
    const std::string now = matrix();
    if (std::getenv("SAMKJOP_REBASELINE") != nullptr) {
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << now;
    }
    std::ifstream in(file);
    std::ostringstream stored;
    stored << in.rdbuf();
    CHECK(stored.str() == now);
}

TEST_CASE("order lifecycle: who, how much, and with what reason") {
    const auto asked = [](State state, Event event, const Facts& facts,
                          const Actor& actor = everybody()) {
        return refused(decide(state, State::sent, event, actor, facts));
    };
    Facts facts = permissive();
    facts.is_requester = true;
    CHECK(asked(State::change_waits, Event::approve_change, facts) ==
          "order.approver_must_not_be_requester");
    CHECK(asked(State::change_waits, Event::reject_change, facts) ==
          "order.approver_must_not_be_requester");
    facts = permissive();
    facts.amount = kroner(10'001);
    CHECK(asked(State::change_waits, Event::approve_change, facts) ==
          "order.amount_exceeds_authority");
    CHECK(asked(State::change_waits, Event::reject_change, facts) == "(went through)");
    facts.authority.reset();
    CHECK(asked(State::change_waits, Event::approve_change, facts) == "order.no_authority_here");
    facts = permissive();
    facts.nothing_came = false;
    CHECK(asked(State::confirmed, Event::cancel, facts) == "order.something_came");
    CHECK(asked(State::sent, Event::reject, facts) == "order.something_came");
    facts = permissive();
    facts.has_reason = false;
    for (const Event event : {Event::cancel, Event::change, Event::close_rest}) {
        CHECK(asked(State::confirmed, event, facts) == "order.reason_missing");
    }
    Actor reader = everybody();
    reader.permissions.reset();
    CHECK(asked(State::to_send, Event::mark_sent, permissive(), reader) == "order.not_permitted");
    CHECK(asked(State::sent, Event::confirm, permissive(), reader) == "(went through)");
    CHECK(asked(State::cancelled, Event::confirm, permissive()) == "order.state_forbids_event");
}

TEST_CASE("order rules: numbers, prices per unit, sums and words") {
    CHECK(short_name("Nes") == "NES");
    CHECK(short_name("Flå") == "FLA");
    CHECK(short_name("Ål") == "AL");
    CHECK(short_name("Nord-Aurdal") == "NORDAURDAL");
    CHECK(short_name("") == "KOMMUNE");
    CHECK(order_number("NES", 2026, 123) == "NES-2026-000123");
    CHECK(order_number("NES", 2026, 1'234'567) == "NES-2026-1234567");
    CHECK(per_unit(Decimal::whole(100), Decimal::whole(3)) == Decimal(33'333'333, 6));
    CHECK(per_unit(Decimal(12'50, 2), Decimal::whole(1)) == Decimal(125, 1));
    CHECK(quantity_words(Decimal::whole(1), "XBX", Language::nb) == "1 eske");
    CHECK(quantity_words(Decimal(25, 1), "KGM", Language::en) == "2,5 kg");
    CHECK(quantity_words(Decimal::whole(2), "ZZ", Language::nn) == "2 ZZ");

    std::vector<Line> lines = {line_of(10, Decimal::whole(100)), line_of(5, Decimal::whole(20))};
    CHECK(total(lines) == kroner(1'100));
    lines[0].closed = true;
    lines[0].received = Decimal::whole(4);
    CHECK(total(lines) == kroner(500));
    CHECK(lines[0].outstanding() == Decimal());
    lines[1].answer = Answer::rejected;
    CHECK(total(lines) == kroner(400));
    CHECK(all_done(lines, true));
    lines[1].answer = Answer::changed;
    lines[1].invoiced = Decimal::whole(5);
    CHECK(!all_done(lines, true));
    CHECK(all_done(lines, false));
}
