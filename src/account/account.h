#pragma once
// Signing in: passwords, sessions, the throttle.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/result.h"

namespace samkjop::db {
class Database;
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::account {

inline constexpr int kSessionHours = 10;
inline constexpr std::size_t kShortestPassword = 12;
inline constexpr std::string_view kDemoPassword = "Hallingdal-2026";

// The person behind the cookie; nothing where the session has ended or the person is blocked.
std::optional<Actor> who(db::Session& session, std::string_view token, Instant now);

void seen(db::Tx& tx, std::string_view token, Instant now);

// Slow on purpose (80 ms and 64 MiB; two at once): never inside database.write.
std::string hash_password(std::string_view password);
// Nothing to compare with takes just as long, so that nobody learns which names exist.
bool password_holds(const std::optional<std::string>& hash, std::string_view password);
Result<void> judge_new_password(std::string_view password, std::string_view user_name);

// Ends what stands under old_token and makes a new session. Returns the cookie's value.
std::string begin_session(db::Tx& tx, UserId user, Instant now, std::string_view old_token);
void end_session(db::Tx& tx, std::string_view token, Instant now);
void end_other_sessions(db::Tx& tx, UserId user, std::string_view token, Instant now);

// A link to set a password by, shown to the administrator once. What is returned stands in it:
// /velkommen?nokkel=…
inline constexpr int kInvitationDays = 7;
std::string invite(db::Tx& tx, const Actor& actor, UserId user, Instant now);

// Sets a password from outside a request (the command line, the demonstration region).
void set_password(db::Database& database, UserId user, std::string_view password);

// samkjop user add: makes the person with roles in the whole municipality or in the unit.
struct NewUser {
    std::string municipality_number;  // "3322"
    std::string unit_code;            // "3210"
    std::string user_name, name, email;
    std::vector<std::string> roles;  // "requester", or "administrator@" for the whole municipality
    std::string password;
};
Result<UserId> add_user(db::Database& database, const NewUser& user);

// Attempts within fifteen minutes, kept in the database: a restart, or a second process, does not
// give anybody new ones. An attempt counts when it begins, so that many at once do not slip
// through. Minutes to wait, or nothing: then the attempt is counted.
std::optional<int> begin_attempt(db::Database&, std::string_view user_name,
                                 std::string_view address, Instant now);
void attempt_succeeded(db::Database&, std::string_view user_name);

}  // namespace samkjop::account
