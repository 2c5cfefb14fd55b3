// The whole matrix of a document's states and events is a golden file: a change of it is read in
// review. SAMKJOP_REBASELINE=1 writes it anew.
#include "gateway/lifecycle.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gateway/rules.h"

using namespace samkjop;
using namespace samkjop::gateway;

namespace {

// Read from left to right: in, then out.
constexpr State kColumns[] = {State::received,    State::judged,    State::filed,
                              State::quarantined, State::discarded, State::duplicate,
                              State::queued,      State::sent,      State::acknowledged,
                              State::failed,      State::given_up};
static_assert(std::size(kColumns) == kStates);

Actor somebody(bool may) {
    Actor out;
    out.user = {7};
    out.permissions.set(static_cast<std::size_t>(Permission::operate_gateway), may);
    return out;
}

std::string cell(State from, Event event) {
    const auto to = decide(from, event, somebody(true), {.has_reason = true});
    if (!to) return "–";
    std::string out(name(*to));
    const auto bare = decide(from, event, somebody(false), {});
    if (!bare) out += bare.error().name() == "gateway.not_permitted" ? " ¹" : " ?";
    if (!decide(from, event, somebody(true), {})) out += "²";
    return out;
}

std::string matrix() {
    std::ostringstream out;
    out << "# The life of a document\n\nMade by a test from `src/gateway/lifecycle.cc`; do not "
           "edit "
           "it by hand. A dash: the state forbids the event.\n\n| event |";
    for (const State state : kColumns) out << ' ' << name(state) << " |";
    out << "\n|---|";
    for ([[maybe_unused]] const State state : kColumns) out << "---|";
    out << '\n';
    for (int event = 0; event < kEvents; ++event) {
        out << "| " << name(static_cast<Event>(event)) << " |";
        for (const State state : kColumns)
            out << ' ' << cell(state, static_cast<Event>(event)) << " |";
        out << '\n';
    }
    out << "\n¹ Only who looks after documents. ² Only with a reason.\n\nAn attempt that fails is "
           "followed by a pause of";
    for (int attempt = 1; pause_ms(attempt); ++attempt)
        out << (attempt > 1 ? ", " : " ") << *pause_ms(attempt) / 60'000;
    out << " minutes; after attempt " << kMostAttempts << " a person gets it.\n";
    return out.str();
}

}  // namespace

TEST_CASE("document lifecycle: docs/lifecycles/document.md is the table") {
    const auto file = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() /
                      "docs" / "lifecycles" / "document.md";
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

TEST_CASE("document lifecycle: pauses grow, and end with a person") {
    CHECK(!pause_ms(0));
    CHECK(!pause_ms(kMostAttempts));
    for (int attempt = 2; attempt < kMostAttempts; ++attempt)
        CHECK(*pause_ms(attempt) > *pause_ms(attempt - 1));
}

TEST_CASE("document lifecycle: every state but the last ones can be left") {
    for (const State state : kColumns) {
        bool leaves = false;
        for (int event = 0; event < kEvents; ++event)
            leaves = leaves || next(state, static_cast<Event>(event)).has_value();
        const bool last =
            state == State::filed || state == State::discarded || state == State::duplicate;
        CAPTURE(name(state));
        CHECK(leaves != last);
    }
}

TEST_CASE("document rules: names of files, numbers of transmissions, how long it is kept") {
    CHECK(safe_file_name("../../etc/passwd") == "_._.._etc_passwd");
    CHECK(safe_file_name("") == "dokument");
    CHECK(uuid().size() == 36);
    CHECK(kept_until(ubl::DocumentType::invoice, Date(2026, 1, 1)) == Date(2031, 12, 31));
    CHECK(kept_until(ubl::DocumentType::creditnote, Date(2026, 12, 31)) == Date(2031, 12, 31));
    CHECK(!kept_until(ubl::DocumentType::order, Date(2026, 1, 1)));
}
