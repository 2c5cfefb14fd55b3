// All SQL of the sessions, the invitations and the attempts to sign in.

#include "account/store.h"

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

namespace store {

void end_invitations(db::Tx& tx, UserId user, Instant now) {
    tx->run("UPDATE invitation SET used = $2 WHERE user_id = $1 AND used IS NULL", user, now);
}

void add_invitation(db::Tx& tx, UserId user, std::string_view token, Instant now, Instant expires) {
    tx->run(
        "INSERT INTO invitation (token_hash, user_id, created, expires) VALUES ($1, $2, $3, $4)",
        sha256_hex(token), user, now, expires);
}

std::optional<UserId> invited(db::Session& session, std::string_view token, Instant now) {
    return session.value<UserId>(
        "SELECT user_id FROM invitation WHERE token_hash = $1 AND used IS NULL AND expires > $2",
        sha256_hex(token), now);
}

Attempts attempts(db::Tx& tx, std::string_view user_name, std::string_view address, Instant since) {
    const auto at = [](const db::Row& row) { return row.get<Instant>(0); };
    return {tx->list("SELECT at FROM sign_in_attempt WHERE name_hash = $1 AND at > $2 ORDER BY at",
                     at, sha256_hex(user_name), since),
            tx->list("SELECT at FROM sign_in_attempt WHERE address = $1 AND at > $2 ORDER BY at",
                     at, address, since)};
}

void add_attempt(db::Tx& tx, std::string_view user_name, std::string_view address, Instant now) {
    tx->run("INSERT INTO sign_in_attempt (name_hash, address, at) VALUES ($1, $2, $3)",
            sha256_hex(user_name), address, now);
}

void take_back_attempts(db::Tx& tx, std::string_view user_name) {
    tx->run("DELETE FROM sign_in_attempt WHERE name_hash = $1", sha256_hex(user_name));
}

void forget_attempts(db::Tx& tx, Instant before) {
    tx->run("DELETE FROM sign_in_attempt WHERE at <= $1", before);
}

}  // namespace store

}  // namespace samkjop::account
