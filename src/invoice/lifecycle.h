#pragma once
// The states of an invoice and what moves it between them. The table is the rule; pages ask it what
// they may offer, and the steps ask it before they do anything.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "invoice/invoice.h"

namespace samkjop::invoice {

enum class Event : std::uint8_t {
    agrees,           // matched, within tolerance
    waits,            // matched, but goods are missing
    deviates,         // matched, with differences
    no_order,         // nothing to match with
    code,             // lines without order are coded, or coded anew
    accept,           // the difference is accepted, with a reason
    certify,          // attestere
    authorise,        // anvise
    send_back,        // the authoriser wants the certifier to look again, with a reason
    ask_credit_note,  // the supplier is asked for a credit note
    refuse,           // the whole invoice goes back to the supplier, with a reason
    answer,           // credit note: a person says what it is for
    settle,           // credit note: it answers a refused invoice
    export_,          // goes into a file to the finance system
    reject,           // the finance system would not have it
    release,          // accounts have put right what the finance system would not have
    post,             // the finance system has booked it
};
inline constexpr int kEvents = 17;
std::string_view name(Event event);

enum class Guard : std::uint8_t { none, reason, certifier, authoriser };
enum class Posts : std::uint8_t { nothing, invoice, recode, refuse_invoice, posted };

struct Step {
    State from;
    Event event;
    State to;
    Permission permission;
    Guard guard = Guard::none;
    Posts posts = Posts::nothing;
};
std::span<const Step> steps();

// What the guards must know, gathered before.
struct Circumstances {
    State state = State::received;
    UserId certifier;                // who certified, if anybody has
    std::vector<UserId> requesters;  // who ordered what is invoiced
    Money cost;                      // what the authoriser answers for
    std::optional<Money> authority;  // what this person may authorise here today
    std::string_view reason;
};
Result<Step> decide(const Circumstances& circumstances, Event event, const Actor& actor);
// Without a reason yet: what a page may offer this person. The refusal says why not.
bool possible(const Circumstances& circumstances, Event event, const Actor& actor);

}  // namespace samkjop::invoice
