#pragma once
// When goods can be received on an order, and when a receipt can be taken back. Pure.
#include "receipt/receipt.h"

namespace samkjop::receipt {

enum class Event : std::uint8_t { receive, undo };

struct Facts {
    bool already_undone = false;
    bool is_undoing = false;  // the receipt itself takes another one back
    bool has_reason = true;
};
// Whether this may happen now, or why not.
Result<void> decide(order::State state, Event event, const Actor& actor, const Facts& facts);

// What was typed about one line, checked against the line.
Result<void> check(const order::Line& ordered, const Line& counted);
// Everything that is still expected.
std::vector<Line> all_outstanding(const order::Order& order);
// "50 esker Undersøkelseshanske, nitril, M" … joined, for the trail and the confirmation.
std::string in_words(const order::Order& order, std::span<const Line> lines, Language language);

}  // namespace samkjop::receipt
