// The item number decides, letter by letter and then without dashes and blanks; the GTIN where
// there is no number, or where the number means nothing to this supplier; the name with its words
// in any order; and last a name that resembles, which is never more than a question.

#include "control/matching.h"

#include <algorithm>
#include <set>

namespace samkjop::control {
namespace {

constexpr int kResembles = 75;

std::set<std::string_view> words_of(std::string_view key) {
    std::set<std::string_view> out;
    std::size_t at = 0;
    while (at < key.size()) {
        const std::size_t end = std::min(key.find(' ', at), key.size());
        if (end > at) out.insert(key.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

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

int likeness(std::string_view left_key, std::string_view right_key) {
    const auto a = words_of(left_key);
    const auto b = words_of(right_key);
    if (a.empty() || b.empty()) return 0;
    std::size_t common = 0;
    bool sizes_agree = true;
    for (const std::string_view word : a) {
        if (b.contains(word)) {
            ++common;
        } else if (has_digit(word) || word.size() <= 2) {
            sizes_agree = false;
        }
    }
    for (const std::string_view word : b) {
        if (!a.contains(word) && (has_digit(word) || word.size() <= 2)) sizes_agree = false;
    }
    const auto percent = static_cast<int>(200 * common / (a.size() + b.size()));
    return sizes_agree ? percent : percent / 2;
}

Matcher::Matcher(const Facts& facts) {
    for (const catalogue::Terms& each : facts.terms) {
        by_number_[each.item_number].push_back(&each);
        by_loose_number_[without_zeros(catalogue::number_key(each.item_number))].push_back(&each);
        if (!each.gtin.empty()) by_gtin_[plain_gtin(each.gtin)].push_back(&each);
        by_text_[catalogue::text_key(each.name)].push_back(&each);
        by_item_[each.item.value].push_back(&each);
    }
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
    const std::string key = catalogue::text_key(line.name);
    // A number that another thing happens to have: neither a word nor the GTIN agrees.
    const auto by_number = [&](int percent, const std::vector<const catalogue::Terms*>& found) {
        const auto agrees = [&](const catalogue::Terms* each) {
            const bool gtins = !line.gtin.empty() && !each->gtin.empty();
            if (gtins && plain_gtin(line.gtin) == plain_gtin(each->gtin)) return true;
            const int alike = likeness(key, catalogue::text_key(each->name));
            return gtins ? alike >= 50 : alike > 0 || key.empty() || line.item_number.size() > 4;
        };
        return std::ranges::any_of(found, agrees) ? whole(Match::item_number, percent, found)
                                                  : whole(Match::similar_text, 50, found);
    };
    if (const auto* found = in(by_number_, line.item_number)) return by_number(100, *found);
    if (const auto* found =
            in(by_loose_number_, without_zeros(catalogue::number_key(line.item_number)))) {
        return by_number(98, *found);
    }
    if (const auto* found = in(by_gtin_, plain_gtin(line.gtin)))
        return whole(Match::gtin, 100, *found);
    if (const auto* found = in(by_text_, key)) {
        // The same words on two items: which one is not known.
        std::set<std::int64_t> items;
        for (const catalogue::Terms* each : *found) items.insert(each->item.value);
        return whole(items.size() == 1 ? Match::same_text : Match::similar_text,
                     items.size() == 1 ? 95 : 80, *found);
    }
    int top = kResembles - 1;
    const std::vector<const catalogue::Terms*>* best = nullptr;
    for (const auto& [name, found] : by_text_) {
        const int percent = likeness(key, name);
        if (percent <= top) continue;
        top = percent;
        best = &found;
    }
    return best == nullptr ? Matched{} : whole(Match::similar_text, top, *best);
}

}  // namespace samkjop::control
