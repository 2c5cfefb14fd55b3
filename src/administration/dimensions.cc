// The account string: how each dimension is used, its codes, VAT codes and what goods are charged
// to.

#include "administration/common.h"
#include "administration/typed.h"
#include "coding/coding.h"

namespace samkjop::administration {
namespace {

using K = Field::Kind;

coding::Dimension chosen(const http::Exchange& exchange) {
    return coding::dimension_from(exchange.query("dimensjon")).value_or(coding::Dimension::art);
}

std::string label_of(http::Exchange& exchange, coding::Dimension dimension) {
    for (const coding::DimensionRule& rule :
         coding::rules(exchange.db, exchange.actor.municipality)) {
        if (rule.dimension == dimension) return rule.label;
    }
    return std::string(coding::name(dimension));
}

std::string valid(http::Exchange& exchange, Date from, Date to) {
    return format_short_date(from) + " – " +
           (to >= party::kOpenEnd ? say(exchange, text::until_further) : format_short_date(to));
}

List rules_list(http::Exchange& exchange) {
    List list;
    list.heading = say(exchange, text::account_string);
    list.lead = say(exchange, text::account_string_lead);
    list.none = say(exchange, text::no_rows);
    list.columns = {say(exchange, text::name), say(exchange, text::place),
                    say(exchange, text::use)};
    for (const coding::DimensionRule& rule :
         coding::rules(exchange.db, exchange.actor.municipality)) {
        const Text& use = !rule.used      ? text::not_used
                          : rule.required ? text::required
                                          : text::optional_dimension;
        list.rows.push_back({{{rule.label, fmt::format("/administrasjon/kontering?dimensjon={}",
                                                       coding::name(rule.dimension))},
                              {std::to_string(rule.position), ""},
                              {say(exchange, use), ""}},
                             {}});
    }
    return list;
}

List values_list(http::Exchange& exchange, coding::Dimension dimension) {
    List list;
    list.heading = say(exchange, text::codes_of, {{"dimension", label_of(exchange, dimension)}});
    list.none = say(exchange, text::no_rows);
    list.columns = {say(exchange, text::code_word), say(exchange, text::name),
                    say(exchange, text::valid), say(exchange, text::state)};
    for (const coding::DimensionValue& value :
         coding::values(exchange.db, exchange.actor.municipality, dimension, exchange.today)) {
        const Text& state = value.blocked       ? text::blocked
                            : value.budget_only ? text::budget_only
                                                : text::open;
        list.rows.push_back({{{value.code, ""},
                              {value.name, ""},
                              {valid(exchange, value.valid_from, value.valid_to), ""},
                              {say(exchange, state), ""}},
                             {}});
    }
    return list;
}

List vat_list(http::Exchange& exchange) {
    List list;
    list.heading = say(exchange, text::vat_codes);
    list.none = say(exchange, text::no_rows);
    list.columns = {say(exchange, text::code_word), say(exchange, text::name),
                    say(exchange, text::rate), say(exchange, text::vat_right),
                    say(exchange, text::valid)};
    for (const coding::VatCode& code :
         coding::vat_codes(exchange.db, exchange.actor.municipality, exchange.today)) {
        list.rows.push_back({{{code.code, ""},
                              {code.name, ""},
                              {format_decimal(Decimal(code.rate.scaled(6), 4)) + " %", "", true},
                              {format_decimal(Decimal(code.right, 2)) + " %", "", true},
                              {valid(exchange, code.valid_from, code.valid_to), ""}},
                             {}});
    }
    return list;
}

List groups_list(http::Exchange& exchange) {
    List list;
    list.heading = say(exchange, text::product_groups);
    list.lead = say(exchange, text::product_groups_lead);
    list.none = say(exchange, text::no_rows);
    list.columns = {say(exchange, text::prefix), say(exchange, text::name),
                    say(exchange, text::art), say(exchange, text::vat_code)};
    for (const coding::ProductGroupRule& rule :
         coding::product_groups(exchange.db, exchange.actor.municipality, exchange.today)) {
        list.rows.push_back(
            {{{rule.prefix, ""}, {rule.name, ""}, {rule.art, ""}, {rule.vat_code, ""}}, {}});
    }
    return list;
}

void add_forms(Sheet& sheet, http::Exchange& exchange, coding::Dimension dimension) {
    const std::string label = label_of(exchange, dimension);
    const std::vector<Field> days = {
        {"valid_from", say(exchange, text::first_day), exchange.today.iso(), K::date, "", true},
        {"valid_to", say(exchange, text::last_day), "", K::date,
         say(exchange, text::last_day_open_help)}};
    Form value{.id = "kode",
               .heading = say(exchange, text::save_code_heading, {{"dimension", label}}),
               .lead = say(exchange, text::save_code_lead),
               .button = say(exchange, text::save_code),
               .folded = true};
    value.hidden = {{"dimension", std::string(coding::name(dimension))}};
    value.fields = {
        {"code", say(exchange, text::code_word), "", K::text, "", true},
        {"name", say(exchange, text::name), "", K::text, "", true},
        {"kostra", say(exchange, text::kostra), "", K::text, say(exchange, text::kostra_help)}};
    value.fields.insert(value.fields.end(), days.begin(), days.end());
    value.fields.push_back({"blocked", say(exchange, text::block_code), "", K::check});
    value.fields.push_back({"budget_only", say(exchange, text::budget_only), "", K::check});
    sheet.forms.push_back(std::move(value));

    Form rule{.id = "bruk",
              .heading = say(exchange, text::use_heading, {{"dimension", label}}),
              .lead = {},
              .button = say(exchange, text::save_use),
              .folded = true};
    rule.hidden = {{"dimension", std::string(coding::name(dimension))}};
    for (const coding::DimensionRule& each :
         coding::rules(exchange.db, exchange.actor.municipality)) {
        if (each.dimension != dimension) continue;
        rule.fields = {
            {"label", say(exchange, text::name), each.label, K::text, "", true},
            {"position", say(exchange, text::place), std::to_string(each.position), K::number, "",
             true},
            {"used", say(exchange, text::is_used), each.used ? "ja" : "", K::check},
            {"required", say(exchange, text::is_required), each.required ? "ja" : "", K::check}};
    }
    sheet.forms.push_back(std::move(rule));

    Form vat{.id = "mva",
             .heading = say(exchange, text::save_vat_heading),
             .lead = say(exchange, text::save_code_lead),
             .button = say(exchange, text::save_vat),
             .folded = true};
    vat.fields = {
        {"code", say(exchange, text::code_word), "", K::text, "", true},
        {"name", say(exchange, text::name), "", K::text, "", true},
        {"rate", say(exchange, text::rate), "", K::number, say(exchange, text::rate_help), true},
        {"right", say(exchange, text::vat_right), "", K::number,
         say(exchange, text::vat_right_help), true},
        {"saft_code", say(exchange, text::saft_code), "", K::text,
         say(exchange, text::saft_code_help)},
        {"category",
         say(exchange, text::vat_category),
         "S",
         K::choice,
         "",
         true,
         {{"S", "S"}, {"Z", "Z"}, {"E", "E"}, {"AE", "AE"}, {"O", "O"}}}};
    vat.fields.insert(vat.fields.end(), days.begin(), days.end());
    sheet.forms.push_back(std::move(vat));

    Form group{.id = "varegruppe",
               .heading = say(exchange, text::save_group_heading),
               .lead = {},
               .button = say(exchange, text::save_group),
               .folded = true};
    group.fields = {{"prefix", say(exchange, text::prefix), "", K::text,
                     say(exchange, text::prefix_help), true},
                    {"name", say(exchange, text::name), "", K::text, "", true},
                    {"art", say(exchange, text::art), "", K::text, "", true},
                    {"vat_code", say(exchange, text::vat_code), "", K::text, "", true}};
    group.fields.insert(group.fields.end(), days.begin(), days.end());
    sheet.forms.push_back(std::move(group));
}

Sheet dimensions_sheet(http::Exchange& exchange, coding::Dimension dimension) {
    Sheet sheet;
    sheet.title = say(exchange, text::dimensions_title);
    sheet.lead = say(exchange, text::dimensions_lead);
    sheet.back_path = "/administrasjon";
    sheet.back_name = say(exchange, text::administration);
    sheet.action = "/administrasjon/kontering";
    sheet.lists = {rules_list(exchange), values_list(exchange, dimension), vat_list(exchange),
                   groups_list(exchange)};
    add_forms(sheet, exchange, dimension);
    return sheet;
}

Result<void> save(http::Post& exchange, coding::Dimension dimension) {
    const std::string_view form = exchange.form("skjema");
    const MunicipalityId municipality = exchange.actor.municipality;
    if (form == "bruk") {
        coding::DimensionRule rule;
        rule.dimension = dimension;
        rule.label = TRY(text_of(exchange, "label", true));
        rule.position = static_cast<int>(TRY(whole_of(exchange, "position")));
        rule.used = ticked(exchange, "used");
        rule.required = ticked(exchange, "required");
        TRY(coding::save_rule(exchange.tx, exchange.actor, exchange.now, municipality, rule));
        return {};
    }
    const Date from = TRY(date_of(exchange, "valid_from", exchange.today));
    const Date to = TRY(date_of(exchange, "valid_to", party::kOpenEnd));
    const std::string name = TRY(text_of(exchange, "name", true));
    if (form == "kode") {
        coding::DimensionValue value;
        value.dimension = dimension;
        value.code = TRY(text_of(exchange, "code", true));
        value.name = name;
        value.kostra = TRY(text_of(exchange, "kostra", false));
        value.valid_from = from;
        value.valid_to = to;
        value.blocked = ticked(exchange, "blocked");
        value.budget_only = ticked(exchange, "budget_only");
        TRY(coding::save_value(exchange.tx, exchange.actor, exchange.now, municipality, value));
    } else if (form == "mva") {
        coding::VatCode code;
        code.code = TRY(text_of(exchange, "code", true));
        code.name = name;
        const Decimal percent = TRY(decimal_of(exchange, "rate"));
        const Decimal right = TRY(decimal_of(exchange, "right"));
        if (percent.normalised().scale() > 4) return refuse(text::not_a_number, {}, "rate");
        if (right.normalised().scale() > 2 || right > Decimal::whole(100))
            return refuse(text::not_a_number, {}, "right");
        code.rate = Decimal(percent.scaled(4), 6);
        code.right = static_cast<int>(right.scaled(2));
        code.saft_code = TRY(text_of(exchange, "saft_code", false));
        code.category = exchange.form("category");
        code.valid_from = from;
        code.valid_to = to;
        TRY(coding::save_vat_code(exchange.tx, exchange.actor, exchange.now, municipality, code));
    } else {
        coding::ProductGroupRule rule;
        rule.prefix = TRY(text_of(exchange, "prefix", true));
        rule.name = name;
        rule.art = TRY(text_of(exchange, "art", true));
        rule.vat_code = TRY(text_of(exchange, "vat_code", true));
        rule.valid_from = from;
        rule.valid_to = to;
        TRY(coding::save_product_group(exchange.tx, exchange.actor, exchange.now, municipality,
                                       rule));
    }
    return {};
}

}  // namespace

http::Response dimensions(http::Exchange& exchange) {
    return show(exchange, dimensions_sheet(exchange, chosen(exchange)));
}

http::Response dimensions_post(http::Post& exchange) {
    const auto dimension =
        coding::dimension_from(exchange.form("dimension")).value_or(coding::Dimension::art);
    return carry_out(
        exchange,
        [&]() -> Result<std::string> {
            TRY(save(exchange, dimension));
            return fmt::format("/administrasjon/kontering?dimensjon={}", coding::name(dimension));
        },
        [&] { return dimensions_sheet(exchange, dimension); });
}

}  // namespace samkjop::administration
