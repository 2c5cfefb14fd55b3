// The item number decides, letter by letter and then without dashes and blanks; the GTIN where
// there is no number, or where the number means nothing to this supplier; the name with its words
// in any order; and last a name that resembles, which is never more than a question.

#include "control/matching.h"

#include <algorithm>
#include <set>

namespace samkjop::control {
namespace {

constexpr int kResembles = 75;

bool has_digit(std::string_view word) {
    return word.find_first_of("0123456789") != std::string_view::npos;
}

std::string without_zeros(std::string key) {
    const std::size_t first = key.find_first_not_of('0');
    return first == std::string::npos ? std::string() : key.substr(first);
}

std::string plain_gtin(std::string_view gtin) {
    std::string digits;
    for (const char c : gtin) {
        if (c >= '0' && c <= '9') digits += c;
    }
    return without_zeros(digits);
}

}  // namespace

Words::Words(std::string_view key) {
    std::size_t at = 0;
    while (at < key.size()) {
        const std::size_t end = std::min(key.find(' ', at), key.size());
        const std::string_view word = key.substr(at, end - at);
        if (!word.empty()) {
            words_.push_back(
                {std::hash<std::string_view>()(word), has_digit(word) || word.size() <= 2});
        }
        at = end + 1;
    }
    std::ranges::sort(words_, {}, &Word::mark);
    const auto twice = std::ranges::unique(words_, {}, &Word::mark);
    words_.erase(twice.begin(), twice.end());
}

int Words::likeness(const Words& left, const Words& right) {
    if (left.words_.empty() || right.words_.empty()) return 0;
    std::size_t common = 0;
    bool sizes_agree = true;
    auto a = left.words_.begin();
    auto b = right.words_.begin();
    while (a != left.words_.end() || b != right.words_.end()) {
        const bool in_left = a != left.words_.end();
        const bool in_right = b != right.words_.end();
        if (in_left && in_right && a->mark == b->mark) {
            ++common;
            ++a;
            ++b;
        } else if (!in_right || (in_left && a->mark < b->mark)) {
            if ((a++)->size) sizes_agree = false;
        } else {
            if ((b++)->size) sizes_agree = false;
        }
    }
    const auto percent =
        static_cast<int>(200 * common / (left.words_.size() + right.words_.size()));
    return sizes_agree ? percent : percent / 2;
}

int likeness(std::string_view left_key, std::string_view right_key) {
    return Words::likeness(Words(left_key), Words(right_key));
}

Matcher::Matcher(const Facts& facts) : facts_(facts) {
    for (const catalogue::Terms& each : facts.terms) {
        by_number_[each.item_number].push_back(&each);
        by_loose_number_[without_zeros(catalogue::number_key(each.item_number))].push_back(&each);
        if (!each.gtin.empty()) by_gtin_[plain_gtin(each.gtin)].push_back(&each);
        by_item_[each.item.value].push_back(&each);
    }
}

const Matcher::Index& Matcher::by_text() const {
    if (by_text_.empty()) {
        for (const catalogue::Terms& each : facts_.terms)
            by_text_[catalogue::text_key(each.name)].push_back(&each);
    }
    return by_text_;
}

const std::vector<const catalogue::Terms*>* Matcher::in(const Index& index,
                                                        const std::string& key) {
    if (key.empty()) return nullptr;
    const auto at = index.find(key);
    return at == index.end() ? nullptr : &at->second;
}

Matched Matcher::of(const Line& line) const {
    // Every version of the goods found, also those that were called something else.
    const auto whole = [&](Match how, int percent,
                           const std::vector<const catalogue::Terms*>& found) {
        Matched out{how, percent, {}};
        std::set<std::int64_t> seen;
        for (const catalogue::Terms* each : found) {
            if (!seen.insert(each->item.value).second) continue;
            const auto& all = by_item_.at(each->item.value);
            out.terms.insert(out.terms.end(), all.begin(), all.end());
        }
        return out;
    };
    // A number that another thing happens to have: neither a word nor the GTIN agrees.
    const auto agrees = [&](const catalogue::Terms* each) {
        const bool gtins = !line.gtin.empty() && !each->gtin.empty();
        if (gtins && plain_gtin(line.gtin) == plain_gtin(each->gtin)) return true;
        if (!gtins && line.item_number.size() > 4) return true;
        const std::string key = catalogue::text_key(line.name);
        const int alike = likeness(key, catalogue::text_key(each->name));
        return gtins ? alike >= 50 : alike > 0 || key.empty();
    };
    const auto* numbered = in(by_number_, line.item_number);
    const int percent = numbered != nullptr ? 100 : 98;
    if (numbered == nullptr) {
        numbered = in(by_loose_number_, without_zeros(catalogue::number_key(line.item_number)));
    }
    if (numbered != nullptr && std::ranges::any_of(*numbered, agrees))
        return whole(Match::item_number, percent, *numbered);
    if (const auto* found = in(by_gtin_, plain_gtin(line.gtin)))
        return whole(Match::gtin, 100, *found);
    const std::string key = catalogue::text_key(line.name);
    if (const auto* found = in(by_text(), key)) {
        // The same words on two items: which one is not known.
        std::set<std::int64_t> items;
        for (const catalogue::Terms* each : *found) items.insert(each->item.value);
        return whole(items.size() == 1 ? Match::same_text : Match::similar_text,
                     items.size() == 1 ? 95 : 80, *found);
    }
    if (numbered != nullptr) return whole(Match::similar_text, 50, *numbered);
    const Words own(key);
    int top = kResembles - 1;
    const std::vector<const catalogue::Terms*>* best = nullptr;
    for (const auto& [name, found] : by_text()) {
        const int alike = Words::likeness(own, Words(name));
        if (alike <= top) continue;
        top = alike;
        best = &found;
    }
    return best == nullptr ? Matched{} : whole(Match::similar_text, top, *best);
}

}  // namespace samkjop::control
