// The sections that are fields of the agreement itself, and how what is typed becomes types.

#include "agreement/form.h"

#include "agreement/acts.h"
#include "agreement/sections.h"
#include "agreement/texts.h"
#include "base/words.h"
#include "sheet/sheet.h"

namespace samkjop::agreement {

std::string written(const std::optional<Money>& amount) {
    if (!amount) return "";
    return amount->ore() % 100 == 0 ? format_kroner(*amount) : format_money(*amount);
}

std::string written(const std::optional<Date>& day) { return day ? day->iso() : ""; }

std::string percent_written(const std::optional<Decimal>& share) {
    if (!share) return "";
    return format_decimal(Decimal(share->digits() * 100, share->scale()).normalised());
}

std::string Typed::text(std::string_view name, std::size_t most) {
    return std::string(cut_at_letter(trimmed(post_.form(name)), most));
}

std::optional<Date> Typed::day(std::string_view name) {
    const std::string typed = text(name);
    if (typed.empty()) return std::nullopt;
    const sheet::Cell cell{sheet::Cell::Kind::text, false, false, typed};
    const auto out = cell.date();
    if (!out) refuse(text::not_a_day, name);
    return out;
}

Date Typed::needed_day(std::string_view name) {
    const auto out = day(name);
    if (!out && text(name).empty()) refuse(text::day_missing, name);
    return out.value_or(Date());
}

std::optional<Money> Typed::money(std::string_view name) {
    const std::string typed = text(name);
    if (typed.empty()) return std::nullopt;
    const sheet::Cell cell{sheet::Cell::Kind::text, false, false, typed};
    const auto number = cell.number();
    if (number && !number->is_negative() && *number < Decimal::whole(100'000'000'000))
        return times(Decimal::whole(1), *number);
    refuse(text::not_an_amount, name);
    return std::nullopt;
}

std::optional<Decimal> Typed::percent(std::string_view name) {
    std::string typed = text(name);
    if (typed.empty()) return std::nullopt;
    if (typed.ends_with('%')) typed.pop_back();
    const auto number = Decimal::parse_typed(trimmed(typed));
    if (number && !number->is_negative() && *number <= Decimal::whole(100) && number->scale() <= 4)
        return Decimal(number->digits(), number->scale() + 2);
    refuse(text::not_a_percentage, name);
    return std::nullopt;
}

int Typed::whole(std::string_view name, int most) {
    const std::string typed = text(name);
    if (typed.empty()) return 0;
    const auto number = whole_number(typed);
    if ((number > 0 || typed == "0") && number <= most) return static_cast<int>(number);
    refuse(text::not_a_whole_number, name);
    return 0;
}

namespace {

using Input = Field::Input;

std::string joined(std::span<const std::string> words) {
    std::string out;
    for (const std::string& each : words) out += (out.empty() ? "" : " ") + each;
    return out;
}

// CPV codes as people write them: "33140000-3, 33190000".
std::vector<std::string> cpvs_from(Typed& typed, std::string_view name) {
    std::vector<std::string> out;
    std::string code;
    for (const char c : typed.text(name) + " ") {
        if (c != ' ' && c != ',' && c != ';' && c != '\n') {
            code += c;
            continue;
        }
        if (code.size() == 10 && code[8] == '-') code.resize(8);
        if (code.empty()) continue;
        if (code.size() != 8 || code.find_first_not_of("0123456789") != code.npos) {
            typed.refuse(text::cpv_malformed, name);
            return out;
        }
        if (std::ranges::find(out, code) == out.end()) out.push_back(code);
        code.clear();
    }
    return out;
}

std::vector<Field> basics(http::Exchange& exchange, const Agreement& is, std::int64_t) {
    const auto manager = party::person(exchange.db, is.manager);
    return {
        {"title", &text::field_title, Input::line, is.title, true},
        {"number", &text::field_number, Input::line, is.number, true, &text::number_says},
        {"kind", &text::field_kind, Input::select, "", true, nullptr,
         kind_choices(exchange.language, is.kind)},
        {"description", &text::field_description, Input::words, is.description},
        {"cpv", &text::field_cpv, Input::line, joined(is.cpvs), false, &text::cpv_says},
        {"product_groups", &text::field_product_groups, Input::line, is.product_groups, false,
         &text::product_groups_says},
        {"manager", &text::field_manager, Input::line, manager ? manager->user_name : "", false,
         &text::manager_says, people_choices(exchange)},
        {"case_reference", &text::field_case, Input::line, is.case_reference, false,
         &text::case_says},
        {"notice", &text::field_notice, Input::line, is.notice},
    };
}

void read_basics(http::Post& post, Typed& typed, Agreement& is) {
    is.title = typed.text("title", 200);
    is.number = typed.text("number", 60);
    is.kind = typed.choice<Kind>("kind", kKinds);
    is.description = typed.text("description");
    is.cpvs = cpvs_from(typed, "cpv");
    is.product_groups = typed.text("product_groups");
    is.case_reference = typed.text("case_reference", 100);
    is.notice = typed.text("notice", 300);
    is.manager = {};
    if (const std::string name = typed.text("manager"); !name.empty()) {
        const auto person = party::person_by_user_name(post.db, name);
        if (person) is.manager = person->id;
        if (!person) typed.refuse(text::person_unknown, "manager");
    }
}

Result<void> save_basics(http::Post& post, Typed& typed, const Agreement& old, std::int64_t) {
    Agreement is = old;
    read_basics(post, typed, is);
    if (!typed.wrong.empty()) return {};
    return save(post.tx, post.actor, post.now, is, "basics");
}

std::vector<Field> period(http::Exchange&, const Agreement& is, std::int64_t) {
    std::vector<Field> out;
    if (!is.signed_by_now()) {
        out.push_back({"valid_from", &text::field_from, Input::day,
                       written(std::optional(is.valid_from)), true});
        out.push_back(
            {"valid_to", &text::field_to, Input::day, written(std::optional(is.valid_to)), true});
    }
    out.push_back(
        {"options", &text::field_options, Input::line, is.options, false, &text::options_says});
    out.push_back({"notice_months", &text::field_notice_months, Input::number,
                   is.notice_months > 0 ? std::to_string(is.notice_months) : ""});
    out.push_back({"renegotiate", &text::field_renegotiate, Input::day, written(is.renegotiate),
                   false, &text::renegotiate_says});
    return out;
}

Result<void> save_period(http::Post& post, Typed& typed, const Agreement& old, std::int64_t) {
    Agreement is = old;
    if (!old.signed_by_now()) {
        is.valid_from = typed.needed_day("valid_from");
        is.valid_to = typed.needed_day("valid_to");
    }
    is.options = typed.text("options", 200);
    is.notice_months = typed.whole("notice_months", 120);
    is.renegotiate = typed.day("renegotiate");
    if (!typed.wrong.empty()) return {};
    return save(post.tx, post.actor, post.now, is, "period");
}

std::vector<Field> values(http::Exchange&, const Agreement& is, std::int64_t) {
    return {{"estimated", &text::field_estimated, Input::number, written(is.estimated), false,
             &text::amount_says},
            {"maximum", &text::field_maximum, Input::number, written(is.maximum), false,
             &text::maximum_says}};
}

Result<void> save_values(http::Post& post, Typed& typed, const Agreement& old, std::int64_t) {
    Agreement is = old;
    is.estimated = typed.money("estimated");
    is.maximum = typed.money("maximum");
    if (!typed.wrong.empty()) return {};
    return save(post.tx, post.actor, post.now, is, "values");
}

std::vector<Field> ordering(http::Exchange&, const Agreement& is, std::int64_t) {
    return {
        {"terms", &text::how_to_order, Input::words, is.terms, false, &text::terms_says},
        {"contact", &text::field_contact, Input::line, is.contact},
        {"delivery_days", &text::field_delivery_days, Input::number,
         is.delivery_days > 0 ? std::to_string(is.delivery_days) : ""},
        {"free_delivery_from", &text::free_delivery, Input::number, written(is.free_delivery_from)},
        {"delivery_terms", &text::field_delivery_terms, Input::words, is.delivery_terms},
        {"payment_days", &text::field_payment_days, Input::number,
         is.payment_days > 0 ? std::to_string(is.payment_days) : ""},
        {"payment_terms", &text::field_payment_terms, Input::words, is.payment_terms},
    };
}

Result<void> save_ordering(http::Post& post, Typed& typed, const Agreement& old, std::int64_t) {
    Agreement is = old;
    is.terms = typed.text("terms");
    is.contact = typed.text("contact", 300);
    is.delivery_days = typed.whole("delivery_days", 365);
    is.free_delivery_from = typed.money("free_delivery_from");
    is.delivery_terms = typed.text("delivery_terms");
    is.payment_days = typed.whole("payment_days", 365);
    is.payment_terms = typed.text("payment_terms");
    if (!typed.wrong.empty()) return {};
    return save(post.tx, post.actor, post.now, is, "ordering");
}

std::vector<Field> publicity(http::Exchange&, const Agreement& is, std::int64_t) {
    return {{"public_text", &text::field_public_text, Input::words, is.public_text, false,
             &text::public_says}};
}

Result<void> save_publicity(http::Post& post, Typed& typed, const Agreement& old, std::int64_t) {
    // Only the coordinator speaks to the public on behalf of the region.
    if (!post.actor.may(Permission::coordinate)) return refuse(text::not_yours);
    Agreement is = old;
    is.public_text = typed.text("public_text");
    return save(post.tx, post.actor, post.now, is, "public");
}

constexpr Section kOwn[] = {
    {"grunnlag", &text::section_basics, nullptr, false, basics, save_basics},
    {"periode", &text::section_period, &text::period_lead, false, period, save_period},
    {"verdi", &text::section_values, &text::values_lead, false, values, save_values},
    {"bestilling", &text::section_ordering, nullptr, false, ordering, save_ordering},
    {"offentlig", &text::section_public, &text::public_lead, false, publicity, save_publicity},
};

}  // namespace

std::vector<Field> fields_of_new(http::Exchange& exchange, const Agreement& is) {
    std::vector<Field> out = basics(exchange, is, 0);
    const auto supplier = party::supplier(exchange.db, is.supplier);
    out.insert(out.begin() + 3, {"supplier", &text::col_supplier, Input::line,
                                 supplier ? supplier->organisation_number : "", true,
                                 &text::supplier_says, supplier_choices(exchange)});
    out.insert(out.begin() + 4, {"valid_from", &text::field_from, Input::day, "", true});
    out.insert(out.begin() + 5, {"valid_to", &text::field_to, Input::day, "", true});
    return out;
}

void read_new(http::Post& post, Typed& typed, Agreement& is) {
    read_basics(post, typed, is);
    is.valid_from = typed.needed_day("valid_from");
    is.valid_to = typed.needed_day("valid_to");
    is.supplier = supplier_from(post, typed, "supplier");
    if (is.number.empty()) typed.refuse(text::number_missing, "number");
    if (is.title.empty()) typed.refuse(text::title_missing, "title");
}

const Section* section(std::string_view slug) {
    for (const Section& each : kOwn) {
        if (each.slug == slug) return &each;
    }
    for (const Section& each : row_sections()) {
        if (each.slug == slug) return &each;
    }
    return nullptr;
}

}  // namespace samkjop::agreement
