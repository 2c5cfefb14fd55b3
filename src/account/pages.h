#pragma once
#include <span>

#include "http/exchange.h"
#include "party/party.h"

namespace samkjop::account {

extern const std::span<const http::Route> kRoutes;

struct DemoPerson {
    std::string user_name, name, says;  // «Leder og godkjenner, Elvetun sykehjem»
};
struct DemoGroup {
    std::string title;  // empty: the short list on top
    std::vector<DemoPerson> people;
};
struct SignInPage {
    std::string user_name, to, region;
    std::vector<Refusal> refusals;
    std::vector<DemoGroup> demo;
};
void sign_in_page(html::Out& o, const SignInPage& view);

struct WelcomePage {
    std::string token;  // empty: the link is used up
    std::string name, user_name;
    std::vector<Refusal> refusals;
};
void welcome_page(html::Out& o, const WelcomePage& view);
http::Response welcome(http::Exchange&);
std::any prepare_welcome(http::Exchange&);
http::Response post_welcome(http::Post&);

struct SubstituteRow {
    std::int64_t id = 0;
    std::string name, period;
    bool can_end = false;
};
struct MePage {
    std::string name, user_name, unit, email;
    std::vector<std::string> roles;
    std::vector<SubstituteRow> substitutes, stands_in_for;
    std::vector<std::pair<std::int64_t, std::string>> colleagues;
    std::vector<Refusal> refusals;
    std::int64_t chosen = 0;
    std::string from, to, reason;
    bool password_changed = false;
};
void me_page(html::Out& o, const MePage& view);

}  // namespace samkjop::account
