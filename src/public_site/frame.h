#pragma once
// The page around what a reader came for: where it stands, in which language, under which host, and
// how a browser may keep it. No cookie is set or read, so that one copy serves everybody.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/exchange.h"
#include "public_site/public_site.h"

namespace samkjop::public_site {

// Where a page stands, and how its links are written.
struct Place {
    Language language = Language::nb;
    std::string origin;    // "https://innkjop.hallingdal.no"
    std::string base;      // "/offentlig", or "" on a host of its own
    std::string here;      // without base and language: "/avtaler"
    std::string query;     // "?kommune=3322", or empty
    MunicipalityId scope;  // a municipality's own site; 0: the region's
    std::string scope_name;

    std::string link(std::string_view path) const { return link_in(language, path); }
    std::string link_in(Language, std::string_view path) const;
    std::string absolute(std::string_view path) const { return origin + link(path); }
    bool is_own_host() const { return base.empty(); }
};
Place place_of(const http::Exchange&);

struct Head {
    std::string title;
    std::string description;     // for search engines: a sentence
    std::string_view menu = "";  // "/avtaler": the row that is current
    bool narrow = false;         // running text
    bool hidden = false;         // search engines leave it out; nobody keeps a copy
    std::function<void(html::Out&)> hero = {};
    // In the internal preview: what stands above the page, a form that posts included.
    std::function<void(html::Out&)> above = {};
};

// The whole HTML of a page.
std::string framed(http::Exchange&, const Place&, const Head&,
                   const std::function<void(html::Out&)>& body);

// What was made, and when what it shows last changed.
struct Made {
    std::string body;
    Instant changed;
};
// Answers with what is made, or with 304 where the reader has it: ETag, Last-Modified, a minute of
// Cache-Control, a policy without scripts. What was made is kept while nothing changes
// (keep_answers).
http::Response answer(http::Exchange&, std::string_view media_type,
                      const std::function<Made()>& make);
// The same for what must not be kept: forms, thanks, previews, refusals.
http::Response unkept(std::string body, int status = 200);

// For the running program: answers are kept in memory, at most this many bytes; 0: none.
void keep_answers(std::size_t most_bytes);

// The day's beginning: what is in force changes with the day.
Instant beginning_of(Date day);
// The latest of them.
Instant latest(std::initializer_list<std::optional<Instant>> instants);

}  // namespace samkjop::public_site
