#pragma once
// A small bar chart as SVG made here: no script, no inline style. The finding is the headline
// beside it, and a table says the same in figures.
#include <string>
#include <vector>

#include "html/out.h"

namespace samkjop::html {

struct Bar {
    std::string label;  // «jan»
    int value = 0;
    bool none = false;  // nothing to measure: neither bar nor figure
};
// description: for who cannot see it. The last bar is the current one.
Safe bar_chart(const std::vector<Bar>& bars, const std::string& description);

}  // namespace samkjop::html
