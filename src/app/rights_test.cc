// docs/rights.md is made from the routes and the roles: who may open which page. A change of it is
// read in review. SAMKJOP_REBASELINE=1 writes it anew.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/routes.h"

using namespace samkjop;

namespace {

std::string rights() {
    struct Row {
        std::string method;
        Permission permission;
    };
    std::map<std::pair<std::string, std::string>, Permission> rows;
    for (const auto& module : app::routes()) {
        for (const http::Route& route : module) {
            if (route.get != nullptr)
                rows.emplace(std::pair(std::string(route.path), "GET"), route.needs.permission());
            if (route.post != nullptr)
                rows.emplace(std::pair(std::string(route.path), "POST"), route.needs.permission());
        }
    }
    std::ostringstream out;
    out << "# Who may open what\n\n"
           "Made by a test from every module's routes and from `src/access/actor.cc`; do not edit "
           "it by hand.\n"
           "The page's permission is the first of three gates. The second is reach: what is "
           "outside a person's\n"
           "units is not found. The third stands in each state table: who may do this to this "
           "case.\n\n"
           "| method and path | permission |";
    for (std::size_t role = 0; role < static_cast<std::size_t>(Role::count_); ++role) {
        out << ' ' << name(static_cast<Role>(role)) << " |";
    }
    out << "\n|---|---|";
    for (std::size_t role = 0; role < static_cast<std::size_t>(Role::count_); ++role) out << ":-:|";
    out << '\n';
    for (const auto& [key, permission] : rows) {
        out << "| " << key.second << " `" << key.first << "` | " << name(permission) << " |";
        for (std::size_t role = 0; role < static_cast<std::size_t>(Role::count_); ++role) {
            const Permissions held = permissions_of(static_cast<Role>(role));
            const bool may =
                key.second == "GET" ? may_open(held, permission) : may_send(held, permission);
            out << (may ? " × |" : "  |");
        }
        out << '\n';
    }
    return out.str();
}

std::filesystem::path root() {
    std::filesystem::path at = std::filesystem::path(__FILE__).parent_path();
    return at.parent_path().parent_path();
}

}  // namespace

TEST_CASE("rights: docs/rights.md says what the routes say") {
    const std::filesystem::path file = root() / "docs" / "rights.md";
    const std::string now = rights();
    if (std::getenv("SAMKJOP_REBASELINE") != nullptr) {
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << now;
    }
    std::ifstream in(file);
    std::ostringstream before;
    before << in.rdbuf();
    const bool same = before.str() == now;
    CHECK_MESSAGE(
        same,
        "docs/rights.md is old: run the tests with SAMKJOP_REBASELINE=1 and read the difference");
}

TEST_CASE(
    "rights: a menu row asks for what its page asks for, and every route is reachable by "
    "somebody") {
    std::vector<std::span<const http::Route>> all = app::routes();
    const http::RouteTable table(all);
    for (const http::MenuRow& row : app::menu()) {
        const auto match = table.find(row.path);
        if (!match || match->get == nullptr)
            continue;  // left out of the menu until the page exists
        CAPTURE(row.path);
        CHECK(match->get->needs.permission() == row.permission);
    }
    for (const auto& module : all) {
        for (const http::Route& route : module) {
            CAPTURE(route.path);
            bool somebody = false;
            for (std::size_t role = 0; role < static_cast<std::size_t>(Role::count_); ++role) {
                somebody |= permissions_of(static_cast<Role>(role))
                                .test(static_cast<std::size_t>(route.needs.permission()));
            }
            CHECK(somebody);
        }
    }
}

TEST_CASE(
    "rights: an auditor opens what shows others' work, and sends nothing but what is his own") {
    const Permissions held = permissions_of(Role::auditor);
    for (const Permission shown : {Permission::administer, Permission::export_to_finance,
                                   Permission::operate_gateway, Permission::coordinate})
        CHECK(may_open(held, shown));
    CHECK_FALSE(may_open(held, Permission::request_purchase));
    // Also where the same person holds another role.
    const Permissions both = held | permissions_of(Role::administrator);
    CHECK(may_open(both, Permission::administer));
    CHECK_FALSE(may_send(both, Permission::administer));
    CHECK(may_send(both, Permission::signed_in));
    CHECK(may_send(both, Permission::audit));
    for (const auto& module : app::routes()) {
        for (const http::Route& route : module) {
            const Permission needed = route.needs.permission();
            if (route.post == nullptr || needed <= Permission::signed_in) continue;
            CAPTURE(route.path);
            CHECK((needed == Permission::audit || !may_send(held, needed)));
        }
    }
}
