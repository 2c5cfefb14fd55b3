#pragma once
// How often somebody may write: three messages from an address and thirty in all within a quarter
// of an hour. In memory only; an address is forgotten when its quarter is over.
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"

namespace samkjop::public_site {

class Throttle {
public:
    static constexpr std::size_t kMostPerAddress = 3;
    static constexpr std::size_t kMostInAll = 30;
    static constexpr std::int64_t kWindowMs = 15 * 60 * 1000;

    // Counts a message; or the minutes to wait, and nothing is counted.
    std::optional<int> take(std::string_view address, Instant now);

private:
    std::mutex mutex_;
    std::map<std::string, std::vector<Instant>, std::less<>> by_address_;
    std::vector<Instant> all_;
};

}  // namespace samkjop::public_site
