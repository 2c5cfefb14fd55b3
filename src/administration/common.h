#pragma once
// What the administration's pages share.
#include <functional>

#include "administration/sheet.h"
#include "administration/texts.h"
#include "db/db.h"
#include "party/party.h"

namespace samkjop::administration {

// Carries out; commits and answers 303, or shows the sheet again with the refusal.
inline http::Response carry_out(http::Post& exchange,
                                const std::function<Result<std::string>()>& act,
                                const std::function<Sheet()>& sheet) {
    Result<std::string> done = act();
    if (!done) return show_refused(exchange, sheet(), done.error());
    exchange.tx.commit();
    return http::see_other(*done);
}

inline std::string say(const http::Exchange& exchange, const Text& text,
                       const Arguments& arguments = {}) {
    return render(text, exchange.language, arguments);
}

// A number sent in a hidden field or chosen in a list; 0 where it is none.
inline std::int64_t id_of(const http::Exchange& exchange, std::string_view field) {
    return exchange.number(field);
}

std::vector<Option> unit_options(http::Exchange& exchange, const Text* none);
std::vector<Option> person_options(http::Exchange& exchange, const Text* none);
std::string role_name(Role role, Language language);
// The whole address to choose a password at; the host is the one the administrator uses.
std::string link_of(const http::Exchange& exchange, std::string_view token);
std::string money_typed(Money money);  // as a person would type it: "50 000", "12,50"

// Handlers, one file per subject.
http::Response overview(http::Exchange&);
http::Response overview_post(http::Post&);
http::Response units(http::Exchange&);
http::Response units_post(http::Post&);
http::Response unit(http::Exchange&);
http::Response unit_post(http::Post&);
http::Response people(http::Exchange&);
http::Response people_post(http::Post&);
http::Response person(http::Exchange&);
http::Response person_post(http::Post&);
http::Response rules(http::Exchange&);
http::Response rules_post(http::Post&);
http::Response dimensions(http::Exchange&);
http::Response dimensions_post(http::Post&);
http::Response suppliers(http::Exchange&);
http::Response suppliers_post(http::Post&);
http::Response supplier(http::Exchange&);
http::Response supplier_post(http::Post&);

}  // namespace samkjop::administration
