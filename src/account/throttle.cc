// How often somebody may try: 5 times per user name, 20 per address, within fifteen minutes.

#include "account/account.h"

namespace samkjop::account {
namespace {

constexpr std::int64_t kWindowMs = 15 * 60 * 1000;
constexpr std::size_t kMostPerName = 5;
constexpr std::size_t kMostPerAddress = 20;
constexpr std::size_t kMostKeys = 20'000;

void drop_old(std::vector<Instant>& times, Instant now) {
    std::erase_if(times,
                  [&](Instant at) { return now.milliseconds() - at.milliseconds() >= kWindowMs; });
}

}  // namespace

std::optional<int> Throttle::wait(Times& times, std::string_view key, std::size_t most,
                                  Instant now) {
    const auto found = times.find(key);
    if (found == times.end()) return std::nullopt;
    drop_old(found->second, now);
    if (found->second.size() < most) return std::nullopt;
    const std::int64_t left = found->second.front().milliseconds() + kWindowMs - now.milliseconds();
    return static_cast<int>((left + 59'999) / 60'000);
}

std::optional<int> Throttle::begin(std::string_view user_name, std::string_view address,
                                   Instant now) {
    const std::lock_guard lock(mutex_);
    if (const auto minutes = wait(by_name_, user_name, kMostPerName, now)) return minutes;
    if (const auto minutes = wait(by_address_, address, kMostPerAddress, now)) return minutes;
    if (by_name_.size() + by_address_.size() > kMostKeys) forget_old(now);
    by_name_[std::string(user_name)].push_back(now);
    by_address_[std::string(address)].push_back(now);
    return std::nullopt;
}

void Throttle::succeeded(std::string_view user_name, std::string_view address) {
    const std::lock_guard lock(mutex_);
    if (const auto found = by_name_.find(user_name); found != by_name_.end()) by_name_.erase(found);
    const auto found = by_address_.find(address);
    if (found == by_address_.end()) return;
    found->second.pop_back();
    if (found->second.empty()) by_address_.erase(found);
}

void Throttle::forget_old(Instant now) {
    for (Times* times : {&by_name_, &by_address_}) {
        std::erase_if(*times, [&](const auto& entry) {
            return now.milliseconds() - entry.second.back().milliseconds() >= kWindowMs;
        });
    }
}

}  // namespace samkjop::account
