#pragma once
// Answers that were given a moment ago. A whole municipality asks for the same few things: gloves,
// paper, milk. An answer holds as long as the state of the index that gave it; only what colleagues
// buy may be a minute older than in a new one.
#include <chrono>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "catalogue/search.h"

namespace samkjop::catalogue {

class Memory {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::size_t kMost = 4'096;  // answers; about a kilobyte each
    static constexpr std::chrono::seconds kLongest{60};

    std::optional<Answer> find(const Question& question, Time now);
    void keep(const Question& question, const Answer& answer, Time now);
    std::size_t size() const;

private:
    struct Kept {
        std::string key;
        Answer answer;
        Time at;
    };
    mutable std::mutex mutex_;
    std::list<Kept> kept_;  // the last used first
    std::unordered_map<std::string, std::list<Kept>::iterator> by_key_;
};

}  // namespace samkjop::catalogue
