// The least recently used answer leaves when there are too many.
#include "catalogue/search_memory.h"

#include <fmt/format.h>

namespace samkjop::catalogue {
namespace {

// Everything an answer depends on. The words stand last: they may hold anything.
std::string key_of(const Question& question) {
    return fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", question.municipality.value,
                       question.agreement.value, question.supplier.value, question.price_band,
                       static_cast<int>(question.terms), question.by_price, question.page,
                       question.unit, question.group, question.size, question.label,
                       question.words);
}

}  // namespace

std::optional<Answer> Memory::find(const Question& question, Time now) {
    const std::string key = key_of(question);
    const std::scoped_lock lock(mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end() || now - found->second->at > kLongest) return std::nullopt;
    kept_.splice(kept_.begin(), kept_, found->second);
    return found->second->answer;
}

void Memory::keep(const Question& question, const Answer& answer, Time now) {
    std::string key = key_of(question);
    const std::scoped_lock lock(mutex_);
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
        kept_.erase(found->second);
        by_key_.erase(found);
    }
    kept_.push_front({std::move(key), answer, now});
    by_key_.emplace(kept_.front().key, kept_.begin());
    if (kept_.size() <= kMost) return;
    by_key_.erase(kept_.back().key);
    kept_.pop_back();
}

std::size_t Memory::size() const {
    const std::scoped_lock lock(mutex_);
    return kept_.size();
}

}  // namespace samkjop::catalogue
