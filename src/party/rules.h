#pragma once
// Who may approve how much: pure questions over what store.cc has loaded.

#include <optional>
#include <span>
#include <vector>

#include "party/party.h"

namespace samkjop::party::rules {

// A limit that applies in one unit: it stands there (steps 0) or that many steps above.
struct Holding {
    UserId user;
    int steps = 0;
    Money limit;
    Date valid_from, valid_to;
};

struct Loan {
    UserId lender, substitute;
    std::optional<Money> limit;
    Date valid_from, valid_to;
};

// Everything that decides about one unit.
struct UnitAuthority {
    std::vector<Holding> holdings;
    std::vector<UserId> leaders;  // of the unit, of the one above, …; 0 where there is none
};

std::optional<Money> own_authority(const UnitAuthority&, UserId, Date today);
// Own or lent, whichever is larger. A loan never exceeds what the lender has, is not lent on, and
// does not reach the lender's own purchases (requester = lender).
std::optional<Money> authority(const UnitAuthority&, std::span<const Loan>, UserId, Date today,
                               UserId requester);
// The smallest over the units: one case is approved as a whole.
std::optional<Money> authority(std::span<const UnitAuthority>, std::span<const Loan>, UserId,
                               Date today, UserId requester);
// Leaders first, the nearest first; then those whose limit stands nearest, then the smallest limit
// that is enough; a substitute directly after the lender.
std::vector<UserId> approvers(std::span<const UnitAuthority>, std::span<const Loan>, Money amount,
                              UserId requester, Date today);

// Eleven digits, the last a modulus-11 check digit (weights 5 4 3 2 7 6 5 4 3 2).
bool is_bank_account(std::string_view digits);
// A company abroad goes by its country's two letters and its number there: "SE5566778899".
bool is_foreign_company(std::string_view number);
bool is_user_name(std::string_view);  // 3 to 60 of a-z 0-9 . - _ @
bool is_unit_code(std::string_view);  // 1 to 20 of A-Z a-z 0-9

// What of the settings does not hold; nothing: all does.
std::optional<Refusal> wrong_with(const Settings&);

}  // namespace samkjop::party::rules
