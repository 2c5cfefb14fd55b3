// /priser: proposals; one proposal with what it changes and whether the agreement allows it; a file
// brought by hand; index tables. All of it is the coordinator's.

#include "price/pages.h"

#include <fmt/format.h>

#include <algorithm>

#include "party/party.h"
#include "price/price.h"
#include "price/texts.h"
#include "price/views.h"
#include "trail/trail.h"

namespace samkjop::price {
namespace {

constexpr int kRows = 50;
constexpr std::size_t kFileLimit = 400u << 20;

std::string in(const http::Exchange& exchange, const Text& text, const Arguments& arguments = {}) {
    return render(text, exchange.language, arguments);
}

std::string state_in_words(const http::Exchange& exchange, const Proposal& one) {
    const auto day = [&](Date date) { return html::day(date, exchange.language, exchange.today); };
    switch (one.state) {
        case State::reading:
            return in(exchange, text::state_reading, {{"percent", std::int64_t(one.percent())}});
        case State::waiting:
            return in(exchange, text::state_waiting, {{"day", day(one.came_at.oslo_date())}});
        case State::taken:
            return in(exchange, text::state_taken,
                      {{"day", day(one.valid_from.value_or(exchange.today))}});
        case State::refused:
            return in(exchange, text::state_refused, {{"reason", one.reason}});
        case State::unreadable:
            break;
    }
    return in(exchange, text::state_unreadable, {{"reason", one.reason}});
}

html::Tone tone_of(State state) {
    switch (state) {
        case State::reading:
        case State::waiting:
            return html::Tone::wait;
        case State::taken:
            return html::Tone::good;
        case State::refused:
            return html::Tone::plain;
        case State::unreadable:
            break;
    }
    return html::Tone::stop;
}

http::Response get_list(http::Exchange& exchange) {
    ListView view;
    std::int64_t waiting = 0;
    for (const Proposal& each : proposals(exchange.db)) {
        waiting += each.state == State::waiting;
        view.rows.push_back(
            {each.path(), each.supplier_name, each.name,
             each.agreement ? each.agreement_title : in(exchange, text::without_agreement),
             html::day(each.came_at.oslo_date(), exchange.language, exchange.today),
             state_in_words(exchange, each), tone_of(each.state)});
    }
    view.may_upload = true;
    view.title =
        waiting == 0 ? in(exchange, text::title_none)
        : waiting == 1
            ? in(exchange, text::title_waiting_one)
            : html::capitalised(in(exchange, text::title_waiting,
                                   {{"count", html::count_in_words(waiting, exchange.language)}}));
    return http::page(exchange, {.title = in(exchange, text::prices), .active_menu = "/priser"},
                      [&](html::Out& o) { proposal_list(o, view); });
}

// ---- One proposal ------------------------------------------------------------------------------

const Text& why_text(Why why) {
    switch (why) {
        case Why::same:
        case Why::details:
        case Why::count_:
            return text::why_details;
        case Why::price_down:
            return text::why_price_down;
        case Why::only_text:
            return text::why_only_text;
        case Why::moved_within:
            return text::why_moved_within;
        case Why::discount_holds:
            return text::why_discount_holds;
        case Why::index_holds:
            return text::why_index_holds;
        case Why::new_with_discount:
            return text::why_new_with_discount;
        case Why::fixed:
            return text::why_fixed;
        case Why::fixed_until:
            return text::why_fixed_until;
        case Why::index_over:
            return text::why_index_over;
        case Why::index_early:
            return text::why_index_early;
        case Why::index_missing:
            return text::why_index_missing;
        case Why::discount_over:
            return text::why_discount_over;
        case Why::list_price_missing:
            return text::why_list_price_missing;
        case Why::added:
            return text::why_added;
        case Why::added_outside:
            return text::why_added_outside;
        case Why::gone:
            return text::why_gone;
        case Why::unit_changed:
            return text::why_unit_changed;
        case Why::pack_changed:
            return text::why_pack_changed;
        case Why::vat_changed:
            return text::why_vat_changed;
        case Why::moved_outside:
            return text::why_moved_outside;
    }
    return text::why_details;
}

bool for_person(Why why) {
    return why == Why::added || why == Why::gone || why == Why::unit_changed ||
           why == Why::pack_changed || why == Why::vat_changed;
}

std::string number(Decimal value) {
    const Decimal plain = value.normalised();
    return plain.scale() > 2 ? format_decimal(plain)
                             : format_money(times(Decimal::whole(1), plain));
}

// «62,50 kr per eske», «23,33 kr per 100 stk.»
std::string price_of(const catalogue::PriceRow& row, Language language) {
    const std::string unit = row.unit_name.empty() ? row.unit : row.unit_name;
    const Decimal amount = row.amount.is_zero() ? row.price : row.amount;
    std::string out = number(amount) + " kr / ";
    if (row.base != Decimal::whole(1)) out += format_decimal(row.base) + " ";
    out += unit;
    for (const catalogue::PriceStep& step : row.steps)
        out += fmt::format("; ≥ {}: {} kr", format_decimal(step.minimum), number(step.amount));
    (void)language;
    return out;
}

std::string unit_of(const catalogue::PriceRow& row) {
    return fmt::format("{} ({} {})", row.unit_name.empty() ? row.unit : row.unit_name,
                       format_decimal(row.content),
                       row.content_unit.empty() ? row.unit : row.content_unit);
}

std::string percent_of(const catalogue::PriceRow& before, const catalogue::PriceRow& after) {
    if (before.price.is_zero()) return "–";
    const std::int64_t tenths = divide_rounded(
        Wide(after.price.scaled(6) - before.price.scaled(6)) * 1000, before.price.scaled(6));
    return (tenths > 0 ? "+" : "") + format_decimal(Decimal(tenths, 1));
}

LineView line_view(const http::Exchange& exchange, const Line& line, bool waiting) {
    LineView out;
    out.position = line.position;
    out.number = line.item_number;
    out.name = line.after ? line.after->name : line.before ? line.before->name : line.item_number;
    const unsigned change = line.verdict.change;
    const auto add = [&](const Text& text, std::string before, std::string after) {
        out.changes.push_back(
            in(exchange, text, {{"before", std::move(before)}, {"after", std::move(after)}}));
    };
    const Language language = exchange.language;
    if ((change & kAdded) != 0)
        out.changes.push_back(
            in(exchange, text::line_added, {{"price", price_of(*line.after, language)}}));
    if ((change & kGone) != 0)
        out.changes.push_back(
            in(exchange, text::line_gone, {{"price", price_of(*line.before, language)}}));
    if (line.before && line.after) {
        if ((change & (kPriceUp | kPriceDown)) != 0) {
            out.changes.push_back(in(exchange, text::line_price,
                                     {{"before", price_of(*line.before, language)},
                                      {"after", price_of(*line.after, language)},
                                      {"percent", percent_of(*line.before, *line.after)}}));
        }
        if ((change & kUnit) != 0)
            add(text::line_unit, unit_of(*line.before), unit_of(*line.after));
        if ((change & kPack) != 0) {
            const auto pack = [](const catalogue::PriceRow& row) {
                return format_decimal(row.minimum) + " / " + format_decimal(row.multiple);
            };
            add(text::line_pack, pack(*line.before), pack(*line.after));
        }
        if ((change & kText) != 0 && line.before->name != line.after->name)
            add(text::line_text, line.before->name, "");
        if ((change & kMoved) != 0) add(text::line_moved, line.before->unspsc, line.after->unspsc);
        if ((change & kVat) != 0) {
            const auto vat = [](const catalogue::PriceRow& row) {
                return format_decimal(Decimal(row.vat_rate.scaled(6), 4));
            };
            add(text::line_vat, vat(*line.before), vat(*line.after));
        }
    }
    out.allowed = line.verdict.allowed;
    out.why_label = in(exchange, line.verdict.allowed           ? text::allowed
                                 : for_person(line.verdict.why) ? text::for_person
                                                                : text::not_allowed);
    out.why = in(exchange, why_text(line.verdict.why),
                 {{"first", line.verdict.first}, {"second", line.verdict.second}});
    if (line.decision == Decision::accepted) out.decision = in(exchange, text::decided_accepted);
    if (line.decision == Decision::refused) out.decision = in(exchange, text::decided_refused);
    out.may_answer = waiting;
    return out;
}

struct Show {
    std::string_view value;
    const Text* label;
    unsigned change;
    int Counts::* count;
};
const Show kShows[] = {{"", &text::chip_all, 0, &Counts::changed},
                       {"ubesvart", &text::chip_undecided, 0, &Counts::undecided},
                       {"opp", &text::chip_up, kPriceUp, &Counts::up},
                       {"ned", &text::chip_down, kPriceDown, &Counts::down},
                       {"nye", &text::chip_added, kAdded, &Counts::added},
                       {"borte", &text::chip_gone, kGone, &Counts::gone},
                       {"enhet", &text::chip_unit, kUnit | kPack, &Counts::unit},
                       {"tekst", &text::chip_text, kText, &Counts::text},
                       {"flyttet", &text::chip_moved, kMoved, &Counts::moved},
                       {"annet", &text::chip_other, kVat | kOther, &Counts::other}};

const Text& event_text(std::string_view event) {
    if (event == "read") return text::event_read;
    if (event == "accepted_allowed") return text::event_accepted_allowed;
    if (event == "line_accepted") return text::event_line_accepted;
    if (event == "line_refused") return text::event_line_refused;
    if (event == "taken") return text::event_taken;
    if (event == "refused") return text::event_refused;
    if (event == "unreadable") return text::event_unreadable;
    return text::event_came;
}

void add_lines(http::Exchange& exchange, const Proposal& one, const Counts& all,
               ProposalView& view) {
    const std::string_view shown = exchange.query("vis");
    unsigned change = 0;
    for (const Show& show : kShows) {
        const int number = all.*show.count;
        const bool current = show.value == shown;
        if (current) change = show.change;
        if (number == 0 && !current && !show.value.empty()) continue;
        view.chips.push_back(
            {show.value.empty() ? one.path() : fmt::format("{}?vis={}", one.path(), show.value),
             in(exchange, *show.label, {{"count", std::int64_t(number)}}), current});
    }
    std::int64_t after = 0;
    if (const auto from = Decimal::parse(exchange.query("etter")); from && from->scale() == 0)
        after = from->digits();
    auto found = lines(exchange.db, one.id, change, shown == "ubesvart", after, kRows + 1);
    if (found.size() > kRows) {
        found.pop_back();
        view.more = fmt::format("{}?vis={}&etter={}", one.path(), shown, found.back().position);
    }
    view.here = shown;
    for (const Line& each : found)
        view.lines.push_back(line_view(exchange, each, one.state == State::waiting));
}

http::Response show(http::Exchange& exchange, const Proposal& one, std::vector<Refusal> refusals) {
    ProposalView view;
    view.refusals = std::move(refusals);
    view.path = one.path();
    view.today = exchange.today;
    view.number = in(exchange, text::kind, {{"number", one.name}});
    view.agreement = one.agreement_title;
    if (one.agreement) view.agreement_path = "/avtaler/" + std::to_string(one.agreement.value);
    view.state = state_in_words(exchange, one);
    view.tone = tone_of(one.state);
    view.reading = one.state == State::reading;
    view.percent = one.percent();
    view.typed = exchange.form("grunn");
    const Counts all = counts(exchange.db, one.id);
    const Arguments with = {{"supplier", one.supplier_name},
                            {"count", std::int64_t(all.changed)},
                            {"lines", one.lines_read},
                            {"allowed", std::int64_t(all.allowed)},
                            {"changed", std::int64_t(all.changed)},
                            {"same", std::int64_t(all.same)},
                            {"accepted", std::int64_t(all.accepted)},
                            {"refused", std::int64_t(all.refused + all.undecided)}};
    view.title = in(exchange,
                    one.state == State::reading      ? text::title_reading
                    : one.state == State::unreadable ? text::title_unreadable
                    : all.changed == 0               ? text::title_same
                    : all.changed == 1               ? text::title_changed_one
                                                     : text::title_changed,
                    with);
    view.lead = view.reading                  ? in(exchange, text::reading_lead, with)
                : one.state == State::waiting ? in(exchange, text::counts_lead, with)
                : one.state == State::taken   ? in(exchange, text::answered_lead, with)
                                              : "";
    view.figures = {
        {in(exchange, text::figure_accepted), std::to_string(all.accepted)},
        {in(exchange, text::figure_refused), std::to_string(all.refused)},
        {in(exchange, text::figure_undecided), std::to_string(all.undecided), "", true}};
    view.may_answer = one.state == State::waiting;
    view.may_accept = view.may_answer && all.open_allowed > 0;
    view.may_finish = view.may_answer && all.accepted > 0;
    view.accept_label = all.open_allowed == 1 ? in(exchange, text::accept_allowed_one)
                                              : in(exchange, text::accept_allowed_button,
                                                   {{"count", std::int64_t(all.open_allowed)}});
    const Date first = std::max(one.valid_from.value_or(exchange.today), exchange.today + 1);
    view.finish_label = in(exchange, text::finish_button,
                           {{"day", html::day(first, exchange.language, exchange.today)}});
    if (!view.reading) add_lines(exchange, one, all, view);
    for (const Message& each : messages(exchange.db, one.id)) {
        view.messages.push_back(
            in(exchange, text::message_line,
               {{"line", std::int64_t(each.line)},
                {"text", each.in[static_cast<std::size_t>(exchange.language)]}}));
    }
    for (const trail::Line& line : trail::of(exchange.db, {"price_proposal", one.id.value})) {
        const std::string item = trail::member(line, "item");
        view.trail.push_back({in(exchange, event_text(line.event)), item.empty() ? "" : " " + item,
                              line.at, line.user_name});
    }
    const bool refused = !view.refusals.empty();
    auto response =
        http::page(exchange, {.title = view.title, .active_menu = "/priser", .refused = refused},
                   [&](html::Out& o) { proposal_page(o, view); });
    if (view.reading) response.headers.emplace_back("Refresh", "2");
    return response;
}

http::Response get_one(http::Exchange& exchange) {
    const auto one = proposal(exchange.db, {exchange.path_id()});
    return one ? show(exchange, *one, {}) : http::not_found();
}

template <class T>
http::Response act(http::Post& post, const Result<T>& done, const std::string& to) {
    const auto one = proposal(post.db, {post.path_id()});
    if (!one) return http::not_found();
    if (!done) return show(post, *one, {done.error()});
    post.commit();
    return http::see_other(one->path() + to);
}

http::Response post_accept(http::Post& post) {
    return act(post, accept_allowed(post.tx, post.actor, post.now, {post.path_id()}),
               "?vis=ubesvart");
}
http::Response post_line(http::Post& post) {
    const Decision decision = post.form("svar") == "godta" ? Decision::accepted : Decision::refused;
    std::string to;
    for (const Show& show : kShows) {
        if (!show.value.empty() && show.value == post.form("til"))
            to = "?vis=" + std::string(show.value);
    }
    return act(
        post,
        decide_line(post.tx, post.actor, post.now, {post.path_id()}, post.path_id(1), decision),
        to);
}
http::Response post_finish(http::Post& post) {
    return act(post, finish(post.tx, post.actor, post.now, {post.path_id()}), "");
}
http::Response post_refuse(http::Post& post) {
    return act(post,
               refuse_all(post.tx, post.actor, post.now, {post.path_id()}, post.form("grunn")), "");
}

// ---- A file brought by hand --------------------------------------------------------------------

http::Response upload(http::Exchange& exchange, std::vector<Refusal> refusals) {
    UploadView view;
    view.refusals = std::move(refusals);
    const std::string_view chosen =
        exchange.has_form("avtale") ? exchange.form("avtale") : exchange.query("avtale");
    for (const agreement::Agreement& each : agreement::list(exchange.db, {}, exchange.today)) {
        const std::string value = std::to_string(each.id.value);
        view.agreements.push_back({value, each.title + ", " + each.supplier_name, value == chosen});
    }
    const bool refused = !view.refusals.empty();
    return http::page(
        exchange,
        {.title = in(exchange, text::upload_title), .active_menu = "/priser", .refused = refused},
        [&](html::Out& o) { upload_page(o, view); });
}
http::Response get_upload(http::Exchange& exchange) { return upload(exchange, {}); }

http::Response post_upload(http::Post& post) {
    const auto chosen = Decimal::parse(post.form("avtale"));
    const auto agreement = chosen && chosen->scale() == 0
                               ? agreement::find(post.db, agreement::AgreementId{chosen->digits()})
                               : std::nullopt;
    if (!agreement) return upload(post, {Refusal{&text::agreement_missing, {}, "avtale"}});
    const http::Upload* file = post.upload("fil");
    if (file == nullptr) return upload(post, {Refusal{&text::file_missing, {}, "fil"}});
    const std::size_t first = file->bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    const bool xml = first != std::string::npos && file->bytes[first] == '<';
    const auto made = propose(post.tx, post.actor, post.now,
                              {agreement->supplier, agreement->id,
                               xml ? Format::peppol : Format::sheet, file->file_name, file->bytes});
    if (!made) return upload(post, {made.error()});
    post.commit();
    return http::see_other("/priser/" + std::to_string(made->value));
}

// ---- Index tables ------------------------------------------------------------------------------

http::Response indexes(http::Exchange& exchange, std::vector<Refusal> refusals) {
    IndexView view;
    view.refusals = std::move(refusals);
    view.name = exchange.form("navn");
    view.source = exchange.form("kilde");
    for (const IndexRow& each : index_rows(exchange.db, "")) {
        view.rows.push_back({each.name, each.month, format_decimal(each.value), each.source});
    }
    const bool refused = !view.refusals.empty();
    return http::page(
        exchange,
        {.title = in(exchange, text::index_title), .active_menu = "/priser", .refused = refused},
        [&](html::Out& o) { index_page(o, view); });
}
http::Response get_indexes(http::Exchange& exchange) { return indexes(exchange, {}); }
http::Response post_index(http::Post& post) {
    const http::Upload* file = post.upload("fil");
    if (file == nullptr) return indexes(post, {Refusal{&text::file_missing, {}, "fil"}});
    const auto stored = store_index(post.tx, post.actor, post.now, post.form("navn"),
                                    post.form("kilde"), file->bytes);
    if (!stored) return indexes(post, {stored.error()});
    post.commit();
    return http::see_other("/priser/indeks");
}

using enum Permission;
http::Route large(http::Route route) {
    route.body_limit = kFileLimit;
    return route;
}
const http::Route kTable[] = {
    http::get("/priser", coordinate, get_list),
    http::get("/priser/ny", coordinate, get_upload),
    large(http::post("/priser/ny", coordinate, post_upload)),
    http::get("/priser/indeks", coordinate, get_indexes),
    http::post("/priser/indeks", coordinate, post_index),
    http::get("/priser/{id}", coordinate, get_one),
    http::post("/priser/{id}/godta", coordinate, post_accept),
    http::post("/priser/{id}/linjer/{linje}", coordinate, post_line),
    http::post("/priser/{id}/ta-i-bruk", coordinate, post_finish),
    http::post("/priser/{id}/avvis", coordinate, post_refuse),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::price
