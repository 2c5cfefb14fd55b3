#pragma once
// The page that says what went wrong.
#include <string>

#include "html/out.h"

namespace samkjop::http {

struct ErrorPage {
    const Text* title = nullptr;
    std::string says;
    std::string link;  // to what a repeated form led to
};
void error_page(html::Out& o, const ErrorPage& view);

}  // namespace samkjop::http
