#pragma once
// A page that the coordinator wrote, as it is drawn: for readers, and for the preview.
#include "public_site/frame.h"
#include "public_site/public_site.h"

namespace samkjop::public_site {

struct Written {
    const PageText* text = nullptr;
    Language language = Language::nb;  // what it is written in
};
// In the reader's language; in bokmål where it is not written in that.
Written in_language(const PageVersion&, Language);

std::string drawn_written(http::Exchange&, const Place&, const Page&, const PageVersion&, Head);

}  // namespace samkjop::public_site
