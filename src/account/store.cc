// All SQL of the sessions.

#include "account/account.h"
#include "account/texts.h"
#include "base/crypto.h"
#include "db/db.h"
#include "party/party.h"

namespace samkjop::account {

std::optional<Actor> who(db::Session& session, std::string_view token, Instant now) {
    const auto user = session.value<UserId>(
        "SELECT user_id FROM session WHERE token_hash = $1 AND ended IS NULL AND expires > $2",
        sha256_hex(token), now);
    if (!user) return std::nullopt;
    return party::actor(session, *user, now.oslo_date());
}

void seen(db::Tx& tx, std::string_view token, Instant now) {
    tx->run("UPDATE session SET last_seen = $2 WHERE token_hash = $1 AND ended IS NULL",
            sha256_hex(token), now);
}

std::string begin_session(db::Tx& tx, UserId user, Instant now, std::string_view old_token) {
    if (!old_token.empty()) end_session(tx, old_token, now);
    const std::string token = random_token();
    const Instant expires(now.milliseconds() + std::int64_t{kSessionHours} * 3600 * 1000);
    tx->run(
        "INSERT INTO session (token_hash, user_id, created, last_seen, expires)"
        " VALUES ($1, $2, $3, $3, $4)",
        sha256_hex(token), user, now, expires);
    return token;
}

void end_session(db::Tx& tx, std::string_view token, Instant now) {
    tx->run("UPDATE session SET ended = $2, last_seen = $2 WHERE token_hash = $1 AND ended IS NULL",
            sha256_hex(token), now);
}

void end_other_sessions(db::Tx& tx, UserId user, std::string_view token, Instant now) {
    tx->run(
        "UPDATE session SET ended = $3 WHERE user_id = $1 AND token_hash <> $2 AND ended IS NULL",
        user, sha256_hex(token), now);
}

void set_password(db::Database& database, UserId user, std::string_view password) {
    const std::string hash = hash_password(password);
    database.write([&](db::Tx& tx) {
        party::set_password_hash(tx, user, hash);
        tx.commit();
    });
}

Result<UserId> add_user(db::Database& database, const NewUser& user) {
    if (!user.password.empty()) TRY(judge_new_password(user.password, user.user_name));
    const std::string hash = user.password.empty() ? "" : hash_password(user.password);
    return database.writing([&](db::Tx& tx) -> Result<UserId> {
        const auto municipality = party::municipality_by_number(tx, user.municipality_number);
        if (!municipality)
            return refuse(text::unknown_municipality, {{"number", user.municipality_number}});
        const auto unit = party::unit_by_code(tx, municipality->id, user.unit_code);
        if (!unit) return refuse(text::unknown_unit, {{"code", user.unit_code}});
        party::Person person;
        person.municipality = municipality->id;
        person.unit = unit->id;
        person.user_name = user.user_name;
        person.name = user.name;
        person.email = user.email;
        person.language = municipality->language;
        for (const std::string& word : user.roles) {
            const auto at = word.find('@');
            const auto role = party::role_from(word.substr(0, at));
            if (!role) return refuse(text::unknown_role, {{"role", word}});
            person.grants.push_back({*role, at == word.npos ? unit->id : UnitId{}});
        }
        const UserId id =
            TRY(party::create_person(tx, Actor::system(municipality->id), clock_now(), person));
        if (!hash.empty()) party::set_password_hash(tx, id, hash);
        tx.commit();
        return id;
    });
}

}  // namespace samkjop::account
