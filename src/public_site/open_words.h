#pragma once
// Words that may be read by everybody. A text that was written for colleagues can hold a price
// («ellers 149 kr i frakt»); the only way to make an OpenWords of it leaves every sentence out that
// speaks of an amount of money or of a discount. What was left out is kept for the coordinator's
// preview.

#include <string>
#include <string_view>
#include <vector>

namespace samkjop::public_site {

class OpenWords {
public:
    OpenWords() = default;
    static OpenWords of(std::string_view text);

    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }
    const std::vector<std::string>& left_out() const { return left_out_; }

private:
    std::string text_;
    std::vector<std::string> left_out_;
};

// Where a text speaks of money, as bytes from begin to end.
struct Amount {
    std::size_t begin = 0, end = 0;
};
std::vector<Amount> amounts_in(std::string_view text);

}  // namespace samkjop::public_site
