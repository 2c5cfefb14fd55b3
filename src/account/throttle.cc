// How often somebody may try: 5 times per user name, 20 per address, within fifteen minutes.

#include "account/account.h"
#include "account/store.h"
#include "db/db.h"

namespace samkjop::account {
namespace {

constexpr std::int64_t kWindowMs = 15 * 60 * 1000;
constexpr std::size_t kMostPerName = 5;
constexpr std::size_t kMostPerAddress = 20;

// Minutes until the oldest of too many attempts no longer counts.
std::optional<int> wait(const std::vector<Instant>& oldest_first, std::size_t most, Instant now) {
    if (oldest_first.size() < most) return std::nullopt;
    const std::int64_t left = oldest_first.front().milliseconds() + kWindowMs - now.milliseconds();
    return static_cast<int>((left + 59'999) / 60'000);
}

}  // namespace

std::optional<int> begin_attempt(db::Database& database, std::string_view user_name,
                                 std::string_view address, Instant now) {
    const Instant since(now.milliseconds() - kWindowMs);
    return database.writing([&](db::Tx& tx) -> std::optional<int> {
        const auto tried = store::attempts(tx, user_name, address, since);
        if (const auto minutes = wait(tried.by_name, kMostPerName, now)) return minutes;
        if (const auto minutes = wait(tried.by_address, kMostPerAddress, now)) return minutes;
        store::forget_attempts(tx, since);
        store::add_attempt(tx, user_name, address, now);
        tx.commit();
        return std::nullopt;
    });
}

void attempt_succeeded(db::Database& database, std::string_view user_name) {
    database.write([&](db::Tx& tx) {
        store::take_back_attempts(tx, user_name);
        tx.commit();
    });
}

}  // namespace samkjop::account
