// A4, margins of two centimetres and a little more to the left. The page is set twice: once to
// count the pages, once to draw them. A row of the table is never divided between two pages, the
// table's heading stands on each, and the sums never stand alone.
#include <algorithm>
#include <array>
#include <functional>

#include "print/canvas.h"
#include "print/print.h"

namespace samkjop::print {
namespace {

constexpr double kLeft = 62, kRight = kPageWidth - 56;
constexpr double kTop = 56, kBottom = kPageHeight - 74;
constexpr double kWidth = kRight - kLeft;
constexpr double kGutter = 14;

constexpr Style kHead{.points = 13, .bold = true, .ink = Ink::accent};
constexpr Style kTitle{.points = 21, .bold = true};
constexpr Style kLead{.points = 11, .ink = Ink::soft};
constexpr Style kBody{.points = 10};
constexpr Style kStrong{.points = 10, .bold = true};
constexpr Style kSmall{.points = 8.5, .ink = Ink::soft};
constexpr Style kSum{.points = 12, .bold = true};

class Setter {
public:
    Setter(Canvas& canvas, const Paper& paper, int pages)
        : canvas_(canvas), paper_(paper), pages_(pages) {}

    int set() {
        first_page();
        addresses();
        facts();
        for (const std::string& one : paper_.before) paragraph(one);
        if (!paper_.rows.empty()) table();
        sums();
        for (const std::string& one : paper_.after) paragraph(one);
        end_page();
        return page_;
    }

private:
    // ---- Pages
    void first_page() {
        canvas_.bar(0, 0, kPageWidth, 7, Ink::accent);
        y_ = kTop - 12;
        const double head = canvas_.draw(paper_.letterhead, kHead, kLeft, y_, kWidth / 2);
        canvas_.draw(paper_.letterhead_below, kSmall, kLeft, y_ + head + 2, kWidth / 2);
        y_ += head + 44;
        y_ += canvas_.draw(paper_.title, kTitle, kLeft, y_, kWidth, Tag::heading);
        if (!paper_.lead.empty()) y_ += 4 + canvas_.draw(paper_.lead, kLead, kLeft, y_ + 4, kWidth);
        y_ += 24;
    }

    void end_page() {
        const double at = kPageHeight - 52;
        canvas_.line(kLeft, at, kRight, Ink::hair);
        canvas_.draw(paper_.foot, kSmall, kLeft, at + 8, kWidth * 0.75);
        canvas_.draw(numbered(), kSmall, kRight - kWidth * 0.25, at + 8, kWidth * 0.25, Tag::none,
                     true);
        canvas_.end_page();
    }

    void next_page() {
        end_page();
        ++page_;
        canvas_.bar(0, 0, kPageWidth, 7, Ink::accent);
        canvas_.draw(paper_.title, kStrong, kLeft, kTop - 16, kWidth / 2);
        canvas_.draw(paper_.letterhead, kSmall, kRight - kWidth / 2, kTop - 15, kWidth / 2,
                     Tag::none, true);
        canvas_.line(kLeft, kTop + 4, kRight, Ink::hair);
        y_ = kTop + 22;
    }

    bool fits(double height) const { return y_ + height <= kBottom; }
    void make_room(double height) {
        if (!fits(height)) next_page();
    }

    std::string numbered() const {
        std::string out = paper_.page_of;
        const auto fill = [&](std::string_view name, int value) {
            if (const auto at = out.find(name); at != out.npos)
                out.replace(at, name.size(), std::to_string(value));
        };
        fill("{page}", page_);
        fill("{pages}", pages_);
        return out;
    }

    // ---- What stands above the table
    void addresses() {
        const double width = (kWidth - kGutter) / 2;
        for (std::size_t i = 0; i < paper_.addresses.size(); i += 2) {
            double lowest = y_;
            for (std::size_t j = i; j < std::min(i + 2, paper_.addresses.size()); ++j) {
                const double x = kLeft + static_cast<double>(j - i) * (width + kGutter);
                lowest = std::max(lowest, address(paper_.addresses[j], x, width));
            }
            y_ = lowest + 16;
        }
    }

    double address(const Address& of, double x, double width) {
        double y = y_ + canvas_.draw(of.label, kSmall, x, y_, width) + 3;
        bool first = true;
        for (const std::string& line : of.lines) {
            if (line.empty()) continue;
            y += canvas_.draw(line, first ? kStrong : kBody, x, y, width) + 1.5;
            first = false;
        }
        return y;
    }

    // Label and value, two columns on a tinted strip.
    void facts() {
        if (paper_.facts.empty()) return;
        const double label = 118, inside = kWidth - 28;
        std::vector<double> heights;
        double height = 18;
        for (const Fact& fact : paper_.facts) {
            heights.push_back(std::max(canvas_.height(fact.label, kBody, label),
                                       canvas_.height(fact.value, kStrong, inside - label)) +
                              4);
            height += heights.back();
        }
        make_room(height);
        canvas_.bar(kLeft, y_, kWidth, height, Ink::tint);
        double y = y_ + 11;
        for (std::size_t i = 0; i < paper_.facts.size(); ++i) {
            canvas_.draw(paper_.facts[i].label, {.points = 10, .ink = Ink::soft}, kLeft + 14, y,
                         label - 8);
            canvas_.draw(paper_.facts[i].value, kStrong, kLeft + 14 + label, y, inside - label);
            y += heights[i];
        }
        y_ += height + 20;
    }

    void paragraph(const std::string& text) {
        if (text.empty()) return;
        const double width = std::min(kWidth, 430.0);
        const double height = canvas_.height(text, kBody, width);
        if (height <= (kBottom - kTop) / 3) {  // kept together
            make_room(height);
            y_ += canvas_.draw(text, kBody, kLeft, y_, width) + 10;
            return;
        }
        const double step = canvas_.height("Å", kBody, width);
        for (const std::string& line : canvas_.lines(text, kBody, width)) {
            make_room(step);
            canvas_.draw(line, kBody, kLeft, y_, width);
            y_ += step;
        }
        y_ += 10;
    }

    // ---- The table
    struct Place {
        double x, width;
        bool right;
    };
    std::vector<Place> places() const {
        double all = 0;
        for (const Column& column : paper_.columns) all += column.share;
        const double room = kWidth - kGutter * static_cast<double>(paper_.columns.size() - 1);
        std::vector<Place> out;
        double x = kLeft;
        for (const Column& column : paper_.columns) {
            const double width = room * column.share / all;
            out.push_back({x, width, column.right});
            x += width + kGutter;
        }
        return out;
    }

    void heading(const std::vector<Place>& at) {
        double height = 0;
        for (std::size_t i = 0; i < at.size(); ++i)
            height =
                std::max(height, canvas_.height(paper_.columns[i].heading, kSmall, at[i].width));
        for (std::size_t i = 0; i < at.size(); ++i) {
            const std::string& words = paper_.columns[i].heading;
            const double down = height - canvas_.height(words, kSmall, at[i].width);
            canvas_.draw(words, kSmall, at[i].x, y_ + down, at[i].width, Tag::none, at[i].right);
        }
        y_ += height + 5;
        canvas_.line(kLeft, y_, kRight, Ink::strong);
        y_ += 7;
    }

    double row_height(const std::vector<Cell>& row, const std::vector<Place>& at) {
        double height = 0;
        for (std::size_t i = 0; i < at.size() && i < row.size(); ++i) {
            double own = canvas_.height(row[i].text, i == 0 ? kStrong : kBody, at[i].width);
            if (!row[i].below.empty()) own += 2 + canvas_.height(row[i].below, kSmall, at[i].width);
            height = std::max(height, own);
        }
        return height;
    }

    void row(const std::vector<Cell>& of, const std::vector<Place>& at, double height) {
        for (std::size_t i = 0; i < at.size() && i < of.size(); ++i) {
            const Style style = i == 0 ? kStrong : kBody;
            const double first = canvas_.draw(of[i].text, style, at[i].x, y_, at[i].width,
                                              Tag::paragraph, at[i].right);
            if (!of[i].below.empty())
                canvas_.draw(of[i].below, kSmall, at[i].x, y_ + first + 2, at[i].width, Tag::none,
                             at[i].right);
        }
        y_ += height + 7;
        canvas_.line(kLeft, y_, kRight, Ink::hair);
        y_ += 7;
    }

    void table() {
        const std::vector<Place> at = places();
        make_room(60);
        y_ += 4;
        heading(at);
        for (std::size_t i = 0; i < paper_.rows.size(); ++i) {
            const double height = row_height(paper_.rows[i], at);
            // The last row takes the sums along.
            const bool last = i + 1 == paper_.rows.size();
            if (!fits(height + 14 + (last ? sums_height() : 0))) {
                next_page();
                heading(at);
            }
            row(paper_.rows[i], at, height);
        }
        y_ += 4;
    }

    // ---- The sums
    static const Style& style_of(const Fact& fact) { return fact.sum ? kSum : kBody; }
    double sums_height() {
        double out = 20;
        for (const Fact& fact : paper_.sums)
            out += canvas_.height(fact.value, style_of(fact), 150) + (fact.sum ? 12 : 4);
        return out;
    }
    void sums() {
        if (paper_.sums.empty()) return;
        make_room(sums_height());
        const double width = 250, x = kRight - width;
        for (const Fact& fact : paper_.sums) {
            if (fact.sum) {
                canvas_.line(x, y_ + 3, kRight, Ink::strong);
                y_ += 10;
            }
            const Style& style = style_of(fact);
            canvas_.draw(fact.label, style, x, y_, width / 2);
            y_ += 4 + canvas_.draw(fact.value, style, x + width / 3, y_, width * 2 / 3,
                                   Tag::paragraph, true);
        }
        y_ += 20;
    }

    Canvas& canvas_;
    const Paper& paper_;
    int pages_;
    int page_ = 1;
    double y_ = kTop;
};

}  // namespace

std::string pdf(const Paper& paper) {
    Canvas counting({});
    const int pages = Setter(counting, paper, 0).set();
    Canvas canvas({.title = paper.title, .author = paper.author, .created = paper.created});
    Setter(canvas, paper, pages).set();
    return canvas.finish();
}

}  // namespace samkjop::print
