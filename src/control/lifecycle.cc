// draft → sent → recovered; beside it disputed, withdrawn and written off. Only credit notes
// recover a claim: no person says that the money has come.

#include "control/lifecycle.h"

#include <array>

#include "control/texts.h"

namespace samkjop::control {
namespace {

struct Row {
    ClaimState from;
    Event event;
    ClaimState to;
};
using enum ClaimState;
constexpr std::array kTable = {
    Row{draft, Event::send, sent},
    Row{draft, Event::withdraw, withdrawn},
    Row{sent, Event::remind, sent},
    Row{sent, Event::disagree, disputed},
    Row{sent, Event::credit, sent},
    Row{sent, Event::settle, recovered},
    Row{sent, Event::withdraw, withdrawn},
    Row{sent, Event::write_off, written_off},
    Row{disputed, Event::insist, sent},
    Row{disputed, Event::credit, disputed},
    Row{disputed, Event::settle, recovered},
    Row{disputed, Event::withdraw, withdrawn},
    Row{disputed, Event::write_off, written_off},
};

bool needs_reason(Event event) {
    return event == Event::disagree || event == Event::withdraw || event == Event::write_off;
}

}  // namespace

Result<ClaimState> decide(ClaimState state, Event event, const Circumstances& circumstances) {
    const bool by_credit_note = event == Event::credit || event == Event::settle;
    for (const Row& row : kTable) {
        if (row.from != state || row.event != event) continue;
        if (!circumstances.may_act || by_credit_note != circumstances.by_system)
            return refuse(text::not_permitted);
        if (needs_reason(event) && !circumstances.has_reason)
            return refuse(text::reason_missing, {}, "grunn");
        if (event == Event::send && !circumstances.has_findings)
            return refuse(text::nothing_to_claim);
        if (event == Event::remind && !circumstances.overdue) return refuse(text::not_due_yet);
        return row.to;
    }
    return refuse(text::state_forbids);
}

std::string_view name(ClaimState state) {
    static constexpr std::array<std::string_view, kClaimStates> kNames = {
        "draft", "sent", "disputed", "recovered", "withdrawn", "written_off"};
    return kNames[static_cast<std::size_t>(state)];
}

std::string_view name(Event event) {
    static constexpr std::array<std::string_view, kEvents> kNames = {
        "send", "remind", "disagree", "insist", "credit", "settle", "withdraw", "write_off"};
    return kNames[static_cast<std::size_t>(event)];
}

}  // namespace samkjop::control
