#pragma once
// The ways in which a line may be read against a price list: which day, which list, which unit,
// which step; and what each of them makes it cost.
#include <span>

#include "control/rules.h"

namespace samkjop::control {

struct Days {  // when the order may have been placed
    Date earliest, likely, latest;
};
Days days_of(const Document& document);

struct Usable {
    const catalogue::Terms* terms = nullptr;
    bool likely = false;  // holds on the likeliest day
    bool named = false;   // on the agreement that the document names
};
struct Reading {
    const catalogue::Terms* terms = nullptr;
    Ratio factor;       // ordered units in one invoiced unit
    Fine expected;      // what the line would cost
    Fine without_step;  // … at the price of the smallest quantity
};
struct Readings {
    std::optional<Reading> likely, kindest;
    Doubt doubt = Doubt::none;  // what makes the kindest another than the likeliest
};
// together: what the document has of the same goods, for the steps.
Readings readings_of(const Line& line, std::span<const Usable> usable, Decimal together);

// What is charged beyond the reading, when no rounding explains it; else nothing.
Fine beyond(const Line& line, Money charged, const Reading& reading);

}  // namespace samkjop::control
