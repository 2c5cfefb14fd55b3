// Gives a file to those within reach. Nothing in it can run: not in our pages' name, not at all.

#include "files/files.h"

namespace samkjop::files {
namespace {

http::Response show(http::Exchange& e) {
    const auto file = find(e.db, e.actor, FileId{e.path_id()});
    if (!file) return http::not_found();
    http::Response response = http::download(file->name, file->media_type, content(e.db, file->id));
    if (file->is_picture()) response.headers.clear();  // shown, not downloaded
    response.headers.emplace_back("Content-Security-Policy", "default-src 'none'; sandbox");
    response.headers.emplace_back("Cache-Control", "private, max-age=3600");
    return response;
}

constexpr http::Route kRows[] = {http::get("/filer/{id}", Permission::signed_in, show)};

}  // namespace

const std::span<const http::Route> kRoutes = kRows;

}  // namespace samkjop::files
