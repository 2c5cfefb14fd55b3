// Finds a route by the segments of its path. A literal segment goes before {…}, so that
// /bestillinger/ny and /bestillinger/{id} can stand side by side.

#include "base/assert.h"
#include "http/dispatcher.h"

namespace samkjop::http {
namespace {

std::string_view next_segment(std::string_view& rest) {
    if (rest.starts_with('/')) rest.remove_prefix(1);
    const auto end = rest.find('/');
    const std::string_view segment = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end);
    return segment;
}

}  // namespace

struct RouteTable::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literal;
    std::unique_ptr<Node> value;  // {…}
    const Route* get = nullptr;
    const Route* post = nullptr;

    bool find(std::string_view rest, Match& match) const {
        if (rest.empty()) {
            match.get = get;
            match.post = post;
            return get != nullptr || post != nullptr;
        }
        const std::string_view segment = next_segment(rest);
        if (const auto next = literal.find(segment);
            next != literal.end() && next->second->find(rest, match)) {
            return true;
        }
        if (!value || segment.empty()) return false;
        match.values.emplace_back(segment);
        if (value->find(rest, match)) return true;
        match.values.pop_back();
        return false;
    }
};

RouteTable::RouteTable(std::span<const std::span<const Route>> routes)
    : root_(std::make_unique<Node>()) {
    for (const auto& module : routes) {
        for (const Route& route : module) {
            SK_ASSERT(route.path.starts_with('/'));
            Node* at = root_.get();
            std::string_view rest = route.path == "/" ? "" : route.path;
            while (!rest.empty()) {
                const std::string_view segment = next_segment(rest);
                auto& next =
                    segment.starts_with('{') ? at->value : at->literal[std::string(segment)];
                if (!next) next = std::make_unique<Node>();
                at = next.get();
            }
            SK_ASSERT(route.get == nullptr || at->get == nullptr);  // two routes for one path
            SK_ASSERT(route.post == nullptr || at->post == nullptr);
            if (route.get != nullptr) at->get = &route;
            if (route.post != nullptr) at->post = &route;
        }
    }
}

RouteTable::RouteTable(RouteTable&&) noexcept = default;
RouteTable::~RouteTable() = default;

std::optional<RouteTable::Match> RouteTable::find(std::string_view path) const {
    Match match;
    if (path == "/") path = "";
    if (!root_->find(path, match)) return std::nullopt;
    return match;
}

bool Site::has_page(std::string_view path) const {
    path = path.substr(0, path.find_first_of("?#"));
    for (const auto& module : routes) {
        for (const Route& route : module) {
            if (route.get != nullptr && route.path == path) return true;
        }
    }
    return false;
}

}  // namespace samkjop::http
