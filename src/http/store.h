#pragma once
// The forms that were carried out.
#include <optional>
#include <string>
#include <string_view>

#include "access/actor.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::http {

struct CarriedOut {
    std::string digest;    // of everything that the form said
    std::string location;  // where the answer led
};
std::optional<CarriedOut> carried_out(db::Session& session, std::string_view key, UserId user,
                                      std::string_view path);
void remember(db::Tx& tx, std::string_view key, UserId user, std::string_view path,
              const CarriedOut& what, Instant at);

}  // namespace samkjop::http
