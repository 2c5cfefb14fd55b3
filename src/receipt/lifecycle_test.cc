// docs/lifecycles/receipt.md: every state of the order × what may happen with a receipt.
#include "receipt/lifecycle.h"

#include <doctest/doctest.h>

#include "base/golden.h"

using namespace samkjop;
using namespace samkjop::receipt;

namespace {

Actor receiver(bool may) {
    Actor out;
    out.user = {7};
    if (may) out.permissions |= permissions_of(Role::receiver);
    return out;
}

std::string said(order::State state, Event event, const Facts& facts, bool may = true) {
    const auto done = decide(state, event, receiver(may), facts);
    return done ? "yes" : std::string(done.error().name().substr(std::string("receipt.").size()));
}

std::string matrix() {
    struct Case {
        const char* what;
        Event event;
        Facts facts;
        bool may = true;
    };
    const Case cases[] = {{"receive", Event::receive, {}},
                          {"receive, not a receiver", Event::receive, {}, false},
                          {"undo", Event::undo, {}},
                          {"undo, without a reason", Event::undo, {.has_reason = false}},
                          {"undo, undone before", Event::undo, {.already_undone = true}},
                          {"undo what undoes another", Event::undo, {.is_undoing = true}}};
    std::ostringstream out;
    out << "# The life of a receipt\n\nMade by a test from `src/receipt/lifecycle.cc`; do not edit "
           "it by hand. A receipt has no states of its own: it stands, or another one takes it "
           "back. What may happen follows the order's state.\n\n| order |";
    for (const Case& one : cases) out << ' ' << one.what << " |";
    out << "\n|---|---|---|---|---|---|---|\n";
    for (int state = 0; state < order::kStates; ++state) {
        out << "| " << order::name(static_cast<order::State>(state)) << " |";
        for (const Case& one : cases)
            out << ' ' << said(static_cast<order::State>(state), one.event, one.facts, one.may)
                << " |";
        out << '\n';
    }
    return out.str();
}

}  // namespace

TEST_CASE("receipt lifecycle: docs/lifecycles/receipt.md is the table") {
    CHECK(testing::kept_in_docs("lifecycles/receipt.md", matrix()) == matrix());
}
