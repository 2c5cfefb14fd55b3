#pragma once
// The page being written. Templates (tools/htmlc) call it; what they write is escaped by place, so
// forgetting to escape is not possible. Safe is the only way to pass markup on.

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

#include "base/text.h"

namespace samkjop::html {

class Safe {  // markup made by this program (an SVG bar, a rendered part), never by a user
public:
    explicit Safe(std::string markup) : markup_(std::move(markup)) {}
    const std::string& markup() const { return markup_; }

private:
    std::string markup_;
};

class Out {
public:
    // form_fields: the hidden inputs of every posting form (csrf token and a fresh form key). Where
    // it has kFreshKey, each form gets a number of its own, so that no two forms share a key.
    Out(Language language, std::string form_fields)
        : language_(language), form_fields_(std::move(form_fields)) {
        bytes_.reserve(16384);
    }

    Language language() const { return language_; }

    void raw(std::string_view markup) { bytes_.append(markup); }
    void safe(const Safe& markup) { bytes_.append(markup.markup()); }

    void text(std::string_view value);
    void text(const char* value) { text(std::string_view(value)); }
    void text(const std::string& value) { text(std::string_view(value)); }
    void text(const Text& value) { text(value.in(language_)); }
    template <std::integral T>
    void text(T value) {
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        bytes_.append(digits, static_cast<std::size_t>(end - digits));
    }
    template <class T>
    void text(T) = delete;  // Money, dates and decimals are formatted on purpose: format_money(…)

    void sentence(const Text& value) { text(value.in(language_)); }
    void sentence(const Text& value, const Arguments& arguments) {
        text(render(value, language_, arguments));
    }

    void url(std::string_view value);  // a whole address: only relative, http, https and mailto
    void url_part(std::string_view value);
    template <std::integral T>
    void url_part(T value) {
        text(value);
    }
    template <std::integral T>
    void url(T value) {
        text(value);
    }

    static constexpr char kFreshKey = '\x01';
    void form_fields();
    const std::string& form_fields_markup() const { return form_fields_; }

    std::string take() { return std::move(bytes_); }

private:
    Language language_;
    std::string form_fields_;
    std::string bytes_;
};

}  // namespace samkjop::html
