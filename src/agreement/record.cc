// One agreement as a page: state and what it means for the reader, what can be done now, what is
// agreed, section by section, and its history.

#include "agreement/record.h"

#include "agreement/texts.h"
#include "base/words.h"
#include "trail/trail.h"

namespace samkjop::agreement {
namespace {

std::string in(const http::Exchange& exchange, const Text& text, const Arguments& arguments = {}) {
    return render(text, exchange.language, arguments);
}

std::string day_or_nothing(const std::optional<Date>& day) {
    return day ? format_short_date(*day) : "";
}
std::string kroner_or_nothing(const std::optional<Money>& amount) {
    return amount ? html::kroner(*amount) : "";
}
std::string percent_or_nothing(const std::optional<Decimal>& share) {
    return share ? percent_written(share) + "\u00a0%" : "";
}

void append(std::string& to, std::string_view words, std::string_view between = ", ") {
    if (words.empty()) return;
    if (!to.empty()) to += between;
    to += words;
}

// What the agreement means for the reader's municipality, in one sentence.
std::string context(const http::Exchange& exchange, const Agreement& agreement) {
    const Actor& actor = exchange.actor;
    const Arguments name = {{"municipality", actor.municipality_name}};
    if (!agreement.signed_by_now()) return in(exchange, text::nobody_may_buy_yet);
    const Member* member = agreement.member(actor.municipality);
    if (in_force(agreement, actor.municipality, exchange.today)) {
        const bool some = !member->units.empty();
        return in(exchange, some ? text::some_units_may_buy : text::you_may_buy, name);
    }
    if (member == nullptr) return in(exchange, text::you_may_not_buy, name);
    const Date from = std::max(member->joined_on, agreement.valid_from);
    const Date to = std::min(member->left_on.value_or(agreement.valid_to), agreement.valid_to);
    const auto with = [&](Date date) {
        Arguments out = name;
        out.emplace_back("date", html::day(date, exchange.language, exchange.today));
        return out;
    };
    return exchange.today < from ? in(exchange, text::you_will_buy, with(from))
                                 : in(exchange, text::you_could_buy, with(to));
}

class Record {
public:
    Record(http::Exchange& exchange, const Agreement& agreement)
        : exchange_(exchange), is_(agreement), edits_(may_edit(exchange.actor, agreement)) {}

    std::vector<html::Figure> facts() {
        start();
        fact(text::col_supplier, is_.supplier_name);
        fact(text::organisation_number, is_.supplier_number);
        fact(text::period, in(exchange_, text::from_to,
                              {{"from", format_short_date(is_.valid_from)},
                               {"to", format_short_date(is_.valid_to)}}));
        fact(text::col_options, is_.options);
        fact(text::field_maximum, kroner_or_nothing(is_.maximum));
        fact(text::field_estimated, kroner_or_nothing(is_.estimated));
        fact(text::field_manager, is_.manager_name);
        fact(text::contact, is_.contact);
        fact(text::notice, is_.notice);
        fact(text::field_case, is_.case_reference);
        return std::move(now_.facts);
    }

    std::vector<SectionView> sections() {
        ordering();
        members();
        suppliers();
        lots();
        period();
        basics();
        fees();
        price_rules();
        requirements();
        contacts();
        documents_section();
        happenings_section();
        if (edits_) publicity();
        return std::move(out_);
    }

private:
    void start() { now_ = SectionView{}; }
    void begin(std::string id, const Text& title, std::string_view slug, bool rows) {
        start();
        now_.id = std::move(id);
        now_.title = in(exchange_, title);
        if (!edits_) return;
        now_.edit_path = edit_path(slug);
        now_.edit_label = in(exchange_, rows ? text::add_row : text::change);
    }
    void end() {
        if (!now_.empty() || edits_) out_.push_back(std::move(now_));
    }
    void heads(std::initializer_list<const Text*> headings) {
        for (const Text* each : headings) now_.headings.push_back(in(exchange_, *each));
    }
    void fact(const Text& label, std::string value) {
        if (!value.empty()) now_.facts.push_back({in(exchange_, label), std::move(value)});
    }
    std::string edit_path(std::string_view slug, std::int64_t row = 0) const {
        std::string out = is_.path() + "/rediger/" + std::string(slug);
        if (row != 0) out += "?rad=" + std::to_string(row);
        return out;
    }
    Cells& row(std::vector<std::string> cells, std::string_view slug = {}, std::int64_t id = 0) {
        Cells out;
        out.cells = std::move(cells);
        if (edits_ && id != 0 && !slug.empty()) out.edit_path = edit_path(slug, id);
        return now_.rows.emplace_back(std::move(out));
    }
    std::string lot_name(LotId id) const {
        const Lot* lot = is_.lot(id);
        return lot ? std::to_string(lot->number) + " " + lot->title : "";
    }

    void ordering() {
        begin("bestill", text::how_to_order, "bestilling", false);
        now_.words = is_.terms;
        if (is_.delivery_days > 0) {
            const std::int64_t days = is_.delivery_days;
            fact(text::delivery,
                 in(exchange_, html::plural(days, text::one_day, text::days), {{"days", days}}));
        }
        if (is_.free_delivery_from)
            fact(text::free_delivery, html::kroner(*is_.free_delivery_from));
        fact(text::field_delivery_terms, is_.delivery_terms);
        if (is_.payment_days > 0) {
            fact(text::field_payment_days,
                 in(exchange_, text::days, {{"days", std::int64_t{is_.payment_days}}}));
        }
        fact(text::field_payment_terms, is_.payment_terms);
        end();
    }

    void members() {
        begin("kommuner", text::members, "kommuner", true);
        heads({&text::col_municipality, &text::col_joined, &text::col_decision, &text::col_units,
               &text::field_maximum});
        for (const Member& each : is_.members) {
            std::string joined = format_short_date(each.joined_on);
            if (each.left_on) joined += " – " + format_short_date(*each.left_on);
            std::string decision = each.reference;
            if (each.decided_on)
                append(decision, html::day(*each.decided_on, exchange_.language, exchange_.today));
            if (!each.decided()) append(decision, in(exchange_, text::decision_not_registered));
            std::string units;
            for (const UnitId unit : each.units) {
                if (const auto found = party::unit(exchange_.db, unit)) append(units, found->name);
            }
            if (units.empty()) units = in(exchange_, text::all_units);
            row({each.name, joined, decision, units, kroner_or_nothing(each.maximum)}, "kommuner",
                each.municipality.value);
        }
        end();
    }

    void suppliers() {
        if (is_.suppliers.size() < 2 && !edits_) return;
        begin("leverandorer", text::section_suppliers, "leverandorer", true);
        heads(
            {&text::col_supplier, &text::organisation_number, &text::field_rank, &text::field_lot});
        for (const Supplying& each : is_.suppliers) {
            row({each.name, each.organisation_number, std::to_string(each.rank),
                 each.lot ? lot_name(each.lot) : in(exchange_, text::whole_agreement)},
                "leverandorer", each.id);
        }
        end();
    }

    void lots() {
        begin("delkontrakter", text::section_lots, "delkontrakter", true);
        heads({&text::field_lot, &text::field_cpv, &text::field_estimated, &text::field_maximum});
        for (const Lot& each : is_.lots) {
            row({lot_name(each.id), each.cpv, kroner_or_nothing(each.estimated),
                 kroner_or_nothing(each.maximum)},
                "delkontrakter", each.id.value);
        }
        if (!is_.lots.empty() || edits_) end();
    }

    void period() {
        begin("perioden", text::section_period, "periode", false);
        fact(text::period, in(exchange_, text::from_to,
                              {{"from", format_short_date(is_.valid_from)},
                               {"to", format_short_date(is_.valid_to)}}));
        if (is_.decided_on) {
            fact(text::field_decision, is_.decision + ", " + format_short_date(*is_.decided_on));
        }
        fact(text::field_signed, day_or_nothing(is_.signed_on));
        if (is_.notice_months > 0) {
            fact(text::field_notice_months, std::to_string(is_.notice_months));
            fact(text::notice_by, day_or_nothing(notice_by(is_)));
        }
        fact(text::field_renegotiate, day_or_nothing(is_.renegotiate));
        fact(text::why_ended, is_.end_reason);
        end();
        begin("opsjoner", text::section_options, "opsjoner", true);
        heads({&text::field_option_number, &text::field_option_to, &text::field_deadline,
               &text::option_used_on});
        for (const Option& each : is_.option_list) {
            std::string used = day_or_nothing(each.used_on);
            append(used, each.reference);
            row({std::to_string(each.number), format_short_date(each.valid_to),
                 day_or_nothing(each.deadline), used},
                "opsjoner", each.used_on ? 0 : each.id);
        }
        if (!is_.option_list.empty() || edits_) end();
    }

    void basics() {
        begin("grunnlag", text::section_basics, "grunnlag", false);
        now_.words = is_.description;
        std::string codes;
        for (const std::string& each : is_.cpvs) append(codes, each);
        fact(text::field_cpv, codes);
        fact(text::field_product_groups, is_.product_groups);
        end();
        if (edits_) {
            begin("verdi", text::section_values, "verdi", false);
            fact(text::field_estimated, kroner_or_nothing(is_.estimated));
            fact(text::field_maximum, kroner_or_nothing(is_.maximum));
            end();
        }
    }

    void fees() {
        begin("gebyrer", text::section_fees, "gebyrer", true);
        if (is_.fees.empty()) now_.words = in(exchange_, text::no_fees_allowed);
        heads({&text::field_fee_kind, &text::field_fee_most, &text::field_fee_below,
               &text::field_fee_text});
        for (const Fee& each : is_.fees) {
            std::string most = kroner_or_nothing(each.most);
            append(most, percent_or_nothing(each.percent));
            row({in(exchange_, words(each.kind)), most, kroner_or_nothing(each.below), each.text},
                "gebyrer", each.id);
        }
        end();
    }

    void price_rules() {
        begin("prisregler", text::section_price_rules, "prisregler", true);
        heads({&text::field_price_kind, &text::field_price_group, &text::price_what,
               &text::field_fixed_until, &text::field_note});
        for (const PriceRule& each : is_.price_rules) {
            std::string what = percent_or_nothing(each.discount);
            append(what, each.index_name);
            append(what, each.index_base);
            append(what, percent_or_nothing(each.index_share));
            std::string group = each.group;
            if (each.lot) append(group, lot_name(each.lot));
            if (group.empty()) group = in(exchange_, text::whole_agreement);
            row({in(exchange_, words(each.kind)), group, what, day_or_nothing(each.fixed_until),
                 each.note},
                "prisregler", each.id);
        }
        end();
    }

    void requirements() {
        begin("krav", text::section_requirements, "krav", true);
        heads({&text::field_requirement, &text::field_require_kind, &text::field_how,
               &text::field_next_on, &text::last_follow_up});
        for (const Requirement& each : is_.requirements) {
            std::string last = day_or_nothing(each.last_on);
            append(last, each.last_note, ": ");
            Cells& cells = row({each.text, in(exchange_, words(each.kind)), each.how,
                                day_or_nothing(each.next_on), last},
                               "krav", each.id);
            if (edits_) {
                cells.more_path = edit_path("oppfolging", each.id);
                cells.more_label = in(exchange_, text::register_follow_up);
            }
        }
        end();
    }

    void contacts() {
        begin("kontakter", text::section_contacts, "kontakter", true);
        heads({&text::field_name, &text::field_contact_kind, &text::col_municipality,
               &text::field_email, &text::field_telephone});
        for (const Contact& each : is_.contacts) {
            std::string where = in(exchange_, text::everyone);
            if (const auto found = party::municipality(exchange_.db, each.municipality))
                where = found->name;
            row({each.name, in(exchange_, words(each.kind)), where, each.email, each.telephone},
                "kontakter", each.id);
        }
        end();
    }

    void documents_section() {
        begin("dokumenter", text::section_documents, "dokumenter", true);
        heads({&text::field_document_title, &text::field_document_kind, &text::document_version,
               &text::document_added});
        for (const Document& each : documents(exchange_.db, is_.id)) {
            std::string version = std::to_string(each.version);
            if (!each.current) append(version, in(exchange_, text::document_replaced));
            Cells& cells = row({each.title, in(exchange_, words(each.kind)), version,
                                format_short_date(each.at.oslo_date()) + ", " + each.by});
            cells.path = is_.path() + "/dokumenter/" + std::to_string(each.id);
            if (edits_ && each.current) {
                cells.more_path = edit_path("dokumenter", each.id);
                cells.more_label = in(exchange_, text::new_version);
            }
        }
        end();
    }

    void happenings_section() {
        begin("hendelser", text::section_happenings, "hendelser", true);
        heads({&text::field_happened_on, &text::field_happened, &text::told_by});
        for (const Happening& each : happenings(exchange_.db, is_.id))
            row({format_short_date(each.on), each.text, each.by});
        end();
    }

    void publicity() {
        begin("offentlig", text::section_public, "offentlig", false);
        // The coordinator sees the page as the public will before it is released.
        now_.edit_path = exchange_.actor.may(Permission::coordinate)
                             ? "/samarbeid/offentlig/avtaler/" + std::to_string(is_.id.value)
                             : "";
        now_.words = is_.public_text;
        fact(text::field_released,
             in(exchange_, is_.released ? text::is_released : text::is_not_released));
        end();
    }

    http::Exchange& exchange_;
    const Agreement& is_;
    bool edits_;
    SectionView now_;
    std::vector<SectionView> out_;
};

// What is missing or wrong, for those who keep the register.
std::vector<std::string> findings(const http::Exchange& exchange, const Agreement& agreement) {
    std::vector<std::string> out;
    if (!may_edit(exchange.actor, agreement) || agreement.state == State::discarded) return out;
    if (agreement.signed_by_now() && agreement.decision.empty())
        out.push_back(in(exchange, text::finding_no_decision));
    std::string undecided;
    for (const Member& each : agreement.members) {
        if (!each.decided()) append(undecided, each.name);
    }
    if (!undecided.empty())
        out.push_back(in(exchange, text::finding_members_undecided, {{"names", undecided}}));
    if (!agreement.manager) out.push_back(in(exchange, text::finding_no_manager));
    if (!agreement.maximum) out.push_back(in(exchange, text::finding_no_maximum));
    return out;
}

const Text& told(std::string_view event) {
    static const std::pair<std::string_view, const Text*> kSentences[] = {
        {"created", &text::event_created},
        {"joined", &text::event_joined},
        {"left", &text::event_left},
        {"decide", &text::event_decide},
        {"reconsider", &text::event_reconsider},
        {"sign", &text::event_sign},
        {"use_option", &text::event_use_option},
        {"expire", &text::event_expire},
        {"terminate", &text::event_terminate},
        {"discard", &text::event_discard},
        {"followed_up", &text::event_followed_up},
        {"told", &text::event_told},
        {"document", &text::event_document},
        {"removed", &text::event_removed},
        {"released", &text::event_released},
        {"withdrawn", &text::event_withdrawn},
        {"public_text", &text::event_public_text},
        {"taken_over", &text::event_taken_over},
        {"rated", &text::event_rated},
        {"used", &text::event_used}};
    for (const auto& [name, sentence] : kSentences) {
        if (event == name) return *sentence;
    }
    return text::event_changed;
}

std::vector<html::TrailRow> trail_rows(http::Exchange& exchange, const Agreement& agreement) {
    std::vector<html::TrailRow> out;
    for (const trail::Line& line : trail::of(exchange.db, {"agreement", agreement.id.value})) {
        html::TrailRow row{in(exchange, told(line.event)), "", line.at, line.user_name};
        const std::string member = trail::member(line, "municipality");
        for (const Member& each : agreement.members) {
            if (std::to_string(each.municipality.value) == member) append(row.rest, each.name);
        }
        for (const char* name : {"reference", "reason", "what", "title", "note"})
            append(row.rest, trail::member(line, name));
        if (const auto on = Date::parse(trail::member(line, "on")))
            append(row.rest, format_short_date(*on));
        if (line.event == "created") row.rest.clear();
        if (!row.rest.empty()) row.rest = ": " + row.rest;
        out.push_back(std::move(row));
    }
    return out;
}

EventForm event_form(const http::Exchange& exchange, const Agreement& agreement, Event event) {
    struct Words {
        const Text *title, *lead, *label;
    };
    static constexpr Words kWords[] = {
        {&text::do_decide, &text::decide_lead, &text::decide_label},
        {&text::do_reconsider, &text::reconsider_lead, &text::reconsider_label},
        {&text::do_sign, &text::sign_lead, &text::sign_label},
        {&text::do_use_option, &text::use_option_lead, &text::use_option_label},
        {&text::do_use_option, &text::use_option_lead, &text::use_option_label},
        {&text::do_terminate, &text::terminate_lead, &text::terminate_label},
        {&text::do_discard, &text::discard_lead, &text::discard_label},
    };
    const Words& words_of = kWords[static_cast<std::size_t>(event)];
    EventForm out;
    out.event = name(event);
    out.title = in(exchange, *words_of.title);
    out.label = in(exchange, *words_of.label);
    const Option* option = next_option(agreement);
    out.lead = in(
        exchange, *words_of.lead,
        {{"date", event == Event::use_option && option ? option->valid_to : agreement.valid_to}});
    using Input = Field::Input;
    const std::string today = exchange.today.iso();
    const bool takes_back = event == Event::reconsider || event == Event::discard;
    out.dangerous = takes_back || event == Event::terminate;
    if (!takes_back) {
        const Text* label = event == Event::decide      ? &text::field_decided_on
                            : event == Event::sign      ? &text::field_signed
                            : event == Event::terminate ? &text::field_last_day
                                                        : &text::option_used_on;
        out.fields.push_back({"on", label, Input::day, today, true});
    }
    if (event == Event::decide || event == Event::use_option || event == Event::terminate) {
        out.fields.push_back(
            {"reference", &text::field_decision, Input::line, "", true, &text::decision_says});
    }
    if (out.dangerous)
        out.fields.push_back({"reason", &text::field_reason, Input::words, "", true});
    return out;
}

void add_drawn(http::Exchange& exchange, const Agreement& agreement, DetailView& view) {
    if (drawn == nullptr || !agreement.signed_by_now()) return;
    const Drawn is = drawn(exchange.db, exchange.actor, agreement);
    view.draw_down_path = is.path;
    view.evaluation_path = agreement.path() + "/evaluering";
    view.drawn = {{in(exchange, text::drawn_ordered), html::kroner(is.ordered)},
                  {in(exchange, text::drawn_invoiced), html::kroner(is.invoiced)}};
    const Money used = std::max(is.ordered, is.invoiced);
    const auto limit = agreement.maximum ? agreement.maximum : agreement.estimated;
    if (!limit || limit->is_zero()) {
        view.drawn_says = in(exchange, text::drawn_plain, {{"amount", format_kroner(used)}});
        return;
    }
    view.drawn.push_back(
        {in(exchange, agreement.maximum ? text::field_maximum : text::field_estimated),
         html::kroner(*limit), "", true});
    const std::int64_t percent = divide_rounded(Wide(used.ore()) * 100, limit->ore());
    view.drawn_percent = static_cast<int>(std::min<std::int64_t>(percent, 100));
    view.drawn_says =
        in(exchange, agreement.maximum ? text::drawn_of_maximum : text::drawn_of_estimate,
           {{"percent", percent}});
}

}  // namespace

std::string state_in_words(const http::Exchange& exchange, const Agreement& agreement) {
    const auto day = [&](Date date) { return html::day(date, exchange.language, exchange.today); };
    switch (agreement.state) {
        case State::draft:
            return in(exchange, text::is_draft);
        case State::decided:
            return in(exchange, text::is_decided,
                      {{"date", day(agreement.decided_on.value_or(exchange.today))}});
        case State::discarded:
            return in(exchange, text::is_discarded);
        case State::terminated:
            if (agreement.valid_to < exchange.today)
                return in(exchange, text::was_terminated, {{"date", day(agreement.valid_to)}});
            return in(exchange, text::is_terminated, {{"date", day(agreement.valid_to)}});
        default:
            break;
    }
    switch (status(agreement, exchange.today)) {
        case Status::coming:
            return in(exchange, text::coming, {{"date", day(agreement.valid_from)}});
        case Status::ended:
            return in(exchange, text::ended, {{"date", day(agreement.valid_to)}});
        case Status::in_force:
            return in(exchange,
                      agreement.state == State::extended ? text::extended_until : text::holds_until,
                      {{"date", day(agreement.valid_to)}});
        case Status::ending:
            break;
    }
    const std::int64_t days = agreement.valid_to - exchange.today;
    if (days == 0) return in(exchange, text::ending_today);
    return in(exchange, text::ending, {{"date", day(agreement.valid_to)}, {"days", days}});
}

html::Tone tone_of(const Agreement& agreement, Date today) {
    if (!agreement.signed_by_now())
        return agreement.state == State::discarded ? html::Tone::stop : html::Tone::wait;
    switch (status(agreement, today)) {
        case Status::in_force:
            return agreement.state == State::terminated ? html::Tone::warning : html::Tone::good;
        case Status::coming:
            return html::Tone::wait;
        case Status::ending:
            return html::Tone::warning;
        case Status::ended:
            break;
    }
    return html::Tone::stop;
}

bool may_see(const Actor& actor, const Agreement& agreement) {
    return agreement.signed_by_now() || may_edit(actor, agreement) || actor.may(Permission::audit);
}

DetailView record(http::Exchange& exchange, const Agreement& agreement) {
    DetailView view;
    view.number = agreement.number;
    view.title = agreement.title;
    view.kind = in(exchange, words(agreement.kind));
    view.state = state_in_words(exchange, agreement);
    view.tone = tone_of(agreement, exchange.today);
    view.context = context(exchange, agreement);
    view.findings = findings(exchange, agreement);
    if (agreement.signed_by_now())
        view.goods_path = "/handle?avtale=" + std::to_string(agreement.id.value);
    view.event_path = agreement.path() + "/hendelse";
    Record page(exchange, agreement);
    view.facts = page.facts();
    view.sections = page.sections();
    for (const Event event : possible(exchange.actor, agreement))
        view.events.push_back(event_form(exchange, agreement, event));
    for (const Due& due : dues(agreement, exchange.today, exchange.today + 548)) {
        std::string what = in(exchange, words(due.kind));
        append(what, due.what, ": ");
        view.dues.push_back({format_short_date(due.on), std::move(what)});
    }
    add_drawn(exchange, agreement, view);
    view.trail = trail_rows(exchange, agreement);
    view.today = exchange.today;
    return view;
}

void reopen(http::Exchange& exchange, DetailView& view, Event event, const Refusal& refusal) {
    view.refusals = {refusal};
    for (EventForm& form : view.events) {
        if (form.event != name(event)) continue;
        form.open = true;
        for (Field& field : form.fields) field.value = exchange.form(field.name);
    }
}

}  // namespace samkjop::agreement
