// Suppliers are the region's; each municipality has its own number for them in its finance system.

#include "administration/common.h"
#include "administration/typed.h"

namespace samkjop::administration {
namespace {

using K = Field::Kind;

Form supplier_form(http::Exchange& exchange, const party::Supplier& s, const char* id,
                   const Text& heading) {
    Form form{.id = id,
              .heading = say(exchange, heading),
              .lead = {},
              .button = say(exchange, text::save_supplier)};
    form.fields = {
        {"name", say(exchange, text::name), s.name, K::text, "", true},
        {"organisation_number", say(exchange, text::organisation_number), s.organisation_number,
         K::text, say(exchange, text::foreign_number_help), true},
        {"endpoint", say(exchange, text::endpoint), s.endpoint, K::text,
         say(exchange, text::endpoint_help)},
        {"email", say(exchange, text::email), s.email, K::email,
         say(exchange, text::supplier_email_help)},
        {"street", say(exchange, text::street), s.street},
        {"postal_code", say(exchange, text::postal_code), s.postal_code},
        {"city", say(exchange, text::city), s.city},
        {"bank_account", say(exchange, text::bank_account), s.bank_account},
        {"blocked", say(exchange, text::block_supplier), s.blocked ? "ja" : "", K::check}};
    return form;
}

Result<party::Supplier> supplier_typed(http::Exchange& exchange, party::Supplier s) {
    s.name = TRY(text_of(exchange, "name", true));
    s.organisation_number = TRY(text_of(exchange, "organisation_number", true));
    std::erase(s.organisation_number, ' ');
    s.country = party::country_of(s.organisation_number);
    s.endpoint = TRY(text_of(exchange, "endpoint", false));
    s.email = TRY(text_of(exchange, "email", false));
    s.street = TRY(text_of(exchange, "street", false));
    s.postal_code = TRY(text_of(exchange, "postal_code", false));
    s.city = TRY(text_of(exchange, "city", false));
    s.bank_account = TRY(text_of(exchange, "bank_account", false));
    s.blocked = ticked(exchange, "blocked");
    return s;
}

Sheet suppliers_sheet(http::Exchange& exchange) {
    Sheet sheet;
    sheet.title = say(exchange, text::suppliers_title);
    sheet.lead = say(exchange, text::suppliers_lead);
    sheet.back_path = "/administrasjon";
    sheet.back_name = say(exchange, text::administration);
    sheet.action = "/administrasjon/leverandorer";
    List list;
    list.heading = say(exchange, text::all_suppliers);
    list.none = say(exchange, text::no_rows);
    list.columns = {say(exchange, text::name), say(exchange, text::organisation_number),
                    say(exchange, text::endpoint), say(exchange, text::supplier_number),
                    say(exchange, text::state)};
    for (const party::Supplier& each : party::suppliers(exchange.db)) {
        list.rows.push_back(
            {{{each.name, "/administrasjon/leverandorer/" + std::to_string(each.id.value)},
              {each.organisation_number, ""},
              {each.endpoint, ""},
              {party::supplier_number(exchange.db, exchange.actor.municipality, each.id), ""},
              {say(exchange, each.blocked ? text::blocked : text::active), ""}},
             {}});
    }
    sheet.lists.push_back(std::move(list));
    Form form = supplier_form(exchange, {}, "ny", text::new_supplier);
    form.folded = true;
    sheet.forms.push_back(std::move(form));
    return sheet;
}

Sheet supplier_sheet(http::Exchange& exchange, const party::Supplier& found) {
    Sheet sheet;
    sheet.title = found.name;
    sheet.lead = say(exchange, found.blocked ? text::supplier_is_blocked : text::supplier_lead);
    sheet.back_path = "/administrasjon/leverandorer";
    sheet.back_name = say(exchange, text::suppliers_title);
    sheet.action = "/administrasjon/leverandorer/" + std::to_string(found.id.value);
    sheet.forms.push_back(supplier_form(exchange, found, "endre", text::change_supplier));
    Form number{.id = "nummer",
                .heading = say(exchange, text::supplier_number),
                .lead = say(exchange, text::supplier_number_lead),
                .button = say(exchange, text::save_number)};
    number.fields = {{"number", say(exchange, text::supplier_number),
                      party::supplier_number(exchange.db, exchange.actor.municipality, found.id),
                      K::text, "", true}};
    sheet.forms.push_back(std::move(number));
    return sheet;
}

}  // namespace

http::Response suppliers(http::Exchange& exchange) {
    return show(exchange, suppliers_sheet(exchange));
}

http::Response suppliers_post(http::Post& exchange) {
    return carry_out(
        exchange,
        [&]() -> Result<std::string> {
            const auto id = TRY(party::create_supplier(exchange.tx, exchange.actor, exchange.now,
                                                       TRY(supplier_typed(exchange, {}))));
            return "/administrasjon/leverandorer/" + std::to_string(id.value);
        },
        [&] { return suppliers_sheet(exchange); });
}

http::Response supplier(http::Exchange& exchange) {
    const auto found = party::supplier(exchange.db, party::SupplierId{exchange.path_id()});
    return found ? show(exchange, supplier_sheet(exchange, *found)) : http::not_found();
}

http::Response supplier_post(http::Post& exchange) {
    const auto found = party::supplier(exchange.db, party::SupplierId{exchange.path_id()});
    if (!found) return http::not_found();
    return carry_out(
        exchange,
        [&]() -> Result<std::string> {
            if (exchange.form("skjema") == "nummer") {
                TRY(party::set_supplier_number(exchange.tx, exchange.actor, exchange.now,
                                               exchange.actor.municipality, found->id,
                                               TRY(text_of(exchange, "number", true))));
            } else {
                TRY(party::change_supplier(exchange.tx, exchange.actor, exchange.now,
                                           TRY(supplier_typed(exchange, *found))));
            }
            return "/administrasjon/leverandorer/" + std::to_string(found->id.value);
        },
        [&] { return supplier_sheet(exchange, *found); });
}

}  // namespace samkjop::administration
