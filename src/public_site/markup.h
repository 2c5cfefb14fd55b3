#pragma once
// What a coordinator may write in a page: headings, paragraphs, lists, links and strong words, with
// a few signs that most people know from e-mail. Nothing else becomes markup; what looks like HTML
// is shown as it stands.
#include <string_view>

#include "html/out.h"

namespace samkjop::public_site {

//     ## Heading      ### Smaller heading
//     - item          1. item
//     [words](https://…)   **strong**
html::Safe markup(std::string_view text);

}  // namespace samkjop::public_site
