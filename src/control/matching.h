#pragma once
// Which goods a line is about, and how sure that is.
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "control/rules.h"

namespace samkjop::control {

struct Matched {
    Match how = Match::none;
    int likeness = 0;
    std::vector<const catalogue::Terms*> terms;  // every version of the goods it may be
};
class Matcher {
public:
    explicit Matcher(const Facts& facts);
    Matched of(const Line& line) const;

private:
    using Index = std::unordered_map<std::string, std::vector<const catalogue::Terms*>>;
    static const std::vector<const catalogue::Terms*>* in(const Index& index,
                                                          const std::string& key);
    Index by_number_, by_loose_number_, by_gtin_, by_text_;
    std::unordered_map<std::int64_t, std::vector<const catalogue::Terms*>> by_item_;
};

}  // namespace samkjop::control
