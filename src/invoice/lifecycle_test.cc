// docs/lifecycles/invoice.md is the table of states; what the guards ask about is tried below it.
#include "invoice/lifecycle.h"

#include <doctest/doctest.h>

#include "base/golden.h"

using namespace samkjop;
using namespace samkjop::invoice;

namespace {

Actor everybody() {
    Actor out;
    out.user = {7};
    out.permissions.set();
    return out;
}

Circumstances permissive(State state) {
    Circumstances out;
    out.state = state;
    out.certifier = {3};
    out.cost = kroner(9'000);
    out.authority = kroner(10'000);
    out.reason = "Fordi";
    return out;
}

std::string matrix() {
    std::ostringstream out;
    out << "# The life of an invoice\n\nMade by a test from `src/invoice/lifecycle.cc`; do not "
           "edit "
           "it by hand. A dash: the state forbids the event.\n\n| event |";
    for (int state = 0; state < kStates; ++state)
        out << ' ' << name(static_cast<State>(state)) << " |";
    out << "\n|---|";
    for (int state = 0; state < kStates; ++state) out << "---|";
    out << '\n';
    for (int event = 0; event < kEvents; ++event) {
        out << "| " << name(static_cast<Event>(event)) << " |";
        for (int state = 0; state < kStates; ++state) {
            const auto step = decide(permissive(static_cast<State>(state)),
                                     static_cast<Event>(event), everybody());
            out << ' ' << (step ? std::string(name(step->to)) : "–") << " |";
        }
        out << '\n';
    }
    out << "\n`agrees`, `waits`, `deviates`, `no_order` and `settle` are the program's own; the "
           "others are a person's.\n";
    return out.str();
}

}  // namespace

TEST_CASE("invoice lifecycle: docs/lifecycles/invoice.md is the table") {
    CHECK(testing::kept_in_docs("lifecycles/invoice.md", matrix()) == matrix());
}

TEST_CASE("invoice lifecycle: two people, authority, and never one's own order") {
    const auto refused = [](const Circumstances& given) {
        const auto step = decide(given, Event::authorise, everybody());
        return step ? std::string("(went through)") : std::string(step.error().name());
    };
    Circumstances given = permissive(State::certified);
    CHECK(refused(given) == "(went through)");
    given.certifier = everybody().user;
    CHECK(refused(given) == "invoice.same_person");
    given = permissive(State::certified);
    given.requesters = {{4}, everybody().user};
    CHECK(refused(given) == "invoice.own_order");
    given = permissive(State::certified);
    given.authority = kroner(8'999);
    CHECK(refused(given) == "invoice.authority_too_small");
    given.cost = -given.cost;  // a credit note is weighed by its size
    CHECK(refused(given) == "invoice.authority_too_small");
    given.authority.reset();
    CHECK(refused(given) == "invoice.no_authority");
}
