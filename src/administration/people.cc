// People: who they are, what they may, how much, and who stands in for them.

#include <fmt/format.h>

#include "account/account.h"
#include "administration/common.h"
#include "administration/typed.h"

namespace samkjop::administration {
namespace {

Form person_form(http::Exchange& exchange, const party::Person& person, const char* id,
                 const Text& heading) {
    using K = Field::Kind;
    Form form;
    form.id = id;
    form.heading = say(exchange, heading);
    form.button = say(exchange, text::save_person);
    form.fields = {
        {"name", say(exchange, text::name), person.name, K::text, "", true},
        {"user_name", say(exchange, text::user_name), person.user_name, K::text,
         say(exchange, text::user_name_help), true},
        {"email", say(exchange, text::email), person.email, K::email},
        {"unit", say(exchange, text::works_at), std::to_string(person.unit.value), K::choice, "",
         true, unit_options(exchange, nullptr)},
        {"language",
         say(exchange, text::language),
         std::string(code(person.language)),
         K::choice,
         "",
         false,
         {{"nb", "Bokmål"}, {"nn", "Nynorsk"}, {"en", "English"}}},
    };
    return form;
}

Result<party::Person> person_typed(http::Exchange& exchange, party::Person person) {
    person.name = TRY(text_of(exchange, "name", true));
    person.user_name = TRY(text_of(exchange, "user_name", true));
    person.email = TRY(text_of(exchange, "email", false));
    person.unit = {id_of(exchange, "unit")};
    person.language = language_from(exchange.form("language"), person.language);
    return person;
}

Sheet people_sheet(http::Exchange& exchange) {
    Sheet sheet;
    sheet.title = say(exchange, text::people_title);
    sheet.lead = say(exchange, text::people_lead);
    sheet.back_path = "/administrasjon";
    sheet.back_name = say(exchange, text::administration);
    sheet.action = "/administrasjon/personer";
    std::map<std::int64_t, std::string> unit_names;
    for (const party::Unit& each : party::units(exchange.db, exchange.actor.municipality))
        unit_names[each.id.value] = each.name;
    List list;
    list.heading = say(exchange, text::all_people);
    list.none = say(exchange, text::no_rows);
    list.columns = {say(exchange, text::name), say(exchange, text::user_name),
                    say(exchange, text::works_at), say(exchange, text::roles),
                    say(exchange, text::state)};
    for (const party::Person& each : party::people(exchange.db, exchange.actor.municipality)) {
        std::set<std::string> roles;
        for (const Grant& grant : each.grants)
            roles.insert(role_name(grant.role, exchange.language));
        std::string joined;
        for (const std::string& role : roles) joined += (joined.empty() ? "" : ", ") + role;
        list.rows.push_back(
            {{{each.name, "/administrasjon/personer/" + std::to_string(each.id.value)},
              {each.user_name, ""},
              {unit_names[each.unit.value], ""},
              {joined, ""},
              {say(exchange, each.blocked ? text::blocked : text::active), ""}},
             {}});
    }
    sheet.lists.push_back(std::move(list));
    Form form = person_form(exchange, {}, "ny", text::new_person);
    form.lead = say(exchange, text::new_person_lead);
    form.folded = true;
    sheet.forms.push_back(std::move(form));
    return sheet;
}

std::optional<party::Person> person_of(http::Exchange& exchange) {
    auto found = party::person(exchange.db, UserId{exchange.path_id()});
    if (!found || found->municipality != exchange.actor.municipality) return std::nullopt;
    return found;
}

Form end_form(http::Exchange& exchange, const char* id, std::int64_t row, const Text& button) {
    Form form;
    form.id = id;
    form.button = say(exchange, button);
    form.hidden = {{"rad", std::to_string(row)}};
    return form;
}

List roles_list(http::Exchange& exchange, const party::Person& person,
                std::map<std::int64_t, std::string>& unit_names) {
    List list;
    list.heading = say(exchange, text::roles);
    list.none = say(exchange, text::no_roles);
    list.columns = {say(exchange, text::role), say(exchange, text::where),
                    say(exchange, text::act)};
    for (const Grant& grant : person.grants) {
        Row row;
        row.cells = {
            {role_name(grant.role, exchange.language), ""},
            {grant.unit ? unit_names[grant.unit.value] : say(exchange, text::whole_municipality),
             ""}};
        Form end;
        end.id = "avslutt-rolle";
        end.button = say(exchange, text::end_it);
        end.hidden = {{"role", std::string(name(grant.role))},
                      {"unit", std::to_string(grant.unit.value)}};
        row.acts.push_back(std::move(end));
        list.rows.push_back(std::move(row));
    }
    return list;
}

std::string last_day_text(http::Exchange& exchange, Date date) {
    return date == party::kOpenEnd ? say(exchange, text::until_further) : format_short_date(date);
}

List limits_list(http::Exchange& exchange, const party::Person& person,
                 std::map<std::int64_t, std::string>& unit_names) {
    List list;
    list.heading = say(exchange, text::limits);
    list.lead = say(exchange, text::limits_lead);
    list.none = say(exchange, text::no_limits);
    list.columns = {say(exchange, text::where),     say(exchange, text::limit),
                    say(exchange, text::first_day), say(exchange, text::last_day),
                    say(exchange, text::reference), say(exchange, text::act)};
    for (const party::AuthorityLimit& limit : party::limits_of(exchange.db, person.id)) {
        Row row;
        row.cells = {
            {limit.unit ? unit_names[limit.unit.value] : say(exchange, text::whole_municipality),
             ""},
            {format_kroner(limit.limit) + " kr", "", true},
            {format_short_date(limit.valid_from), ""},
            {last_day_text(exchange, limit.valid_to), ""},
            {limit.reference, ""}};
        if (limit.valid_to >= exchange.today)
            row.acts.push_back(end_form(exchange, "avslutt-fullmakt", limit.id, text::end_it));
        list.rows.push_back(std::move(row));
    }
    return list;
}

List delegations_list(http::Exchange& exchange, const party::Person& person) {
    List list;
    list.heading = say(exchange, text::delegations);
    list.lead = say(exchange, text::delegations_lead);
    list.none = say(exchange, text::no_delegations);
    list.columns = {say(exchange, text::substitute), say(exchange, text::stands_in_for),
                    say(exchange, text::first_day),  say(exchange, text::last_day),
                    say(exchange, text::reason),     say(exchange, text::act)};
    const auto name_of = [&](UserId id) {
        const auto found = party::person(exchange.db, id);
        return found ? found->name : std::string();
    };
    for (const party::Delegation& each : party::delegations_of(exchange.db, person.id)) {
        Row row;
        row.cells = {{name_of(each.to), ""},
                     {name_of(each.from), ""},
                     {format_short_date(each.valid_from), ""},
                     {last_day_text(exchange, each.valid_to), ""},
                     {each.reason, ""}};
        if (each.valid_to >= exchange.today)
            row.acts.push_back(end_form(exchange, "avslutt-stedfortreder", each.id, text::end_it));
        list.rows.push_back(std::move(row));
    }
    return list;
}

std::vector<Option> role_options(http::Exchange& exchange) {
    std::vector<Option> out;
    for (int i = 0; i < static_cast<int>(Role::count_); ++i) {
        const auto role = static_cast<Role>(i);
        out.push_back({std::string(name(role)), role_name(role, exchange.language)});
    }
    return out;
}

void add_person_forms(Sheet& sheet, http::Exchange& exchange, const party::Person& person) {
    using K = Field::Kind;
    Form role;
    role.id = "rolle";
    role.heading = role.button = say(exchange, text::give_role);
    role.folded = true;
    role.fields = {
        {"role", say(exchange, text::role), "", K::choice, "", true, role_options(exchange)},
        {"unit", say(exchange, text::where), "", K::choice, say(exchange, text::where_help), true,
         unit_options(exchange, &text::whole_municipality)}};
    sheet.forms.push_back(std::move(role));
    Form limit;
    limit.id = "fullmakt";
    limit.heading = limit.button = say(exchange, text::give_limit);
    limit.folded = true;
    limit.fields = {
        {"limit", say(exchange, text::limit), "", K::number, say(exchange, text::limit_help), true},
        {"unit", say(exchange, text::where), "", K::choice, say(exchange, text::where_help), true,
         unit_options(exchange, &text::whole_municipality)},
        {"valid_from", say(exchange, text::first_day), exchange.today.iso(), K::date, "", true},
        {"valid_to", say(exchange, text::last_day), "", K::date,
         say(exchange, text::last_day_open_help)},
        {"reference", say(exchange, text::reference), "", K::text,
         say(exchange, text::reference_help), true}};
    sheet.forms.push_back(std::move(limit));
    Form substitute;
    substitute.id = "stedfortreder";
    substitute.heading = substitute.button = say(exchange, text::choose_substitute);
    substitute.folded = true;
    substitute.fields = {
        {"to", say(exchange, text::substitute), "", K::choice, "", true,
         person_options(exchange, nullptr)},
        {"valid_from", say(exchange, text::first_day), exchange.today.iso(), K::date, "", true},
        {"valid_to", say(exchange, text::last_day), "", K::date, "", true},
        {"reason", say(exchange, text::reason), "", K::text, "", true}};
    sheet.forms.push_back(std::move(substitute));
    if (!person.blocked) {
        Form link;
        link.id = "lenke";
        link.heading = say(exchange, text::password_link);
        link.lead = say(exchange, text::password_link_lead);
        link.button = say(exchange, text::make_link);
        link.folded = true;
        sheet.forms.push_back(std::move(link));
    }
    Form change = person_form(exchange, person, "endre", text::change_person);
    change.folded = true;
    sheet.forms.push_back(std::move(change));
    Form block;
    block.id = person.blocked ? "opphev" : "sperr";
    block.heading = block.button = say(exchange, person.blocked ? text::unblock : text::block);
    block.lead = say(exchange, person.blocked ? text::unblock_lead : text::block_lead);
    block.dangerous = !person.blocked;
    block.folded = true;
    sheet.forms.push_back(std::move(block));
}

Sheet person_sheet(http::Exchange& exchange, const party::Person& person) {
    Sheet sheet;
    sheet.title = person.name;
    sheet.lead = person.blocked ? say(exchange, text::person_is_blocked)
                                : say(exchange, text::person_lead, {{"user", person.user_name}});
    sheet.back_path = "/administrasjon/personer";
    sheet.back_name = say(exchange, text::people_title);
    sheet.action = "/administrasjon/personer/" + std::to_string(person.id.value);
    std::map<std::int64_t, std::string> unit_names;
    for (const party::Unit& each : party::units(exchange.db, exchange.actor.municipality))
        unit_names[each.id.value] = each.name;
    if (const auto token = exchange.query("lenke"); !token.empty()) {
        sheet.secret_label = say(exchange, text::link_for, {{"name", person.name}});
        sheet.secret = link_of(exchange, token);
    }
    sheet.lists = {roles_list(exchange, person, unit_names),
                   limits_list(exchange, person, unit_names), delegations_list(exchange, person)};
    add_person_forms(sheet, exchange, person);
    return sheet;
}

Result<void> add_limit(http::Post& exchange, const party::Person& person) {
    party::AuthorityLimit limit;
    limit.user = person.id;
    limit.unit = {id_of(exchange, "unit")};
    TRY(text_of(exchange, "limit", true));
    limit.limit = TRY(money_of(exchange, "limit"));
    limit.valid_from = TRY(date_of(exchange, "valid_from", exchange.today));
    limit.valid_to = TRY(date_of(exchange, "valid_to", party::kOpenEnd));
    limit.reference = TRY(text_of(exchange, "reference", true));
    TRY(party::add_limit(exchange.tx, exchange.actor, exchange.now, limit));
    return {};
}

Result<void> add_substitute(http::Post& exchange, const party::Person& person) {
    party::Delegation made;
    made.from = person.id;
    made.to = {id_of(exchange, "to")};
    made.valid_from = TRY(date_of(exchange, "valid_from", exchange.today));
    TRY(text_of(exchange, "valid_to", true));
    made.valid_to = TRY(date_of(exchange, "valid_to", exchange.today));
    made.reason = TRY(text_of(exchange, "reason", true));
    TRY(party::add_delegation(exchange.tx, exchange.actor, exchange.now, made));
    return {};
}

// Only a row of this very person can be ended from the person's page.
template <class Rows>
bool has_row(const Rows& rows, std::int64_t id) {
    return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.id == id; });
}

Result<void> change(http::Post& exchange, const party::Person& person) {
    const std::string_view form = exchange.form("skjema");
    db::Tx& tx = exchange.tx;
    if (form == "endre")
        return party::change_person(tx, exchange.actor, exchange.now,
                                    TRY(person_typed(exchange, person)));
    if (form == "sperr" || form == "opphev")
        return party::set_blocked(tx, exchange.actor, exchange.now, person.id, form == "sperr");
    if (form == "fullmakt") return add_limit(exchange, person);
    if (form == "stedfortreder") return add_substitute(exchange, person);
    if (form == "rolle" || form == "avslutt-rolle") {
        const auto role = party::role_from(exchange.form("role"));
        if (!role) return refuse(text::fill_in, {}, "role");
        const Grant grant{*role, {id_of(exchange, "unit")}};
        return form == "rolle"
                   ? party::grant_role(tx, exchange.actor, exchange.now, person.id, grant)
                   : party::end_grant(tx, exchange.actor, exchange.now, person.id, grant);
    }
    const std::int64_t row = id_of(exchange, "rad");
    const Date yesterday = exchange.today - 1;
    if (form == "avslutt-fullmakt" && has_row(party::limits_of(tx, person.id), row)) {
        return party::end_limit(tx, exchange.actor, exchange.now, row, yesterday);
    }
    if (form == "avslutt-stedfortreder" && has_row(party::delegations_of(tx, person.id), row)) {
        return party::end_delegation(tx, exchange.actor, exchange.now, row, yesterday);
    }
    return refuse(text::gone);
}

// To the person's page, where the link is shown once.
std::string with_link(http::Post& exchange, UserId user) {
    const std::string token = account::invite(exchange.tx, exchange.actor, user, exchange.now);
    return fmt::format("/administrasjon/personer/{}?lenke={}", user.value, token);
}

}  // namespace

http::Response people(http::Exchange& exchange) { return show(exchange, people_sheet(exchange)); }

http::Response people_post(http::Post& exchange) {
    return carry_out(
        exchange,
        [&]() -> Result<std::string> {
            party::Person made = TRY(person_typed(exchange, {}));
            made.municipality = exchange.actor.municipality;
            const UserId id =
                TRY(party::create_person(exchange.tx, exchange.actor, exchange.now, made));
            return with_link(exchange, id);
        },
        [&] { return people_sheet(exchange); });
}

http::Response person(http::Exchange& exchange) {
    const auto found = person_of(exchange);
    return found ? show(exchange, person_sheet(exchange, *found)) : http::not_found();
}

http::Response person_post(http::Post& exchange) {
    const auto found = person_of(exchange);
    if (!found) return http::not_found();
    return carry_out(
        exchange,
        [&]() -> Result<std::string> {
            if (exchange.form("skjema") == "lenke" && !found->blocked)
                return with_link(exchange, found->id);
            TRY(change(exchange, *found));
            return "/administrasjon/personer/" + std::to_string(found->id.value);
        },
        [&] { return person_sheet(exchange, *found); });
}

}  // namespace samkjop::administration
