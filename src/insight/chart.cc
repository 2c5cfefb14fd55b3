// Drawing. Lengths are computed in thousandths of the row's budget, so no floating point is needed
// until the coordinates are written.

#include "insight/chart.h"

#include <fmt/format.h>

#include <algorithm>

namespace samkjop::insight {
namespace {

std::string escaped(const std::string& text) {
    html::Out out(Language::nb, "");
    out.text(text);
    return out.take();
}

struct Segment {
    const char* css;
    std::int64_t from = 0;  // permille of the budget
    std::int64_t to = 0;
};

constexpr std::int64_t kMostPermille = 1150;  // an overrun beyond this is drawn as this

std::vector<Segment> segments(const ChartRow& row) {
    const std::int64_t budget = std::max<std::int64_t>(row.budget.ore(), 1);
    std::vector<Segment> out;
    Money so_far;
    const auto add = [&](const char* css, Money amount) {
        const std::int64_t from = std::min(so_far.ore() * 1000 / budget, kMostPermille);
        so_far += amount;
        const std::int64_t to = std::min(so_far.ore() * 1000 / budget, kMostPermille);
        const std::int64_t within = std::min<std::int64_t>(to, 1000);
        if (within > from) out.push_back({css, from, within});
        if (to > 1000)
            out.push_back(
                {"m-over", std::max<std::int64_t>(from, 1000), std::max<std::int64_t>(to, 1006)});
    };
    add("m-spent", row.spent);
    add("m-invoiced", row.invoiced);
    add("m-committed", row.committed);
    add("m-reserved", row.reserved);
    return out;
}

std::string bars(const ChartRow& row, double left, double width, int top) {
    std::string out = fmt::format(
        R"(<rect class="m-free" x="{:.1f}" y="{}" width="{:.1f}" height="24"/>)", left, top, width);
    for (const Segment& segment : segments(row)) {
        out += fmt::format(R"(<rect class="{}" x="{:.1f}" y="{}" width="{:.1f}" height="24"/>)",
                           segment.css, left + width * static_cast<double>(segment.from) / 1000,
                           top, width * static_cast<double>(segment.to - segment.from) / 1000);
    }
    return out;
}

std::string wide(const std::vector<ChartRow>& rows, int passed, const ChartWords& words) {
    const double left = 270, width = 460;
    const int bottom = 42 + static_cast<int>(rows.size()) * 46 - 8;
    const double year = left + width * passed / 1000;
    std::string out = fmt::format(
        R"(<svg class="chart chart--wide" viewBox="0 0 960 {}" role="img" aria-label="{}">)",
        bottom + 10, escaped(words.description));
    out += fmt::format(R"(<text class="t-soft" x="{:.1f}" y="14" text-anchor="end">{}</text>)",
                       std::min(year, left + width - 70), escaped(words.year_passed));
    out += fmt::format(R"(<text class="t-strong" x="{:.1f}" y="14" text-anchor="middle">{}</text>)",
                       left + width, escaped(words.budget));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const int top = 42 + static_cast<int>(i) * 46;
        out += fmt::format(R"(<text x="0" y="{}">{}</text>)", top + 17, escaped(rows[i].label));
        out += bars(rows[i], left, width, top);
        out += fmt::format(R"(<text class="{}" x="960" y="{}" text-anchor="end">{}</text>)",
                           rows[i].over ? "t-over" : "t-soft", top + 17, escaped(rows[i].answer));
    }
    out += fmt::format(
        R"(<path class="mark mark--dash" d="M{:.1f} 22V{}"/><path class="mark" d="M{:.1f} 22V{}"/></svg>)",
        year, bottom, left + width, bottom);
    return out;
}

std::string phone(const std::vector<ChartRow>& rows, int passed, const ChartWords& words) {
    const double width = 280;
    const int height = 40 + static_cast<int>(rows.size()) * 66;
    std::string out = fmt::format(
        R"(<svg class="chart chart--phone" viewBox="0 0 330 {}" role="img" aria-label="{}">)",
        height, escaped(words.description));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const int top = 34 + static_cast<int>(i) * 66;
        out += fmt::format(
            R"(<text x="0" y="{}">{}</text><text class="{}" x="330" y="{}" text-anchor="end">{}</text>)",
            top - 8, escaped(rows[i].label), rows[i].over ? "t-over" : "t-soft", top - 8,
            escaped(rows[i].answer));
        out += bars(rows[i], 0, width, top);
        out += fmt::format(
            R"(<path class="mark mark--dash" d="M{:.1f} {}v30"/><path class="mark" d="M{:.1f} {}v30"/>)",
            width * passed / 1000, top - 3, width, top - 3);
    }
    return out + "</svg>";
}

}  // namespace

html::Safe budget_chart(const std::vector<ChartRow>& rows, int passed_permille,
                        const ChartWords& words) {
    return html::Safe(wide(rows, passed_permille, words) + phone(rows, passed_permille, words));
}

}  // namespace samkjop::insight
