#pragma once
// A refusal is an expected "no": a rule of the domain was not met. It carries the sentence that
// the user reads; the sentence's key is the rule's name.

#include <expected>
#include <string>
#include <utility>

#include "base/text.h"

namespace samkjop {

struct Refusal {
    const Text* text = nullptr;
    Arguments arguments;
    std::string field;  // the form field it belongs to, or empty

    std::string_view name() const { return text->key; }
    std::string in(Language language) const { return render(*text, language, arguments); }
};

template <class T>
using Result = std::expected<T, Refusal>;

inline std::unexpected<Refusal> refuse(const Text& text, Arguments arguments = {},
                                       std::string field = {}) {
    return std::unexpected(Refusal{&text, std::move(arguments), std::move(field)});
}

}  // namespace samkjop

// Unwraps a Result or returns its refusal to the caller. (Statement expression: GCC and Clang.)
#define TRY(expression)                                                         \
    (__extension__({                                                            \
        auto&& try_result = (expression);                                       \
        if (!try_result) return std::unexpected(std::move(try_result).error()); \
        std::move(try_result).value();                                          \
    }))
