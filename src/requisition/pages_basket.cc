// The basket, free text and coding. One form holds the basket: every button saves what was typed
// before it does its own thing, so nothing is lost by pressing plus.

#include <algorithm>

#include "base/words.h"
#include "files/files.h"
#include "http/form.h"
#include "requisition/acts.h"
#include "requisition/goods.h"
#include "requisition/handlers.h"
#include "requisition/store.h"
#include "requisition/texts.h"
#include "requisition/views.h"

namespace samkjop::requisition {
namespace {

using http::Exchange;
using http::Post;
using http::Response;

struct Typed {  // as it stood in the fields
    std::vector<std::pair<std::int64_t, std::string>> quantities, reasons;  // by line
    std::string title, message, place, wished, why;
};

party::Settings settings_of(Exchange& exchange) {
    return party::municipality(exchange.db, exchange.actor.municipality).value().settings;
}

// What fits in a line: stored with six decimals, and a sum that is still a purchase.
bool fits(Decimal value, std::int64_t most) {
    return value.normalised().scale() <= 6 && value <= Decimal::whole(most) && !value.is_negative();
}

std::optional<Decimal> quantity_from(std::string_view typed) {
    const auto value = Decimal::parse_typed(trimmed(typed));
    if (!value || !fits(*value, 10'000'000)) return std::nullopt;
    return value->normalised();
}

void say_over(BasketView& view, const party::Settings& settings, Language language) {
    Money over;
    std::vector<std::string> scopes;
    for (const Budget& budget : view.budgets) {
        if (budget.over_by <= Money()) continue;
        over += budget.over_by;
        scopes.push_back(budget.where.empty() ? budget.title : budget.title + ", " + budget.where);
    }
    if (over.is_zero()) return;
    view.over_needs_reason = settings.budget_policy == party::BudgetPolicy::stop;
    view.over_forbidden = settings.budget_policy == party::BudgetPolicy::refuse;
    view.over_heading = render(text::over_heading, language, {{"amount", format_kroner(over)}});
    const Text& what = view.over_forbidden      ? text::over_refuse
                       : view.over_needs_reason ? text::over_stop
                                                : text::over_warn;
    view.over_says = render(what, language, {{"scope", joined(scopes, language)}});
}

std::string goes_to(Exchange& exchange, const Requisition& basket) {
    const auto people =
        whom_to_ask(exchange.db, basket, rules::units(basket), basket.cost(), exchange.today);
    if (people.empty()) return std::string(text::goes_to_nobody.in(exchange.language));
    const std::string names = names_of(exchange.db, people, exchange.language);
    const auto unit = party::unit(exchange.db, basket.unit);
    if (people.size() == 1 && unit && unit->leader == people.front()) {
        return render(text::goes_to_leader, exchange.language,
                      {{"name", names}, {"unit", unit->name}});
    }
    return render(text::goes_to, exchange.language, {{"names", names}});
}

// Beyond what an agreement allows: said before it is sent, with the field for the reason.
void say_beyond_agreement(Exchange& exchange, const Requisition& basket, BasketView& view) {
    if (beyond_agreement == nullptr) return;
    const auto stop = beyond_agreement(exchange.db, basket, exchange.today);
    if (!stop) return;
    const std::string says = stop->refusal.in(exchange.language);
    view.over_forbidden |= !stop->with_reason;
    view.over_needs_reason = true;
    if (view.over_heading.empty())
        view.over_heading = std::string(text::beyond_agreement_heading.in(exchange.language));
    view.over_says += (view.over_says.empty() ? "" : " ") + says;
}

BasketView basket_view(Exchange& exchange, const Requisition& basket) {
    const Language language = exchange.language;
    const auto settings = settings_of(exchange);
    BasketView view;
    view.today = exchange.today;
    view.lead = html::capitalised(render(text::basket_lead, language,
                                         {{"lines", lines_text(basket.lines.size(), language)},
                                          {"amount", format_kroner(basket.net())}}));
    view.budgets = budgets(exchange.db, basket, settings, exchange.today, language);
    view.lines = line_views(basket, coding::rules(exchange.db, basket.municipality), settings,
                            view.budgets, language);
    view.orders = order_views(basket, language);
    view.title = basket.title;
    view.message = basket.message;
    view.wished = basket.wished ? basket.wished->iso() : "";
    view.why = basket.over_reason;
    for (const party::Unit& unit : party::units(exchange.db, basket.municipality)) {
        if (unit.last_day && *unit.last_day < exchange.today) continue;
        if (!exchange.actor.reaches(basket.municipality, unit.id)) continue;
        view.places.emplace_back(unit.id.value,
                                 unit.delivery_name.empty() ? unit.name : unit.delivery_name);
    }
    view.place = basket.delivery_unit.value;
    view.net = format_kroner(basket.net());
    view.goes_to = goes_to(exchange, basket);
    const auto orders = static_cast<std::int64_t>(view.orders.size());
    view.becomes = render(html::plural(orders, text::becomes_one_order, text::becomes_orders),
                          language, {{"count", html::count_in_words(orders, language)}});
    say_over(view, settings, language);
    say_beyond_agreement(exchange, basket, view);
    return view;
}

Response show(Exchange& exchange, const BasketView& view) {
    http::PageHead head;
    head.title = std::string(
        (view.refusals.empty() ? text::basket_name : text::basket_not_sent).in(exchange.language));
    head.active_menu = "/handle";
    head.refused = !view.refusals.empty();
    return http::page(exchange, head, [&](html::Out& o) { basket_page(o, view); });
}

Response show_empty(Exchange& exchange, std::vector<Refusal> refusals = {}) {
    http::PageHead head;
    head.title = std::string(text::basket_name.in(exchange.language));
    head.active_menu = "/handle";
    head.refused = !refusals.empty();
    return http::page(exchange, head, [&](html::Out& o) {
        html::error_summary(o, text::not_saved.in(exchange.language), refusals);
        empty_basket_page(o);
    });
}

Response refused(Exchange& exchange, std::vector<Refusal> refusals, const Typed* typed = nullptr) {
    const auto basket = store::basket(exchange.db, exchange.actor);
    if (!basket || basket->lines.empty()) return show_empty(exchange, std::move(refusals));
    BasketView view = basket_view(exchange, *basket);
    view.refusals = std::move(refusals);
    if (typed != nullptr) {
        for (LineView& line : view.lines) {
            for (const auto& [id, words] : typed->quantities) {
                if (id == line.id) line.quantity = words;
            }
        }
        view.title = typed->title;
        view.message = typed->message;
        view.wished = typed->wished;
        view.why = typed->why;
        if (const auto place = whole_number(typed->place)) view.place = place;
    }
    return show(exchange, view);
}

Typed read_typed(const Post& post, const Requisition& basket) {
    Typed typed;
    for (const Line& line : basket.lines) {
        const std::string field = "a" + std::to_string(line.id.value);
        if (post.has_form(field)) typed.quantities.emplace_back(line.id.value, post.form(field));
        const std::string_view reason =
            trimmed(post.form("grunn-" + std::to_string(line.id.value)));
        if (!reason.empty()) typed.reasons.emplace_back(line.id.value, cut_at_letter(reason, 2000));
    }
    typed.title = cut_at_letter(trimmed(post.form("tittel")), 240);
    typed.message = cut_at_letter(trimmed(post.form("melding")), 4000);
    typed.place = trimmed(post.form("sted"));
    typed.wished = trimmed(post.form("dato"));
    typed.why = cut_at_letter(trimmed(post.form("begrunnelse")), 4000);
    return typed;
}

// The quantities after the button: «a12-opp», «a12-ned», «fjern» with the line's number.
std::vector<NewQuantity> wanted(Post& post, const Requisition& basket, const Typed& typed,
                                std::vector<Refusal>& refusals) {
    std::vector<NewQuantity> out;
    const std::string_view step = post.form("trinn");
    const std::int64_t removed = post.number("fjern");
    for (const auto& [id, words] : typed.quantities) {
        const std::string field = "a" + std::to_string(id);
        if (id == removed) {
            out.push_back({{id}, Decimal()});
            continue;
        }
        auto quantity = quantity_from(words);
        if (!quantity) {
            refusals.push_back({&text::quantity_malformed, {}, field});
            continue;
        }
        if (step == field + "-opp" || step == field + "-ned") {
            const Line& line = *std::ranges::find(basket.lines, LineId{id}, &Line::id);
            const Decimal by = step_of(post.db, line, post.today);
            quantity = step.ends_with("-opp") ? *quantity + by : *quantity - by;
            if (*quantity < Decimal()) quantity = Decimal();
        }
        out.push_back({{id}, *quantity});
    }
    return out;
}

Heading heading_of(const Typed& typed, const Requisition& basket, std::vector<Refusal>& refusals) {
    Heading heading{typed.title, typed.message, basket.delivery_unit, std::nullopt};
    if (const auto place = whole_number(typed.place)) heading.delivery_unit = {place};
    if (!typed.wished.empty()) {
        heading.wished = Date::parse(typed.wished);
        if (!heading.wished) refusals.push_back({&text::wished_malformed, {}, "dato"});
    }
    return heading;
}

// ---- Handlers
// ------------------------------------------------------------------------------------

Response get_basket(Exchange& exchange) {
    const auto basket = store::basket(exchange.db, exchange.actor);
    if (!basket || basket->lines.empty()) return show_empty(exchange);
    BasketView view = basket_view(exchange, *basket);
    if (!exchange.query("lagret").empty())
        view.message_above = text::basket_saved.in(exchange.language);
    if (!exchange.query("pris").empty()) {
        view.message_tone = html::Tone::warning;
        view.message_above = text::prices_changed.in(exchange.language);
    }
    return show(exchange, view);
}

Response post_basket(Post& post) {
    const auto basket = store::basket(post.db, post.actor);
    if (!basket || basket->lines.empty()) return show_empty(post);
    const Typed typed = read_typed(post, *basket);
    std::vector<Refusal> refusals;
    const auto quantities = wanted(post, *basket, typed, refusals);
    const Heading heading = heading_of(typed, *basket, refusals);
    if (!refusals.empty()) return refused(post, std::move(refusals), &typed);
    if (auto saved = save_heading(post.tx, post.actor, post.now, basket->id, heading); !saved) {
        return refused(post, {saved.error()}, &typed);
    }
    if (auto saved = change_quantities(post.tx, post.actor, post.now, basket->id, quantities);
        !saved) {
        return refused(post, {saved.error()}, &typed);
    }
    for (const auto& [line, reason] : typed.reasons) {
        const bool stays = std::ranges::none_of(quantities, [&](const NewQuantity& one) {
            return one.line.value == line && one.quantity.is_zero();
        });
        if (stays) (void)explain_outside(post.tx, post.actor, post.now, {line}, reason);
    }
    std::string next = "/kurv";
    if (post.has_form("send")) {
        const auto checked = refresh_goods(post.tx, post.actor, post.now, basket->id);
        if (!checked) return refused(post, {checked.error()}, &typed);
        if (!checked->empty()) {
            post.commit();
            return http::see_other("/kurv?pris=endret");
        }
        if (auto sent = submit(post.tx, post.actor, post.now, basket->id, typed.why); !sent) {
            return refused(post, {sent.error()}, &typed);
        }
        next = basket->path();
    } else if (post.has_form("spar")) {
        next = "/kurv?lagret=ja";
    }
    post.commit();
    return http::see_other(next);
}

// From the search page or an item's own page.
Response post_line(Post& post) {
    const auto quantity = quantity_from(post.form("antall"));
    if (!quantity) return refused(post, {{&text::quantity_malformed, {}, ""}});
    auto line = from_catalogue(post.db, post.actor, post.number("vare"), *quantity, post.today);
    if (!line) return refused(post, {line.error()});
    line->outside_reason = cut_at_letter(trimmed(post.form("grunn")), 2000);
    if (auto added = add_to_basket(post.tx, post.actor, post.now, *line); !added) {
        return refused(post, {added.error()});
    }
    post.commit();
    const std::string_view back = post.form("tilbake");
    return http::see_other(http::is_local_path(back) ? std::string(back) : "/kurv");
}

// ---- Free text
// -----------------------------------------------------------------------------------

void fill_choices(Exchange& exchange, FreeTextView& view) {
    view.most_megabytes = std::to_string(settings_of(exchange).upload_limit_bytes >> 20);
    for (const party::Supplier& supplier : party::suppliers(exchange.db)) {
        if (!supplier.blocked)
            view.suppliers.emplace_back(std::to_string(supplier.id.value), supplier.name);
    }
    view.units = unit_choices(exchange.language);
    for (const coding::VatCode& vat :
         coding::vat_codes(exchange.db, exchange.actor.municipality, exchange.today)) {
        view.vat_codes.emplace_back(vat.code, vat.code + " " + vat.name);
    }
}

Response show_free_text(Exchange& exchange, FreeTextView view) {
    fill_choices(exchange, view);
    http::PageHead head;
    head.title = std::string(text::free_title.in(exchange.language));
    head.active_menu = "/handle";
    head.refused = !view.refusals.empty();
    head.frame = "frame--narrow";
    return http::page(exchange, head, [&](html::Out& o) { free_text_page(o, view); });
}

Response get_free_text(Exchange& exchange) {
    FreeTextView view;
    view.unit = "EA";
    return show_free_text(exchange, std::move(view));
}

NewLine read_free_text(Post& post, FreeTextView& view) {
    const auto wrong = [&](const Text& why, std::string field) {
        view.refusals.push_back({&why, {}, std::move(field)});
    };
    NewLine line;
    line.name = view.description;
    if (line.name.empty()) wrong(text::description_must_be_filled, "beskrivelse");
    line.supplier = {whole_number(view.supplier)};
    if (!line.supplier) wrong(text::supplier_must_be_chosen, "leverandor");
    const auto quantity = quantity_from(view.quantity);
    if (!quantity || quantity->is_zero())
        wrong(text::quantity_malformed, "antall");
    else
        line.quantity = *quantity;
    const auto units = unit_choices(post.language);
    line.unit_code = view.unit;
    if (std::ranges::none_of(units, [&](const auto& one) { return one.first == view.unit; })) {
        wrong(text::unit_must_be_chosen, "enhet");
    }
    const auto price = Decimal::parse_typed(view.price);
    if (!price || !fits(*price, 100'000'000) || price->is_zero())
        wrong(text::price_malformed, "pris");
    else
        line.price = price->normalised();
    const auto vat = coding::vat_code(post.db, post.actor.municipality, view.vat, post.today);
    if (vat) {
        line.vat_code = vat->code;
        line.vat_rate = vat->rate;
        line.vat_category = vat->category;
    } else {
        wrong(text::vat_code_missing, "mva");
    }
    line.outside_reason = view.reason;
    if (line.outside_reason.empty()) wrong(text::reason_must_be_filled, "grunn");
    return line;
}

// The quotation goes with the whole case: the approver sees it among the documents.
void attach(Post& post, FreeTextView& view) {
    const auto basket = store::basket(post.db, post.actor);
    const auto saved = files::save_all(
        post.tx, post.actor, post.now, {"requisition", basket->id.value}, basket->unit,
        post.request, "vedlegg", settings_of(post).upload_limit_bytes);
    if (!saved) view.refusals.push_back(saved.error());
}

Response post_free_text(Post& post) {
    FreeTextView view;
    view.description = cut_at_letter(trimmed(post.form("beskrivelse")), 600);
    view.supplier = trimmed(post.form("leverandor"));
    view.quantity = trimmed(post.form("antall"));
    view.unit = trimmed(post.form("enhet"));
    view.price = trimmed(post.form("pris"));
    view.vat = trimmed(post.form("mva"));
    view.reason = cut_at_letter(trimmed(post.form("grunn")), 4000);
    const NewLine line = read_free_text(post, view);
    if (view.refusals.empty()) {
        if (auto added = add_to_basket(post.tx, post.actor, post.now, line); !added) {
            view.refusals.push_back(added.error());
        }
    }
    if (view.refusals.empty()) attach(post, view);
    if (!view.refusals.empty()) return show_free_text(post, std::move(view));
    post.commit();
    return http::see_other("/kurv");
}

// ---- Coding of one line
// --------------------------------------------------------------------------

struct Coding {  // the line that is being coded, and what its page needs
    Requisition requisition;
    const Line* line = nullptr;
    std::vector<coding::DimensionRule> dimensions;
};

std::optional<Coding> load_coding(Exchange& exchange) {
    const auto of = store::requisition_of(exchange.db, {exchange.path_id()});
    if (!of) return std::nullopt;
    auto requisition = store::load(exchange.db, exchange.actor, *of);
    if (!requisition || requisition->requester != exchange.actor.user) return std::nullopt;
    Coding out{*std::move(requisition), nullptr,
               coding::rules(exchange.db, exchange.actor.municipality)};
    std::erase_if(out.dimensions, [](const coding::DimensionRule& rule) { return !rule.used; });
    return out;
}

std::string field_of(const coding::DimensionRule& rule, int row) {
    return std::string(coding::name(rule.dimension)) + "-" + std::to_string(row);
}

CodingView coding_view(Exchange& exchange, const Coding& coding, const Line& line) {
    CodingView view;
    view.line = line.id.value;
    view.name = line.name;
    view.lead =
        render(text::coding_lead, exchange.language, {{"amount", format_money(line.net())}});
    const bool draft = coding.requisition.state == State::draft;
    view.back = (draft ? text::coding_back : text::coding_back_case).in(exchange.language);
    view.back_path = draft ? "/kurv" : coding.requisition.path();
    view.waits_again = !draft;
    for (const coding::DimensionRule& rule : coding.dimensions) {
        auto& options = view.options.emplace_back();
        for (const coding::DimensionValue& value : coding::values(
                 exchange.db, exchange.actor.municipality, rule.dimension, exchange.today)) {
            if (value.blocked || value.budget_only) continue;
            options.emplace_back(value.code, value.code + " " + value.name);
        }
    }
    for (const coding::VatCode& vat :
         coding::vat_codes(exchange.db, exchange.actor.municipality, exchange.today)) {
        view.vat_options.emplace_back(vat.code, vat.code + " " + vat.name);
    }
    return view;
}

ShareRow empty_row(const Coding& coding, int number) {
    ShareRow row;
    row.number = number;
    for (const coding::DimensionRule& rule : coding.dimensions) {
        row.choices.push_back({field_of(rule, number), rule.label, rule.required, ""});
    }
    return row;
}

ShareRow row_of(const Coding& coding, const Line& line, std::size_t index) {
    const Part& part = line.parts[index];
    ShareRow row = empty_row(coding, static_cast<int>(index) + 1);
    for (std::size_t i = 0; i < coding.dimensions.size(); ++i) {
        row.choices[i].chosen =
            part.codes[static_cast<std::size_t>(coding.dimensions[i].dimension)];
    }
    row.vat = part.vat_code;
    if (line.parts.size() > 1) {
        std::int64_t sum = 0;
        for (const Part& each : line.parts) sum += each.weight;
        const Wide exact = Wide(part.weight) * 1'000'000;
        if (exact % sum == 0) {
            row.percent =
                format_decimal(Decimal(static_cast<std::int64_t>(exact / sum), 4).normalised());
        } else {
            row.amount = format_money(rules::split(line.net(), line.parts)[index]);
        }
    }
    return row;
}

std::vector<ShareRow> read_rows(Post& post, const Coding& coding) {
    const auto count = std::clamp<std::int64_t>(post.number("rader"), 1, 20);
    const auto removed = post.number("fjern");
    std::vector<ShareRow> rows;
    for (int read = 1; read <= count; ++read) {
        if (read == removed && count > 1) continue;
        const int number = static_cast<int>(rows.size()) + 1;
        ShareRow row = empty_row(coding, number);
        for (std::size_t i = 0; i < coding.dimensions.size(); ++i) {
            row.choices[i].chosen = trimmed(post.form(field_of(coding.dimensions[i], read)));
        }
        const std::string at = std::to_string(read);
        row.vat = trimmed(post.form("mva-" + at));
        row.percent = trimmed(post.form("prosent-" + at));
        row.amount = trimmed(post.form("belop-" + at));
        rows.push_back(std::move(row));
    }
    return rows;
}

rules::Shares judge_rows(CodingView& view, const Line& line, Language language) {
    std::vector<rules::TypedShare> typed;
    for (const ShareRow& row : view.rows) typed.push_back({row.percent, row.amount});
    auto shares = rules::shares(line.net(), typed);
    view.rest_wrong = !shares.rest.is_zero();
    view.rest = view.rest_wrong
                    ? render(text::rest_is, language, {{"amount", format_money(shares.rest)}})
                    : std::string(text::rest_none.in(language));
    if (!shares.weights.empty() && view.rows.size() > 1) {
        std::vector<Part> parts(shares.weights.size());
        for (std::size_t i = 0; i < parts.size(); ++i) parts[i].weight = shares.weights[i];
        const auto amounts = rules::split(line.net(), parts);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            view.rows[i].becomes =
                render(text::row_is, language, {{"amount", format_money(amounts[i])}});
        }
    }
    return shares;
}

Response show_coding(Exchange& exchange, const CodingView& view) {
    http::PageHead head;
    head.title = std::string(text::coding_title.in(exchange.language));
    head.active_menu = "/handle";
    head.refused = !view.refusals.empty();
    return http::page(exchange, head, [&](html::Out& o) { coding_page(o, view); });
}

const Line* open_line(const Coding& coding, std::int64_t id) {
    const auto line = std::ranges::find(coding.requisition.lines, LineId{id}, &Line::id);
    const bool open = line != coding.requisition.lines.end() && line->state == LineState::open &&
                      !coding.requisition.decided();
    return open ? &*line : nullptr;
}

Response get_coding(Exchange& exchange) {
    const auto coding = load_coding(exchange);
    const Line* line = coding ? open_line(*coding, exchange.path_id()) : nullptr;
    if (line == nullptr) return http::not_found();
    CodingView view = coding_view(exchange, *coding, *line);
    for (std::size_t i = 0; i < line->parts.size(); ++i)
        view.rows.push_back(row_of(*coding, *line, i));
    if (view.rows.empty()) view.rows.push_back(empty_row(*coding, 1));
    judge_rows(view, *line, exchange.language);
    return show_coding(exchange, view);
}

Response post_coding(Post& post) {
    const auto coding = load_coding(post);
    const Line* line = coding ? open_line(*coding, post.path_id()) : nullptr;
    if (line == nullptr) return http::not_found();
    CodingView view = coding_view(post, *coding, *line);
    view.rows = read_rows(post, *coding);
    if (post.has_form("ny")) {
        ShareRow more = empty_row(*coding, static_cast<int>(view.rows.size()) + 1);
        for (std::size_t i = 0; i < more.choices.size(); ++i)
            more.choices[i].chosen = view.rows.back().choices[i].chosen;
        more.vat = view.rows.back().vat;
        view.rows.push_back(std::move(more));
    }
    const auto shares = judge_rows(view, *line, post.language);
    // Adding, removing and calculating show the form again; nothing is saved.
    if (!post.has_form("lagre")) return show_coding(post, view);
    for (const auto& [row, why] : shares.wrong) {
        const bool amount = view.rows[row].percent.empty() && !view.rows[row].amount.empty();
        view.refusals.push_back(
            {why.text, why.arguments, (amount ? "belop-" : "prosent-") + std::to_string(row + 1)});
    }
    if (!view.refusals.empty()) return show_coding(post, view);
    std::vector<Share> typed;
    for (std::size_t i = 0; i < view.rows.size(); ++i) {
        Share share{{}, view.rows[i].vat, shares.weights[i]};
        for (std::size_t k = 0; k < coding->dimensions.size(); ++k) {
            share.codes[static_cast<std::size_t>(coding->dimensions[k].dimension)] =
                view.rows[i].choices[k].chosen;
        }
        typed.push_back(std::move(share));
    }
    if (auto saved = code_line(post.tx, post.actor, post.now, line->id, typed); !saved) {
        view.refusals.push_back(saved.error());
        return show_coding(post, view);
    }
    post.commit();
    return http::see_other(view.back_path);
}

}  // namespace

constexpr http::Route kBasketTable[] = {
    http::get("/kurv", Permission::request_purchase, get_basket),
    http::post("/kurv", Permission::request_purchase, post_basket),
    http::post("/kurv/linjer", Permission::request_purchase, post_line),
    http::get("/kurv/fritekst", Permission::request_purchase, get_free_text),
    http::post("/kurv/fritekst", Permission::request_purchase, post_free_text),
    http::get("/kurv/linjer/{id}/kontering", Permission::request_purchase, get_coding),
    http::post("/kurv/linjer/{id}/kontering", Permission::request_purchase, post_coding),
};
const std::span<const http::Route> kBasketRoutes = kBasketTable;

}  // namespace samkjop::requisition
