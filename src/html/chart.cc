// Draws the bars; the scale ends at a round number above the largest.
#include "html/chart.h"

#include <fmt/format.h>

#include <algorithm>

namespace samkjop::html {
namespace {

std::string escaped(const std::string& text) {
    Out out(Language::nb, "");
    out.text(text);
    return out.take();
}

// Labels stand under every bar where there is room, else under every second, third …; always under
// the last.
std::size_t spacing_of(const std::vector<Bar>& bars, double pitch) {
    std::size_t longest = 1;
    for (const Bar& bar : bars) longest = std::max(longest, bar.label.size());
    const double width = static_cast<double>(longest) * 8 + 6;
    std::size_t spacing = 1;
    while (pitch * static_cast<double>(spacing) < width) ++spacing;
    return spacing;
}

}  // namespace

Safe bar_chart(const std::vector<Bar>& bar_rows, const std::string& description) {
    int most = 10;
    for (const Bar& bar : bar_rows) most = std::max(most, bar.value);
    int step = 5;  // 5, 10, 20, 50, 100 … so that there are at most five lines
    for (int i = 0; most > step * 4; ++i) step = i % 3 == 2 ? step / 2 * 5 : step * 2;
    const int top_value = (most + step - 1) / step * step;
    const double unit = 160.0 / top_value;
    std::string out =
        fmt::format(R"(<svg class="chart" viewBox="0 0 480 230" role="img" aria-label="{}">)",
                    escaped(description));
    for (int value = 0; value <= top_value; value += step) {
        const double y = 190 - value * unit;
        out += fmt::format(
            R"(<path class="axis" d="M30 {:.1f}H480"/><text class="t-soft" x="0" y="{:.1f}">{}</text>)",
            y, y + 5, value);
    }
    const double pitch = 444.0 / static_cast<double>(std::max<std::size_t>(bar_rows.size(), 1));
    const std::size_t spacing = spacing_of(bar_rows, pitch);
    for (std::size_t i = 0; i < bar_rows.size(); ++i) {
        const bool labelled = (bar_rows.size() - 1 - i) % spacing == 0;
        const std::string label = labelled ? escaped(bar_rows[i].label) : "";
        const double x = 36 + pitch * static_cast<double>(i);
        const double height = bar_rows[i].value * unit;
        const double middle = x + pitch * 0.35;
        if (bar_rows[i].none) {
            out += fmt::format(
                R"(<text class="t-soft" x="{:.1f}" y="212" text-anchor="middle">{}</text>)", middle,
                label);
            continue;
        }
        out += fmt::format(
            R"(<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>)",
            i + 1 == bar_rows.size() ? "m-spent" : "m-committed", x, 190 - height, pitch * 0.7,
            height);
        out += fmt::format(
            R"(<text x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text><text class="t-soft" x="{:.1f}" y="212" text-anchor="middle">{}</text>)",
            middle, 182 - height, bar_rows[i].value, middle, label);
    }
    return Safe(out + "</svg>");
}

}  // namespace samkjop::html
