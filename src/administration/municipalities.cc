// The overview, and a new municipality in the region: the host's administrator adds it with a top
// unit and an administrator of its own, who does the rest.

#include <fmt/format.h>

#include "account/account.h"
#include "administration/common.h"
#include "administration/typed.h"
#include "base/identifiers.h"
#include "base/words.h"
#include "http/form.h"

namespace samkjop::administration {
namespace {

Form municipality_form(http::Exchange& exchange) {
    using K = Field::Kind;
    Form form;
    form.id = "kommune";
    form.heading = say(exchange, text::new_municipality);
    form.lead = say(exchange, text::new_municipality_lead);
    form.button = say(exchange, text::add_municipality);
    form.folded = true;
    form.fields = {
        {"number", say(exchange, text::municipality_number), "", K::text,
         say(exchange, text::municipality_number_help), true},
        {"name", say(exchange, text::municipality_short), "", K::text, "", true},
        {"organisation_number", say(exchange, text::organisation_number), "", K::text, "", true},
        {"language",
         say(exchange, text::language),
         "nb",
         K::choice,
         "",
         false,
         {{"nb", "Bokmål"}, {"nn", "Nynorsk"}}},
        {"unit_code", say(exchange, text::top_unit_code), "1000", K::text, "", true},
        {"admin_name", say(exchange, text::admin_name), "", K::text, "", true},
        {"admin_user", say(exchange, text::admin_user), "", K::text, "", true},
        {"admin_email", say(exchange, text::admin_email), "", K::email}};
    return form;
}

Sheet overview_sheet(http::Exchange& exchange) {
    const auto municipality = party::municipality(exchange.db, exchange.actor.municipality);
    Sheet sheet;
    sheet.action = "/administrasjon";
    sheet.title = say(exchange, text::overview_title, {{"municipality", municipality->title()}});
    sheet.lead = say(exchange, text::overview_lead);
    sheet.links = {{say(exchange, text::people_title), "/administrasjon/personer"},
                   {say(exchange, text::units_title), "/administrasjon/enheter"},
                   {say(exchange, text::rules_title), "/administrasjon/regler"},
                   {say(exchange, text::dimensions_title), "/administrasjon/kontering"},
                   {say(exchange, text::suppliers_title), "/administrasjon/leverandorer"},
                   {say(exchange, text::import_title), "/administrasjon/innlesing"}};
    List list;
    list.heading = say(exchange, text::municipalities_heading);
    list.columns = {say(exchange, text::municipality_name),
                    say(exchange, text::municipality_number),
                    say(exchange, text::organisation_number), say(exchange, text::role_in_region)};
    for (const party::Municipality& each : party::municipalities(exchange.db)) {
        list.rows.push_back({{{each.title(), ""},
                              {each.number, ""},
                              {each.organisation_number, ""},
                              {say(exchange, each.host ? text::host : text::participant), ""}},
                             {}});
    }
    sheet.lists.push_back(std::move(list));
    if (const auto token = exchange.query("lenke"); !token.empty()) {
        sheet.secret_label =
            say(exchange, text::link_for, {{"name", std::string(exchange.query("til"))}});
        sheet.secret = link_of(exchange, token);
    }
    if (municipality->host) sheet.forms.push_back(municipality_form(exchange));
    return sheet;
}

// What another module refuses is pointed at where this form has the field.
Refusal at_field(Refusal refusal, std::string_view was, std::string_view is) {
    if (refusal.field == was) refusal.field = is;
    return refusal;
}

Result<party::Municipality> municipality_typed(http::Exchange& exchange) {
    party::Municipality made;
    made.number = TRY(text_of(exchange, "number", true));
    if (made.number.size() != 4 || whole_number(made.number) == 0)
        return refuse(text::not_a_number, {}, "number");
    made.name = TRY(text_of(exchange, "name", true));
    const auto number =
        OrganisationNumber::parse(TRY(text_of(exchange, "organisation_number", true)));
    if (!number) return refuse(text::not_a_number, {}, "organisation_number");
    made.organisation_number = number->digits();
    made.language = language_from(exchange.form("language"), Language::nb);
    return made;
}

Result<std::string> add_municipality(http::Post& exchange) {
    const party::Municipality made = TRY(municipality_typed(exchange));
    party::Unit top;
    top.code = TRY(text_of(exchange, "unit_code", true));
    party::Person admin;
    admin.name = TRY(text_of(exchange, "admin_name", true));
    admin.user_name = TRY(text_of(exchange, "admin_user", true));
    admin.email = TRY(text_of(exchange, "admin_email", false));
    const MunicipalityId id =
        TRY(party::create_municipality(exchange.tx, exchange.actor, exchange.now, made));
    // The same person, for as long as it takes to furnish what was made.
    Actor founder = exchange.actor;
    founder.municipality = id;
    founder.whole_municipality = true;
    top.municipality = id;
    top.name = made.title();
    auto unit = party::create_unit(exchange.tx, founder, exchange.now, top);
    if (!unit) return std::unexpected(at_field(unit.error(), "code", "unit_code"));
    admin.municipality = id;
    admin.unit = *unit;
    admin.language = made.language;
    admin.grants = {{Role::administrator, {}}};
    auto user = party::create_person(exchange.tx, founder, exchange.now, admin);
    if (!user) return std::unexpected(at_field(user.error(), "user_name", "admin_user"));
    const std::string token = account::invite(exchange.tx, founder, *user, exchange.now);
    return fmt::format("/administrasjon?lenke={}&til={}", token, http::percent_encoded(admin.name));
}

}  // namespace

std::string link_of(const http::Exchange& exchange, std::string_view token) {
    return fmt::format("{}://{}/velkommen?nokkel={}", exchange.request.https ? "https" : "http",
                       exchange.request.header("host"), token);
}

http::Response overview(http::Exchange& exchange) {
    return show(exchange, overview_sheet(exchange));
}

http::Response overview_post(http::Post& exchange) {
    return carry_out(
        exchange, [&] { return add_municipality(exchange); },
        [&] { return overview_sheet(exchange); });
}

}  // namespace samkjop::administration
