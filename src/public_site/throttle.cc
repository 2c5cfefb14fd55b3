#include "public_site/throttle.h"

namespace samkjop::public_site {
namespace {

void drop_old(std::vector<Instant>& times, Instant now) {
    std::erase_if(times, [&](Instant at) {
        return now.milliseconds() - at.milliseconds() >= Throttle::kWindowMs;
    });
}

int minutes_until(Instant oldest, Instant now) {
    const std::int64_t left = oldest.milliseconds() + Throttle::kWindowMs - now.milliseconds();
    return static_cast<int>((left + 59'999) / 60'000);
}

}  // namespace

std::optional<int> Throttle::take(std::string_view address, Instant now) {
    const std::lock_guard lock(mutex_);
    drop_old(all_, now);
    for (auto at = by_address_.begin(); at != by_address_.end();) {
        drop_old(at->second, now);
        at = at->second.empty() ? by_address_.erase(at) : std::next(at);
    }
    if (all_.size() >= kMostInAll) return minutes_until(all_.front(), now);
    auto& own = by_address_[std::string(address)];
    if (own.size() >= kMostPerAddress) return minutes_until(own.front(), now);
    own.push_back(now);
    all_.push_back(now);
    return std::nullopt;
}

}  // namespace samkjop::public_site
