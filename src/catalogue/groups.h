#pragma once
// Product groups that people choose from: families and segments of UNSPSC by names of our own.
#include <string>
#include <string_view>

#include "base/text.h"

namespace samkjop::catalogue {

struct Group {
    std::string_view code;  // UNSPSC from the left: "4213", "42"
    std::string_view nb, nn, en;
    std::string_view in(Language language) const {
        return language == Language::nb ? nb : language == Language::nn ? nn : en;
    }
};

// 1 … kGroups; 0 where the code belongs to none that has a name.
int group_of(std::string_view unspsc);
int group_by_code(std::string_view code);
int group_count();
const Group& group(int number);

}  // namespace samkjop::catalogue
