// All SQL of the form keys. A key is kept for a week: longer than any page stays open on purpose.

#include "http/store.h"

#include "db/db.h"

namespace samkjop::http {

std::optional<CarriedOut> carried_out(db::Session& session, std::string_view key, UserId user,
                                      std::string_view path) {
    return session.one(
        "SELECT digest, location FROM form_key WHERE key = $1 AND user_id = $2 AND path = $3",
        [](const db::Row& row) {
            return CarriedOut{row.get<std::string>(0), row.get<std::string>(1)};
        },
        key, user, path);
}

void remember(db::Tx& tx, std::string_view key, UserId user, std::string_view path,
              const CarriedOut& what, Instant at) {
    constexpr std::int64_t week_ms = std::int64_t{7} * 24 * 3600 * 1000;
    tx->run("DELETE FROM form_key WHERE at < $1", Instant(at.milliseconds() - week_ms));
    tx->run(
        "INSERT INTO form_key (key, user_id, path, digest, location, at) VALUES ($1, $2, $3, $4, "
        "$5, $6)",
        key, user, path, what.digest, what.location, at);
}

}  // namespace samkjop::http
