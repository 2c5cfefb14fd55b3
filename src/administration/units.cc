// Units: the tree that budgets, authority and reach hang on.

#include "administration/common.h"
#include "administration/typed.h"

namespace samkjop::administration {
namespace {

Form unit_form(http::Exchange& exchange, const party::Unit& unit, const char* id,
               const Text& heading) {
    using K = Field::Kind;
    Form form;
    form.id = id;
    form.heading = say(exchange, heading);
    form.button = say(exchange, text::save_unit);
    form.fields = {
        {"code", say(exchange, text::unit_code), unit.code, K::text,
         say(exchange, text::unit_code_help), true},
        {"name", say(exchange, text::name), unit.name, K::text, "", true},
        {"parent", say(exchange, text::unit_parent), std::to_string(unit.parent.value), K::choice,
         "", false, unit_options(exchange, &text::top_unit)},
        {"leader", say(exchange, text::unit_leader), std::to_string(unit.leader.value), K::choice,
         say(exchange, text::unit_leader_help), false, person_options(exchange, &text::nobody)},
        {"function", say(exchange, text::unit_function), unit.function, K::text,
         say(exchange, text::unit_function_help)},
        {"delivery_name", say(exchange, text::delivery_name), unit.delivery_name},
        {"street", say(exchange, text::street), unit.street},
        {"postal_code", say(exchange, text::postal_code), unit.postal_code},
        {"city", say(exchange, text::city), unit.city},
    };
    return form;
}

Result<party::Unit> unit_typed(http::Exchange& exchange, party::Unit unit) {
    unit.code = TRY(text_of(exchange, "code", true));
    unit.name = TRY(text_of(exchange, "name", true));
    unit.parent = {id_of(exchange, "parent")};
    unit.leader = {id_of(exchange, "leader")};
    unit.function = TRY(text_of(exchange, "function", false));
    unit.delivery_name = TRY(text_of(exchange, "delivery_name", false));
    unit.street = TRY(text_of(exchange, "street", false));
    unit.postal_code = TRY(text_of(exchange, "postal_code", false));
    unit.city = TRY(text_of(exchange, "city", false));
    return unit;
}

Sheet units_sheet(http::Exchange& exchange) {
    Sheet sheet;
    sheet.title = say(exchange, text::units_title);
    sheet.lead = say(exchange, text::units_lead);
    sheet.back_path = "/administrasjon";
    sheet.back_name = say(exchange, text::administration);
    sheet.action = "/administrasjon/enheter";
    List list;
    list.heading = say(exchange, text::all_units);
    list.none = say(exchange, text::no_rows);
    list.columns = {say(exchange, text::name), say(exchange, text::unit_code),
                    say(exchange, text::unit_parent), say(exchange, text::unit_leader),
                    say(exchange, text::state)};
    const auto all = party::units(exchange.db, exchange.actor.municipality);
    std::map<std::int64_t, std::string> unit_names;
    for (const party::Unit& each : all) unit_names[each.id.value] = each.name;
    std::map<std::int64_t, std::string> names;
    for (const party::Person& each : party::people(exchange.db, exchange.actor.municipality))
        names[each.id.value] = each.name;
    for (const party::Unit& each : all) {
        const bool closed = each.last_day && *each.last_day < exchange.today;
        list.rows.push_back(
            {{{each.name, "/administrasjon/enheter/" + std::to_string(each.id.value)},
              {each.code, ""},
              {unit_names[each.parent.value], ""},
              {names[each.leader.value], ""},
              {say(exchange, closed ? text::closed : text::open), ""}},
             {}});
    }
    sheet.lists.push_back(std::move(list));
    Form form = unit_form(exchange, {}, "ny", text::new_unit);
    form.folded = true;
    sheet.forms.push_back(std::move(form));
    return sheet;
}

std::optional<party::Unit> unit_of(http::Exchange& exchange) {
    auto found = party::unit(exchange.db, UnitId{exchange.path_id()});
    if (!found || found->municipality != exchange.actor.municipality) return std::nullopt;
    return found;
}

Sheet unit_sheet(http::Exchange& exchange, const party::Unit& unit) {
    Sheet sheet;
    sheet.title = unit.name;
    sheet.lead = unit.last_day ? say(exchange, text::unit_closes, {{"date", *unit.last_day}})
                               : say(exchange, text::unit_is_open);
    sheet.back_path = "/administrasjon/enheter";
    sheet.back_name = say(exchange, text::units_title);
    sheet.action = "/administrasjon/enheter/" + std::to_string(unit.id.value);
    sheet.forms.push_back(unit_form(exchange, unit, "endre", text::change_unit));
    Form close;
    close.id = "lukk";
    close.heading = say(exchange, text::close_unit);
    close.lead = say(exchange, text::close_unit_lead);
    close.button = say(exchange, text::close_unit);
    close.dangerous = true;
    close.folded = true;
    close.fields = {{"last_day", say(exchange, text::last_day),
                     unit.last_day ? unit.last_day->iso() : "", Field::Kind::date,
                     say(exchange, text::last_day_help)}};
    sheet.forms.push_back(std::move(close));
    return sheet;
}

}  // namespace

http::Response units(http::Exchange& exchange) { return show(exchange, units_sheet(exchange)); }

http::Response units_post(http::Post& exchange) {
    return carry_out(
        exchange,
        [&]() -> Result<std::string> {
            party::Unit made = TRY(unit_typed(exchange, {}));
            made.municipality = exchange.actor.municipality;
            const UnitId id =
                TRY(party::create_unit(exchange.tx, exchange.actor, exchange.now, made));
            return "/administrasjon/enheter/" + std::to_string(id.value);
        },
        [&] { return units_sheet(exchange); });
}

http::Response unit(http::Exchange& exchange) {
    const auto found = unit_of(exchange);
    return found ? show(exchange, unit_sheet(exchange, *found)) : http::not_found();
}

http::Response unit_post(http::Post& exchange) {
    const auto found = unit_of(exchange);
    if (!found) return http::not_found();
    return carry_out(
        exchange,
        [&]() -> Result<std::string> {
            party::Unit changed = *found;
            if (exchange.form("skjema") == "lukk") {
                const std::string typed = TRY(text_of(exchange, "last_day", false));
                changed.last_day.reset();
                if (!typed.empty()) changed.last_day = TRY(date_of(exchange, "last_day", {}));
            } else {
                changed = TRY(unit_typed(exchange, changed));
            }
            TRY(party::change_unit(exchange.tx, exchange.actor, exchange.now, changed));
            return "/administrasjon/enheter/" + std::to_string(found->id.value);
        },
        [&] { return unit_sheet(exchange, *found); });
}

}  // namespace samkjop::administration
