#pragma once
// What the database holds of sessions, invitations and attempts. Only store.cc names the tables.
#include "account/account.h"
#include "db/db.h"
#include "party/party.h"

namespace samkjop::account::store {

void end_invitations(db::Tx&, UserId, Instant now);
void add_invitation(db::Tx&, UserId, std::string_view token, Instant now, Instant expires);
// Whom the link still works for.
std::optional<UserId> invited(db::Session&, std::string_view token, Instant now);

struct Attempts {
    std::vector<Instant> by_name, by_address;  // oldest first
};
Attempts attempts(db::Tx&, std::string_view user_name, std::string_view address, Instant since);
void add_attempt(db::Tx&, std::string_view user_name, std::string_view address, Instant now);
// Who came in has used up nothing; what the address tried with other names still counts.
void take_back_attempts(db::Tx&, std::string_view user_name);
void forget_attempts(db::Tx&, Instant before);

}  // namespace samkjop::account::store
