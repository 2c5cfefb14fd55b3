// The sections that an agreement has several rows of: who has joined, suppliers, lots, options,
// contacts, fees, price rules, requirements and what was found, what happened, documents.

#include "agreement/sections.h"

#include "agreement/acts.h"
#include "agreement/texts.h"
#include "base/words.h"
#include "files/files.h"
#include "sheet/sheet.h"

namespace samkjop::agreement {
namespace {

using Input = Field::Input;
using Fields = std::vector<Field>;

template <class Item>
Item row_of(std::span<const Item> items, std::int64_t id) {
    for (const Item& each : items) {
        if constexpr (requires { each.id.value; }) {
            if (each.id.value == id && id != 0) return each;
        } else {
            if (each.id == id && id != 0) return each;
        }
    }
    return Item{};
}

std::string number_or_nothing(int number) { return number > 0 ? std::to_string(number) : ""; }

template <class E>
std::vector<Choice> enum_choices(Language language, int count, E chosen) {
    std::vector<Choice> out;
    for (int i = 0; i < count; ++i) {
        const auto each = static_cast<E>(i);
        out.push_back({std::to_string(i), std::string(words(each).in(language)), each == chosen});
    }
    return out;
}

std::vector<Choice> lot_choices(const http::Exchange& exchange, const Agreement& agreement,
                                LotId chosen) {
    std::vector<Choice> out = {
        {"0", std::string(text::whole_agreement.in(exchange.language)), !chosen}};
    for (const Lot& each : agreement.lots) {
        out.push_back({std::to_string(each.id.value),
                       std::to_string(each.number) + " " + each.title, each.id == chosen});
    }
    return out;
}

LotId lot_from(Typed& typed, const Agreement& agreement) {
    const LotId wanted{whole_number(typed.text("lot"))};
    return agreement.lot(wanted) != nullptr ? wanted : LotId{};
}

std::vector<Choice> municipality_choices(http::Exchange& exchange, MunicipalityId chosen,
                                         const Text* everyone) {
    std::vector<Choice> out;
    if (everyone != nullptr)
        out.push_back({"", std::string(everyone->in(exchange.language)), !chosen});
    for (const party::Municipality& each : party::municipalities(exchange.db))
        out.push_back({each.number, each.title(), each.id == chosen});
    return out;
}

MunicipalityId municipality_from(http::Exchange& exchange, Typed& typed) {
    const auto found = party::municipality_by_number(exchange.db, typed.text("municipality"));
    return found ? found->id : MunicipalityId{};
}

// ---- Members: the row is the municipality's id ----

Fields member_fields(http::Exchange& exchange, const Agreement& is, std::int64_t row) {
    const Member* old = is.member({row});
    Member member = old != nullptr ? *old : Member{};
    if (old == nullptr) member.joined_on = std::max(is.valid_from, exchange.today);
    Fields out;
    if (old == nullptr) {
        out.push_back({"municipality", &text::col_municipality, Input::select, "", true, nullptr,
                       municipality_choices(exchange, {}, nullptr)});
    }
    out.push_back(
        {"decided_on", &text::field_decided_on, Input::day, written(member.decided_on), true});
    out.push_back({"reference", &text::field_decision, Input::line, member.reference, true,
                   &text::decision_says});
    out.push_back({"joined_on", &text::col_joined, Input::day,
                   written(std::optional(member.joined_on)), true});
    out.push_back({"left_on", &text::field_left, Input::day, written(member.left_on)});
    out.push_back({"estimated", &text::field_estimated, Input::number, written(member.estimated)});
    out.push_back({"maximum", &text::field_maximum, Input::number, written(member.maximum)});
    if (old != nullptr) {
        Field units{"units", &text::field_units, Input::checks, "", false, &text::units_says};
        for (const party::Unit& each : party::units(exchange.db, member.municipality)) {
            if (each.last_day && *each.last_day < exchange.today) continue;
            units.choices.push_back(
                {std::to_string(each.id.value), each.code + " " + each.name,
                 std::ranges::find(member.units, each.id) != member.units.end()});
        }
        out.push_back(std::move(units));
    }
    return out;
}

Result<void> save_member(http::Post& post, Typed& typed, const Agreement& is, std::int64_t row) {
    const Member* old = is.member({row});
    Member member = old != nullptr ? *old : Member{};
    if (old == nullptr) member.municipality = municipality_from(post, typed);
    if (!member.municipality) typed.refuse(text::municipality_missing, "municipality");
    member.decided_on = typed.needed_day("decided_on");
    member.reference = typed.text("reference", 200);
    if (member.reference.empty()) typed.refuse(text::decision_missing, "reference");
    member.joined_on = typed.needed_day("joined_on");
    member.left_on = typed.day("left_on");
    member.estimated = typed.money("estimated");
    member.maximum = typed.money("maximum");
    if (!typed.wrong.empty()) return {};
    if (*member.decided_on > post.today) return refuse(text::day_not_come, {}, "decided_on");
    TRY(join(post.tx, post.actor, post.now, is.id, member));
    if (old == nullptr) return {};
    std::vector<UnitId> units;
    for (const std::string_view each : post.form_all("units"))
        units.push_back({whole_number(each)});
    std::ranges::sort(units);
    if (units == member.units) return {};
    return save_units(post.tx, post.actor, post.now, is.id, member.municipality, units);
}

// ---- Suppliers and lots ----

Fields supplying_fields(http::Exchange& exchange, const Agreement& is, std::int64_t row) {
    const Supplying each = row_of<Supplying>(is.suppliers, row);
    const bool is_new = each.id == 0;
    return {{"supplier", &text::col_supplier, Input::line, each.organisation_number, true,
             &text::supplier_says, supplier_choices(exchange)},
            {"rank", &text::field_rank, Input::number,
             std::to_string(is_new ? is.suppliers.size() + 1 : static_cast<std::size_t>(each.rank)),
             true},
            {"lot", &text::field_lot, Input::select, "", false, nullptr,
             lot_choices(exchange, is, each.lot)}};
}

Result<void> save_supplying_row(http::Post& post, Typed& typed, const Agreement& is,
                                std::int64_t row) {
    Supplying each;
    each.id = row;
    each.supplier = supplier_from(post, typed, "supplier");
    each.rank = typed.whole("rank", 100);
    each.lot = lot_from(typed, is);
    if (!typed.wrong.empty()) return {};
    return save_supplying(post.tx, post.actor, post.now, is.id, each);
}

Fields lot_fields(http::Exchange&, const Agreement& is, std::int64_t row) {
    const Lot each = row_of<Lot>(is.lots, row);
    return {{"number", &text::field_lot_number, Input::number,
             std::to_string(each.id ? static_cast<std::size_t>(each.number) : is.lots.size() + 1),
             true},
            {"title", &text::field_title, Input::line, each.title, true},
            {"cpv", &text::field_cpv, Input::line, each.cpv},
            {"estimated", &text::field_estimated, Input::number, written(each.estimated)},
            {"maximum", &text::field_maximum, Input::number, written(each.maximum)}};
}

Result<void> save_lot_row(http::Post& post, Typed& typed, const Agreement& is, std::int64_t row) {
    Lot each;
    each.id = {row};
    each.number = typed.whole("number", 1000);
    each.title = typed.text("title", 200);
    each.cpv = typed.text("cpv", 10);
    each.estimated = typed.money("estimated");
    each.maximum = typed.money("maximum");
    if (!typed.wrong.empty()) return {};
    return save_lot(post.tx, post.actor, post.now, is.id, each);
}

// ---- Options, contacts ----

Fields option_fields(http::Exchange&, const Agreement& is, std::int64_t row) {
    const Option each = row_of<Option>(is.option_list, row);
    const bool is_new = each.id == 0;
    return {
        {"number", &text::field_option_number, Input::number,
         std::to_string(is_new ? is.option_list.size() + 1 : static_cast<std::size_t>(each.number)),
         true},
        {"valid_to", &text::field_option_to, Input::day,
         is_new ? "" : written(std::optional(each.valid_to)), true},
        {"deadline", &text::field_deadline, Input::day, written(each.deadline), false,
         &text::deadline_says}};
}

Result<void> save_option_row(http::Post& post, Typed& typed, const Agreement& is,
                             std::int64_t row) {
    Option each;
    each.id = row;
    each.number = typed.whole("number", 20);
    each.valid_to = typed.needed_day("valid_to");
    each.deadline = typed.day("deadline");
    if (!typed.wrong.empty()) return {};
    return save_option(post.tx, post.actor, post.now, is.id, each);
}

Fields contact_fields(http::Exchange& exchange, const Agreement& is, std::int64_t row) {
    const Contact each = row_of<Contact>(is.contacts, row);
    return {{"kind", &text::field_contact_kind, Input::select, "", true, nullptr,
             enum_choices(exchange.language, 3, each.kind)},
            {"municipality", &text::col_municipality, Input::select, "", false, nullptr,
             municipality_choices(exchange, each.municipality, &text::everyone)},
            {"name", &text::field_name, Input::line, each.name, true},
            {"email", &text::field_email, Input::line, each.email},
            {"telephone", &text::field_telephone, Input::line, each.telephone}};
}

Result<void> save_contact_row(http::Post& post, Typed& typed, const Agreement& is,
                              std::int64_t row) {
    Contact each;
    each.id = row;
    each.kind = typed.choice<ContactKind>("kind", 3);
    each.municipality = municipality_from(post, typed);
    each.name = typed.text("name", 200);
    each.email = typed.text("email", 200);
    each.telephone = typed.text("telephone", 50);
    if (!typed.wrong.empty()) return {};
    return save_contact(post.tx, post.actor, post.now, is.id, each);
}

// ---- Fees and price rules ----

Fields fee_fields(http::Exchange& exchange, const Agreement& is, std::int64_t row) {
    const Fee each = row_of<Fee>(is.fees, row);
    return {{"kind", &text::field_fee_kind, Input::select, "", true, nullptr,
             enum_choices(exchange.language, kFeeKinds, each.kind)},
            {"most", &text::field_fee_most, Input::number, written(each.most)},
            {"percent", &text::field_fee_percent, Input::number, percent_written(each.percent)},
            {"below", &text::field_fee_below, Input::number, written(each.below), false,
             &text::fee_below_says},
            {"text", &text::field_fee_text, Input::line, each.text, false, &text::fee_text_says}};
}

Result<void> save_fee_row(http::Post& post, Typed& typed, const Agreement& is, std::int64_t row) {
    Fee each;
    each.id = row;
    each.kind = typed.choice<FeeKind>("kind", kFeeKinds);
    each.most = typed.money("most");
    each.percent = typed.percent("percent");
    each.below = typed.money("below");
    each.text = typed.text("text", 200);
    if (!typed.wrong.empty()) return {};
    return save_fee(post.tx, post.actor, post.now, is.id, each);
}

Fields price_rule_fields(http::Exchange& exchange, const Agreement& is, std::int64_t row) {
    const PriceRule each = row_of<PriceRule>(is.price_rules, row);
    return {
        {"kind", &text::field_price_kind, Input::select, "", true, nullptr,
         enum_choices(exchange.language, 3, each.kind)},
        {"lot", &text::field_lot, Input::select, "", false, nullptr,
         lot_choices(exchange, is, each.lot)},
        {"group", &text::field_price_group, Input::line, each.group, false,
         &text::price_group_says},
        {"discount", &text::field_discount, Input::number, percent_written(each.discount)},
        {"index_name", &text::field_index_name, Input::line, each.index_name},
        {"index_base", &text::field_index_base, Input::line, each.index_base, false,
         &text::index_base_says},
        {"index_share", &text::field_index_share, Input::number, percent_written(each.index_share)},
        {"every_months", &text::field_price_months, Input::number,
         number_or_nothing(each.every_months)},
        {"fixed_until", &text::field_fixed_until, Input::day, written(each.fixed_until)},
        {"note", &text::field_note, Input::words, each.note}};
}

Result<void> save_price_rule_row(http::Post& post, Typed& typed, const Agreement& is,
                                 std::int64_t row) {
    PriceRule each;
    each.id = row;
    each.kind = typed.choice<PriceRuleKind>("kind", 3);
    each.lot = lot_from(typed, is);
    each.group = typed.text("group", 100);
    each.discount = typed.percent("discount");
    each.index_name = typed.text("index_name", 200);
    each.index_base = typed.text("index_base", 10);
    each.index_share = typed.percent("index_share");
    each.every_months = typed.whole("every_months", 120);
    each.fixed_until = typed.day("fixed_until");
    each.note = typed.text("note");
    if (!typed.wrong.empty()) return {};
    return save_price_rule(post.tx, post.actor, post.now, is.id, each);
}

// ---- Requirements, what was found, what happened ----

Fields requirement_fields(http::Exchange& exchange, const Agreement& is, std::int64_t row) {
    const Requirement each = row_of<Requirement>(is.requirements, row);
    return {{"kind", &text::field_require_kind, Input::select, "", true, nullptr,
             enum_choices(exchange.language, kRequirementKinds, each.kind)},
            {"text", &text::field_requirement, Input::words, each.text, true},
            {"how", &text::field_how, Input::words, each.how, false, &text::how_says},
            {"every_months", &text::field_every_months, Input::number,
             number_or_nothing(each.every_months)},
            {"next_on", &text::field_next_on, Input::day, written(each.next_on)}};
}

Result<void> save_requirement_row(http::Post& post, Typed& typed, const Agreement& is,
                                  std::int64_t row) {
    Requirement each;
    each.id = row;
    each.kind = typed.choice<RequirementKind>("kind", kRequirementKinds);
    each.text = typed.text("text");
    each.how = typed.text("how");
    each.every_months = typed.whole("every_months", 120);
    each.next_on = typed.day("next_on");
    if (!typed.wrong.empty()) return {};
    return save_requirement(post.tx, post.actor, post.now, is.id, each);
}

Fields follow_up_fields(http::Exchange& exchange, const Agreement&, std::int64_t) {
    return {{"on", &text::field_followed_on, Input::day, exchange.today.iso(), true},
            {"note", &text::field_found, Input::words, "", true, &text::found_says}};
}

Result<void> save_follow_up(http::Post& post, Typed& typed, const Agreement& is, std::int64_t row) {
    const Date on = typed.needed_day("on");
    if (!typed.wrong.empty()) return {};
    return follow_up(post.tx, post.actor, post.now, is.id, row, on, typed.text("note"));
}

Fields happening_fields(http::Exchange& exchange, const Agreement&, std::int64_t) {
    return {{"on", &text::field_happened_on, Input::day, exchange.today.iso(), true},
            {"text", &text::field_happened, Input::words, "", true, &text::happened_says}};
}

Result<void> save_happening(http::Post& post, Typed& typed, const Agreement& is, std::int64_t) {
    const Date on = typed.needed_day("on");
    if (!typed.wrong.empty()) return {};
    return add_happening(post.tx, post.actor, post.now, is.id, on, typed.text("text"));
}

// ---- Documents ----

Fields document_fields(http::Exchange& exchange, const Agreement& is, std::int64_t row) {
    const auto all = documents(exchange.db, is.id);
    const Document each = row_of<Document>(all, row);
    Field title{"title", &text::field_document_title, Input::line, each.title,
                true,    &text::document_title_says};
    for (const Document& known : all) {
        if (known.current) title.choices.push_back({known.title, "", false});
    }
    return {{"kind", &text::field_document_kind, Input::select, "", true, nullptr,
             enum_choices(exchange.language, kDocumentKinds, each.kind)},
            title,
            {"file", &text::field_file, Input::file, "", true}};
}

Result<void> save_document(http::Post& post, Typed& typed, const Agreement& is, std::int64_t) {
    const http::Upload* upload = post.upload("file");
    if (upload == nullptr) return refuse(text::file_missing, {}, "file");
    const std::string title = typed.text("title", 200);
    if (title.empty()) return refuse(text::title_missing, {}, "title");
    const auto file = TRY(files::save(post.tx, post.actor, post.now, {"agreement", is.id.value},
                                      post.actor.unit, *upload));
    return add_document(post.tx, post.actor, post.now, is.id,
                        typed.choice<DocumentKind>("kind", kDocumentKinds), title, file,
                        upload->file_name);
}

constexpr int part(Part which) { return static_cast<int>(which); }

constexpr Section kRows[] = {
    {"kommuner", &text::section_members, &text::members_lead, true, member_fields, save_member},
    {"leverandorer", &text::section_suppliers, nullptr, true, supplying_fields, save_supplying_row,
     part(Part::supplying)},
    {"delkontrakter", &text::section_lots, nullptr, true, lot_fields, save_lot_row,
     part(Part::lot)},
    {"opsjoner", &text::section_options, &text::options_lead, true, option_fields, save_option_row,
     part(Part::option)},
    {"kontakter", &text::section_contacts, nullptr, true, contact_fields, save_contact_row,
     part(Part::contact)},
    {"gebyrer", &text::section_fees, &text::fees_lead, true, fee_fields, save_fee_row,
     part(Part::fee)},
    {"prisregler", &text::section_price_rules, nullptr, true, price_rule_fields,
     save_price_rule_row, part(Part::price_rule)},
    {"krav", &text::section_requirements, nullptr, true, requirement_fields, save_requirement_row,
     part(Part::requirement)},
    {"oppfolging", &text::section_follow_up, nullptr, true, follow_up_fields, save_follow_up},
    {"hendelser", &text::section_happenings, &text::happenings_lead, true, happening_fields,
     save_happening},
    {"dokumenter", &text::section_documents, &text::documents_lead, true, document_fields,
     save_document},
};

}  // namespace

std::span<const Section> row_sections() { return kRows; }

std::vector<Choice> people_choices(http::Exchange& exchange) {
    std::vector<Choice> out;
    for (const party::Municipality& municipality : party::municipalities(exchange.db)) {
        for (const party::Person& each : party::people(exchange.db, municipality.id)) {
            const bool leads = std::ranges::any_of(each.grants, [](const Grant& grant) {
                return grant.role == Role::coordinator || grant.role == Role::approver ||
                       grant.role == Role::budget_owner || grant.role == Role::administrator;
            });
            if (!leads || each.blocked) continue;
            out.push_back({each.user_name, each.name + ", " + municipality.name, false});
            if (out.size() == 500) return out;
        }
    }
    return out;
}

std::vector<Choice> supplier_choices(http::Exchange& exchange) {
    std::vector<Choice> out;
    for (const party::Supplier& each : party::suppliers(exchange.db)) {
        if (each.blocked) continue;
        out.push_back({each.organisation_number, each.name, false});
        if (out.size() == 1000) break;
    }
    return out;
}

party::SupplierId supplier_from(http::Exchange& exchange, Typed& typed, std::string_view name) {
    const std::string written = typed.text(name);
    std::string digits;
    for (const char c : written) {
        if (c != ' ') digits += c;
    }
    if (const auto found = party::supplier_by_organisation_number(exchange.db, digits))
        return found->id;
    party::SupplierId by_name;
    int same = 0;
    for (const party::Supplier& each : party::suppliers(exchange.db)) {
        if (written.empty() || sheet::folded(each.name) != sheet::folded(written)) continue;
        by_name = each.id;
        ++same;
    }
    if (same == 1) return by_name;
    typed.refuse(text::supplier_missing, name);
    return {};
}

}  // namespace samkjop::agreement
