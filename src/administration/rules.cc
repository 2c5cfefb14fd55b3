// The municipality's own rules: budget policy, tolerances, references, the way to the finance
// system.

#include "administration/common.h"
#include "administration/typed.h"

namespace samkjop::administration {
namespace {

using K = Field::Kind;

constexpr std::string_view kPolicies[] = {"warn", "stop", "refuse"};
constexpr std::string_view kScopes[] = {"coding", "unit", "unit_function", "art_group", "project"};

template <std::size_t N>
int index_of(const std::string_view (&names)[N], std::string_view name) {
    for (std::size_t i = 0; i < N; ++i) {
        if (names[i] == name) return static_cast<int>(i);
    }
    return -1;
}

Form budget_form(http::Exchange& exchange, const party::Settings& s) {
    Form form;
    form.id = "budsjett";
    form.heading = say(exchange, text::budget_rules);
    form.button = say(exchange, text::save_rules);
    form.fields = {
        {"budget_policy",
         say(exchange, text::budget_policy),
         std::string(kPolicies[static_cast<int>(s.budget_policy)]),
         K::choice,
         say(exchange, text::budget_policy_help),
         true,
         {{"warn", say(exchange, text::policy_warn)},
          {"stop", say(exchange, text::policy_stop)},
          {"refuse", say(exchange, text::policy_refuse)}}},
        {"budget_scope",
         say(exchange, text::budget_scope),
         std::string(kScopes[static_cast<int>(s.budget_scope)]),
         K::choice,
         say(exchange, text::budget_scope_help),
         true,
         {{"coding", say(exchange, text::scope_coding)},
          {"unit", say(exchange, text::scope_unit)},
          {"unit_function", say(exchange, text::scope_unit_function)},
          {"art_group", say(exchange, text::scope_art_group)},
          {"project", say(exchange, text::scope_project)}}},
        {"allowed_overrun", say(exchange, text::allowed_overrun), money_typed(s.allowed_overrun),
         K::number, say(exchange, text::allowed_overrun_help)},
    };
    return form;
}

Form tolerance_form(http::Exchange& exchange, const party::Settings& s) {
    Form form;
    form.id = "toleranser";
    form.heading = say(exchange, text::tolerances);
    form.lead = say(exchange, text::tolerances_lead);
    form.button = say(exchange, text::save_rules);
    form.fields = {
        {"increase_tolerance", say(exchange, text::increase_tolerance),
         money_typed(s.increase_tolerance), K::number,
         say(exchange, text::increase_tolerance_help)},
        {"over_receipt_percent", say(exchange, text::over_receipt),
         format_decimal(s.over_receipt_percent), K::number, say(exchange, text::over_receipt_help)},
        {"invoice_price_percent", say(exchange, text::invoice_price),
         format_decimal(s.invoice_price_percent), K::number,
         say(exchange, text::invoice_price_help)},
        {"invoice_line_tolerance", say(exchange, text::invoice_line),
         money_typed(s.invoice_line_tolerance), K::number, say(exchange, text::invoice_line_help)},
        {"invoice_total_tolerance", say(exchange, text::invoice_total),
         money_typed(s.invoice_total_tolerance), K::number,
         say(exchange, text::invoice_total_help)},
        {"receipt_required", say(exchange, text::receipt_required), s.receipt_required ? "ja" : "",
         K::check, say(exchange, text::receipt_required_help)},
    };
    return form;
}

Form document_form(http::Exchange& exchange, const party::Settings& s) {
    Form form;
    form.id = "dokumenter";
    form.heading = say(exchange, text::documents);
    form.button = say(exchange, text::save_rules);
    form.fields = {
        {"invoice_reference_label", say(exchange, text::reference_label), s.invoice_reference_label,
         K::text, say(exchange, text::reference_label_help)},
        {"invoice_reference_pattern", say(exchange, text::reference_pattern),
         s.invoice_reference_pattern, K::text, say(exchange, text::reference_pattern_help)},
        {"upload_limit", say(exchange, text::upload_limit),
         std::to_string(s.upload_limit_bytes >> 20), K::number,
         say(exchange, text::upload_limit_help)},
        {"finance_profile",
         say(exchange, text::finance_profile),
         s.finance_profile,
         K::choice,
         "",
         true,
         {{"gl07", "GL07"}, {"csv", "CSV"}}},
        {"finance_client", say(exchange, text::finance_client), s.finance_client, K::text,
         say(exchange, text::finance_client_help)},
    };
    return form;
}

Form ledger_form(http::Exchange& exchange, const party::LedgerRules& rules) {
    Form form;
    form.id = "regnskap";
    form.heading = say(exchange, text::ledger_rules);
    form.lead = say(exchange, text::ledger_rules_lead);
    form.button = say(exchange, text::save_rules);
    form.fields = {
        {"disputed_agreed_only", say(exchange, text::disputed_agreed_only),
         rules.disputed_agreed_only ? "ja" : "", K::check,
         say(exchange, text::disputed_agreed_only_help)},
        {"carry_reserved", say(exchange, text::carry_reserved), rules.carry_reserved ? "ja" : "",
         K::check, say(exchange, text::carry_reserved_help)},
        {"release_after_days", say(exchange, text::release_after_days),
         std::to_string(rules.release_after_days), K::number,
         say(exchange, text::release_after_days_help)},
        {"valid_from", say(exchange, text::rules_from), exchange.today.iso(), K::date, "", true}};
    return form;
}

List ledger_rows(http::Exchange& exchange) {
    List list;
    list.heading = say(exchange, text::ledger_rules_history);
    list.columns = {say(exchange, text::rules_from), say(exchange, text::disputed_agreed_only),
                    say(exchange, text::carry_reserved), say(exchange, text::release_after_days),
                    say(exchange, text::set_by)};
    const auto yes = [&](bool is) { return say(exchange, is ? text::yes_word : text::no_word); };
    for (const party::DatedLedgerRules& row :
         party::all_ledger_rules(exchange.db, exchange.actor.municipality)) {
        const int days = row.rules.release_after_days;
        list.rows.push_back(
            {{{format_short_date(row.valid_from), ""},
              {yes(row.rules.disputed_agreed_only), ""},
              {yes(row.rules.carry_reserved), ""},
              {days == 0 ? say(exchange, text::never_word) : std::to_string(days), ""},
              {row.set_by, ""}},
             {}});
    }
    return list;
}

Sheet rules_sheet(http::Exchange& exchange, const party::Municipality& municipality) {
    Sheet sheet;
    sheet.title = say(exchange, text::rules_for, {{"municipality", municipality.title()}});
    sheet.lead = say(exchange, text::rules_lead);
    sheet.back_path = "/administrasjon";
    sheet.back_name = say(exchange, text::administration);
    sheet.action = "/administrasjon/regler";
    sheet.forms = {
        budget_form(exchange, municipality.settings),
        tolerance_form(exchange, municipality.settings),
        document_form(exchange, municipality.settings),
        ledger_form(exchange, party::ledger_rules(exchange.db, municipality.id, exchange.today))};
    List rows = ledger_rows(exchange);
    if (!rows.rows.empty()) sheet.lists.push_back(std::move(rows));
    return sheet;
}

Result<party::Settings> settings_typed(http::Exchange& exchange, party::Settings s) {
    const std::string_view form = exchange.form("skjema");
    if (form == "budsjett") {
        const int policy = index_of(kPolicies, exchange.form("budget_policy"));
        const int scope = index_of(kScopes, exchange.form("budget_scope"));
        if (policy < 0) return refuse(text::fill_in, {}, "budget_policy");
        if (scope < 0) return refuse(text::fill_in, {}, "budget_scope");
        s.budget_policy = static_cast<party::BudgetPolicy>(policy);
        s.budget_scope = static_cast<party::BudgetScope>(scope);
        s.allowed_overrun = TRY(money_of(exchange, "allowed_overrun"));
    } else if (form == "toleranser") {
        s.increase_tolerance = TRY(money_of(exchange, "increase_tolerance"));
        s.over_receipt_percent = TRY(decimal_of(exchange, "over_receipt_percent"));
        s.invoice_price_percent = TRY(decimal_of(exchange, "invoice_price_percent"));
        s.invoice_line_tolerance = TRY(money_of(exchange, "invoice_line_tolerance"));
        s.invoice_total_tolerance = TRY(money_of(exchange, "invoice_total_tolerance"));
        s.receipt_required = ticked(exchange, "receipt_required");
    } else {
        s.invoice_reference_label = TRY(text_of(exchange, "invoice_reference_label", false));
        s.invoice_reference_pattern = TRY(text_of(exchange, "invoice_reference_pattern", false));
        const std::int64_t megabytes = TRY(whole_of(exchange, "upload_limit"));
        if (megabytes < 1 || megabytes > 200)
            return refuse(text::upload_limit_range, {}, "upload_limit");
        s.upload_limit_bytes = megabytes << 20;
        s.finance_profile = exchange.form("finance_profile");
        s.finance_client = TRY(text_of(exchange, "finance_client", false));
    }
    return s;
}

}  // namespace

http::Response rules(http::Exchange& exchange) {
    const auto municipality = party::municipality(exchange.db, exchange.actor.municipality);
    return municipality ? show(exchange, rules_sheet(exchange, *municipality)) : http::not_found();
}

http::Response rules_post(http::Post& exchange) {
    const auto municipality = party::municipality(exchange.db, exchange.actor.municipality);
    if (!municipality) return http::not_found();
    return carry_out(
        exchange,
        [&]() -> Result<std::string> {
            if (exchange.form("skjema") == "regnskap") {
                party::LedgerRules rules;
                rules.disputed_agreed_only = ticked(exchange, "disputed_agreed_only");
                rules.carry_reserved = ticked(exchange, "carry_reserved");
                const std::int64_t days = TRY(whole_of(exchange, "release_after_days"));
                rules.release_after_days =
                    static_cast<int>(std::clamp<std::int64_t>(days, -1, 9999));
                TRY(party::set_ledger_rules(
                    exchange.tx, exchange.actor, exchange.now, municipality->id,
                    TRY(date_of(exchange, "valid_from", exchange.today)), rules));
                return "/administrasjon/regler";
            }
            TRY(party::save_settings(exchange.tx, exchange.actor, exchange.now, municipality->id,
                                     TRY(settings_typed(exchange, municipality->settings))));
            return "/administrasjon/regler";
        },
        [&] { return rules_sheet(exchange, *municipality); });
}

}  // namespace samkjop::administration
