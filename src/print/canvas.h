#pragma once
// What is drawn on, page by page: text that wraps, lines and surfaces. Measured in points from the
// upper left corner. The only place that knows cairo and pango.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace samkjop::print {

inline constexpr double kPageWidth = 595.276, kPageHeight = 841.89;  // A4

enum class Ink : unsigned char { plain, soft, accent, hair, strong, tint };
struct Style {
    double points = 10;
    bool bold = false;
    Ink ink = Ink::plain;
};
// What a screen reader is told that it is.
enum class Tag : unsigned char { none, heading, paragraph };

class Canvas {
public:
    struct About {
        std::string title = {}, author = {}, created = {};
    };
    explicit Canvas(const About& about);
    ~Canvas();
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;

    // Both answer how high it is. Text that is too wide wraps, also inside a word.
    double height(std::string_view text, const Style& style, double width);
    double draw(std::string_view text, const Style& style, double x, double y, double width,
                Tag tag = Tag::paragraph, bool right = false);
    // The text as it breaks at that width.
    std::vector<std::string> lines(std::string_view text, const Style& style, double width);
    void line(double x1, double y, double x2, Ink ink);
    void bar(double x, double y, double width, double height, Ink ink);
    void end_page();
    std::string finish();

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace samkjop::print
