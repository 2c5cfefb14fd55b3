// What the page says of an invoice: the finding as headline, what may be done now by the one who
// looks, the three columns with the difference in words, the money, the documents, the trail.

#include "invoice/view.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "invoice/correction.h"
#include "invoice/texts.h"
#include "receipt/receipt.h"

namespace samkjop::invoice {
namespace {

std::string path_of(std::string_view base, std::int64_t id) {
    return fmt::format("{}{}", base, id);
}

class Builder {
public:
    Builder(http::Exchange& exchange, const Record& record)
        : exchange_(exchange),
          record_(record),
          language_(exchange.language),
          orders_(orders_of(exchange.db, record)) {}

    InvoiceView run(std::vector<Refusal> refusals) {
        view_.refusals = std::move(refusals);
        head();
        act();
        lines();
        money();
        history();
        documents();
        trail();
        if (remarks_on != nullptr) {
            for (Remark& each : remarks_on(exchange_.db, exchange_.actor, record_.id, language_)) {
                view_.remarks.push_back({std::move(each.strong), std::move(each.rest),
                                         std::move(each.path), each.stop});
            }
        }
        return std::move(view_);
    }

private:
    std::string in(const Text& text, const Arguments& arguments = {}) const {
        return render(text, language_, arguments);
    }
    std::string money(Money amount) const { return in_currency(record_, amount, language_); }
    std::string whole(Money amount) const {
        return with_currency(format_kroner(amount), record_.content.currency, language_);
    }
    bool has(Difference kind) const {
        return std::ranges::any_of(record_.findings,
                                   [&](const Finding& each) { return each.kind == kind; });
    }

    void head() {
        const Content& content = record_.content;
        view_.path = record_.path();
        view_.credit_note = content.credit_note;
        view_.today = exchange_.today;
        view_.number = in(content.credit_note ? text::credit_note_word : text::invoice_word) + " " +
                       content.number;
        view_.title = headline(record_, language_);
        view_.seller = short_name(content.seller_name);
        view_.tone = tone_of(record_.state);
        view_.state = state_in_words(record_, language_, exchange_.today);
        if (record_.open() || record_.state == State::approved) {
            const std::string due = due_in_words(record_, language_, exchange_.today);
            if (!due.empty()) view_.state += ". " + due;
        }
        if (!record_.order_number.empty()) {
            view_.order = in(text::order_word) + " " + record_.order_number;
            view_.order_path = path_of("/bestillinger/", record_.order);
        }
        view_.lead = lead();
        view_.hash = record_.document_hash.substr(0, 16);
        view_.typed_reason = std::string(exchange_.form("grunn"));
    }

    std::string lead() const {
        std::string out;
        if (record_.state == State::deviating && !record_.content.credit_note) {
            std::int64_t agree = 0;
            for (const Line& line : record_.content.lines) agree += !differs(line.position);
            out = html::capitalised(
                      in(text::lead_lines_agree,
                         {{"agree", html::count_in_words(agree, language_)},
                          {"all", html::count_in_words(
                                      static_cast<std::int64_t>(record_.content.lines.size()),
                                      language_)}})) +
                  " ";
        }
        if (record_.state == State::waiting_receipt) out = in(text::lead_waiting) + " ";
        if (record_.state == State::without_order) out = in(text::lead_without_order) + " ";
        if (!record_.reason.empty() &&
            (record_.state == State::to_certify || record_.state == State::certified)) {
            out = in(text::lead_accepted, {{"reason", record_.reason}}) + " ";
        }
        return out + in(record_.content.credit_note ? text::lead_total_note : text::lead_total,
                        {{"net", money(record_.content.net)},
                         {"payable", money(record_.content.payable)}});
    }

    bool differs(int position) const {
        return std::ranges::any_of(record_.findings,
                                   [&](const Finding& each) { return each.line == position; });
    }

    // ---- What may be done ----------------------------------------------------------------------
    void act() {
        const auto who = circumstances(exchange_.db, record_, exchange_.actor, exchange_.today);
        const auto may = [&](Event event) { return possible(who, event, exchange_.actor); };
        const bool note = record_.content.credit_note;
        Act& act = view_.act;
        act.ask_credit = !note && record_.at_stake > Money() && may(Event::ask_credit_note);
        act.accept = !note && may(Event::accept);
        act.refuse = may(Event::refuse);
        act.certify = may(Event::certify);
        act.authorise = may(Event::authorise);
        act.send_back = may(Event::send_back);
        act.code = !record_.voucher && may(Event::code);
        act.recode = record_.voucher && may(Event::code);
        act.answer = note && may(Event::answer);
        act.try_again =
            record_.state == State::received && exchange_.actor.may(Permission::handle_invoices);
        act.rate = has(Difference::currency_differs);
        if (record_.state == State::received && has(Difference::supplier_unknown) &&
            record_.findings[0].what != "blocked") {
            act.enrol = exchange_.actor.may(Permission::register_supplier);
            act.enrol_name = exchange_.has_form("name") ? std::string(exchange_.form("name"))
                                                        : record_.content.seller_name;
            act.enrol_number = record_.content.seller_number;
            if (!act.enrol) act.waits = in(text::waits_accountant);
            act.try_again = false;
        }
        act.release = may(Event::release);
        act.to_export =
            record_.state == State::approved && exchange_.actor.may(Permission::export_to_finance);
        act.credit_amount = whole(record_.at_stake);
        act.code_amount = whole(record_.content.net);
        if (record_.state == State::certified) act.authorise_amount = html::kroner(who.cost);
        figures();
        receive();
        waits(who);
        mail();
        if (act.code) coding_form();
        correcting();
        if (act.recode || act.correct) recode_form();
        if (act.answer) answer_form();
    }

    // A booked invoice: who may ask that it is moved, and who may grant it.
    void correcting() {
        Act& act = view_.act;
        const auto all = corrections(exchange_.db, record_.id);
        const auto waiting = std::ranges::find_if(all, &Correction::open);
        act.correct = record_.state == State::posted && waiting == all.end() &&
                      exchange_.actor.may(Permission::handle_invoices);
        for (const Correction& one : all) view_.corrections.push_back(correction_view(one));
        if (waiting == all.end()) return;
        act.waits.clear();
        const auto may = [&](Event event) {
            return decide_correction(
                *waiting, event, exchange_.actor,
                authority_over(exchange_.db, record_, exchange_.actor, exchange_.today), "…");
        };
        const auto granted = may(Event::authorise);
        act.grant = granted.has_value();
        act.grant_amount = html::kroner(waiting->amount.magnitude());
        act.decline = act.grant;
        if (!act.grant && waiting->state == State::certified &&
            exchange_.actor.may(Permission::authorise_invoice))
            act.waits = granted.error().in(language_);
        act.release_correction = may(Event::release).has_value();
    }

    CorrectionView correction_view(const Correction& one) const {
        CorrectionView out;
        out.reference = one.reference;
        out.reason = one.reason;
        const auto named = [&](coding::CodingId id) {
            const auto coding = coding::find(exchange_.db, id);
            return coding ? coding->text() : std::string();
        };
        std::string to;
        for (const ShareRow& row : one.to)
            to += (to.empty() ? "" : ", ") + named(row.coding) + " · " +
                  in(text::vat_short, {{"code", row.vat_code}});
        out.moves = in(text::correction_moves,
                       {{"amount", one.amount}, {"from", named(one.from)}, {"to", to}});
        const Text& says = one.state == State::certified          ? text::correction_waits
                           : one.state == State::approved         ? text::correction_approved
                           : one.state == State::exported         ? text::correction_exported
                           : one.state == State::posted           ? text::correction_posted
                           : one.state == State::finance_rejected ? text::correction_returned
                                                                  : text::correction_declined;
        out.says = in(says, {{"asked", one.asked_by_name},
                             {"who", one.decided_by_name},
                             {"reason", one.answer},
                             {"voucher", one.finance_voucher}});
        out.tone = tone_of(one.state);
        return out;
    }

    void figures() {
        auto& out = view_.act.figures;
        const Content& content = record_.content;
        out.push_back({in(text::figure_net), format_money(content.net)});
        if (record_.at_stake > Money() && record_.open()) {
            out.push_back({in(text::figure_agrees), format_money(content.net - record_.at_stake)});
            out.push_back({in(record_.state == State::waiting_receipt ? text::figure_missing
                                                                      : text::figure_too_much),
                           money(record_.at_stake), "", true});
            return;
        }
        out.push_back({in(text::figure_vat), format_money(content.vat)});
        out.push_back({in(content.credit_note ? text::figure_credited : text::figure_payable),
                       money(content.payable), "", true});
    }

    void receive() {
        const Finding* missing = nullptr;
        int count = 0;
        for (const Finding& each : record_.findings) {
            if (each.kind == Difference::not_received) missing = &each, ++count;
        }
        if (missing == nullptr || !exchange_.actor.may(Permission::receive_goods)) return;
        if (record_.state != State::waiting_receipt && record_.state != State::deviating) return;
        Act& act = view_.act;
        act.receive = record_.state == State::waiting_receipt || !act.ask_credit;
        act.receive_path = fmt::format("/bestillinger/{}/mottak", record_.order);
        act.receive_label =
            count > 1 ? in(text::receive_button_all)
                      : in(text::receive_button,
                           {{"quantity", html::capitalised(quantity_in_words(
                                             missing->quantity, missing->unit, language_))}});
    }

    // Why nothing can be done by this person, or who is next.
    void waits(const Circumstances& who) {
        Act& act = view_.act;
        if (record_.state == State::certified && !act.authorise &&
            exchange_.actor.may(Permission::authorise_invoice)) {
            if (const auto step = decide(who, Event::authorise, exchange_.actor); !step) {
                act.waits = step.error().in(language_);
            }
            return;
        }
        if (record_.state == State::to_certify && !act.certify)
            act.waits = in(text::waits_certifier);
        else if (record_.state == State::certified && !act.authorise)
            act.waits = in(text::waits_authoriser);
        else if (record_.state == State::waiting_receipt && !act.receive)
            act.waits = in(text::waits_receiver);
        else if (record_.state == State::disputed)
            act.waits = in(text::waits_credit_note, {{"seller", view_.seller}});
        else if (record_.state == State::exported)
            act.waits = in(text::waits_finance);
        else if (record_.state == State::posted || record_.state == State::refused ||
                 record_.state == State::settled)
            act.waits = in(text::nothing_to_do);
        else if (record_.state == State::approved && !act.to_export)
            act.waits = in(text::waits_export);
    }

    void mail() {
        if (orders_.empty() || !record_.open() || orders_[0].requester == exchange_.actor.user)
            return;
        const auto person = party::person(exchange_.db, orders_[0].requester);
        if (!person || person->email.empty()) return;
        view_.act.mail_path = "mailto:" + person->email;
        const auto space = person->name.find(' ');
        view_.act.mail_label = in(text::ask_person, {{"name", person->name.substr(0, space)}});
    }

    // ---- Forms ---------------------------------------------------------------------------------
    void lists() {
        if (!view_.lists.empty()) return;
        rules_ = coding::rules(exchange_.db, record_.municipality);
        std::ranges::sort(rules_, {}, &coding::DimensionRule::position);
        std::erase_if(rules_, [](const coding::DimensionRule& rule) { return !rule.used; });
        for (const coding::DimensionRule& rule : rules_) {
            DataList list{"valg-" + std::string(coding::name(rule.dimension)), {}};
            for (const auto& value : coding::values(exchange_.db, record_.municipality,
                                                    rule.dimension, exchange_.today)) {
                if (!value.blocked && !value.budget_only)
                    list.choices.push_back({value.code, value.code + " " + value.name});
            }
            view_.lists.push_back(std::move(list));
        }
        for (const auto& code :
             coding::vat_codes(exchange_.db, record_.municipality, exchange_.today)) {
            view_.vat_codes.push_back({code.code, code.code + " " + code.name});
        }
    }

    CodingFields fields(const std::string& prefix,
                        const std::array<std::string, coding::kDimensions>& codes,
                        const std::string& vat) const {
        CodingFields out;
        out.prefix = prefix;
        for (const coding::DimensionRule& rule : rules_) {
            const std::string dimension(coding::name(rule.dimension));
            const std::string name = prefix + "-" + dimension;
            const std::string typed(exchange_.form(name));
            out.dimensions.push_back(
                {name, rule.label,
                 exchange_.has_form(name) ? typed : codes[static_cast<std::size_t>(rule.dimension)],
                 "valg-" + dimension, rule.required});
        }
        out.vat_name = prefix + "-mva";
        out.vat_value =
            exchange_.has_form(out.vat_name) ? std::string(exchange_.form(out.vat_name)) : vat;
        return out;
    }

    void coding_form() {
        lists();
        for (const Line& line : record_.content.lines) {
            if (line.charge || line.net.is_zero()) continue;
            const auto proposal =
                coding::propose(exchange_.db, record_.municipality, record_.unit, "", line.rate,
                                exchange_.today, item_key(record_, line));
            CodeLineView out;
            out.id = "linje-" + std::to_string(line.position);
            out.name = line.name;
            out.amount = money(line.net);
            out.first = fields(coding_prefix(line.position, 0), proposal.codes, proposal.vat_code);
            out.second = fields(coding_prefix(line.position, 1), {}, proposal.vat_code);
            out.percent_name = coding_prefix(line.position, 1) + "-prosent";
            out.percent = std::string(exchange_.form(out.percent_name));
            view_.code_lines.push_back(std::move(out));
        }
    }

    void recode_form() {
        lists();
        const auto voucher = ledger::voucher(exchange_.db, record_.voucher);
        if (!voucher) return;
        std::array<std::string, coding::kDimensions> first{};
        for (const ledger::Amount& amount : voucher->amounts) {
            if (amount.amount.is_zero()) continue;
            const auto coding = coding::find(exchange_.db, amount.coding);
            if (!coding) continue;
            if (view_.act.from_codings.empty()) first = coding->codes;
            view_.act.from_codings.push_back({std::to_string(amount.coding.value),
                                              coding->text() + ", " + html::money(amount.amount)});
        }
        view_.recode_first = fields("ny1", first, "");
        view_.recode_second = fields("ny2", {}, "");
    }

    void answer_form() {
        Filter filter;
        filter.supplier = record_.content.seller_number;
        filter.limit = 100;
        for (const Summary& each : list(exchange_.db, exchange_.actor, filter)) {
            if (each.credit_note || each.municipality != record_.municipality) continue;
            view_.act.credited.push_back(
                {std::to_string(each.id.value),
                 in(text::credited_choice,
                    {{"number", each.number},
                     {"day", html::day(each.issued, language_, exchange_.today)},
                     {"amount",
                      with_currency(format_money(each.payable), each.currency, language_)}}),
                 each.id == record_.credits});
        }
        view_.act.kinds = {{"price", in(text::kind_price)},
                           {"returned", in(text::kind_returned)},
                           {"replaced", in(text::kind_replaced)},
                           {"reissued", in(text::kind_reissued)}};
    }

    // ---- Lines ---------------------------------------------------------------------------------
    void lines() {
        view_.three_columns = !record_.matches.empty();
        view_.heading = in(view_.three_columns           ? text::three_heading
                           : record_.content.credit_note ? text::lines_heading_note
                                                         : text::lines_heading);
        for (const Finding& finding : record_.findings) {
            if (finding.line >= 0) continue;
            const Sentence words = sentence(finding, record_, language_);
            view_.findings.push_back({words.strong, words.rest});
        }
        // What differs is what the reader came for: it stands first.
        for (const bool first : {true, false}) {
            for (const Line& line : record_.content.lines) {
                if (differs(line.position) == first) view_.lines.push_back(line_view(line));
            }
        }
    }

    LineView line_view(const Line& line) const {
        LineView out;
        out.name =
            line.name.empty() ? in(line.net < Money() ? text::allowance : text::charge) : line.name;
        Money stake;
        bool only_missing = true;
        for (const Finding& finding : record_.findings) {
            if (finding.line != line.position) continue;
            const Sentence words = sentence(finding, record_, language_);
            out.findings.push_back({words.strong, words.rest});
            stake += finding.at_stake;
            only_missing = only_missing && finding.kind == Difference::not_received;
            out.differs = true;
        }
        out.agrees = !out.differs && view_.three_columns;
        out.tone = !out.differs   ? html::Tone::plain
                   : only_missing ? html::Tone::wait
                                  : html::Tone::stop;
        out.outcome = out.agrees     ? in(text::agrees)
                      : !out.differs ? money(line.net)
                      : stake.is_zero()
                          ? in(text::differs)
                          : in(only_missing ? text::missing_amount : text::too_much_amount,
                               {{"amount", money(stake)}});
        out.invoiced = priced(line.quantity, line.unit, line.unit_price, line.net);
        if (line.charge) {
            out.invoiced = {money(line.net), in(line.net < Money() ? text::allowance_without_order
                                                                   : text::fee_without_order)};
        }
        columns(line, out);
        out.coding = coding_of(line);
        return out;
    }

    Cell priced(Decimal quantity, std::string_view unit, Decimal price, Money net) const {
        const Decimal plain = price.normalised();
        const std::string each = plain.scale() <= 2 ? format_money(times(plain, Decimal::whole(1)))
                                                    : format_decimal(plain);
        return {quantity_in_figures(quantity, unit, language_),
                "à " + each + " = " + format_money(net)};
    }

    void columns(const Line& line, LineView& out) const {
        Decimal ordered, received, price;
        std::string unit;
        for (const MatchRow& match : record_.matches) {
            if (match.position != line.position) continue;
            for (const order::Order& order : orders_) {
                const order::Line* row = order.line(match.order_line);
                if (row == nullptr) continue;
                ordered = ordered + row->quantity;
                received = received + row->received;
                price = row->unit_price();
                unit = row->unit;
            }
        }
        if (unit.empty()) {
            out.ordered = {in(text::none), in(text::not_on_order)};
            out.received = {in(text::none), "\u00a0"};
            return;
        }
        out.ordered = priced(ordered, unit, price, times(ordered, price));
        out.received = priced(received, unit, price, times(received, price));
    }

    std::string coding_of(const Line& line) const {
        std::string out;
        for (const ShareRow& share : record_.shares) {
            if (share.position != line.position) continue;
            const auto coding = coding::find(exchange_.db, share.coding);
            if (!coding) continue;
            if (!out.empty()) out += "; ";
            out += coding->text() + " · " + in(text::vat_short, {{"code", share.vat_code}});
        }
        return out.empty() ? out : in(text::coded_as, {{"coding", out}});
    }

    // ---- Money, history, documents, trail ------------------------------------------------------
    void money() {
        const Content& content = record_.content;
        const InvoiceId ids[] = {record_.id};
        for (const Exportable& each : exportable(exchange_.db, ids)) {
            for (const Part& part : each.parts) {
                const auto coding = coding::find(exchange_.db, part.coding);
                view_.codings.push_back({coding ? coding->text() : "", part.vat_code,
                                         format_money(part.net), format_money(part.vat_back),
                                         format_money(part.cost)});
            }
        }
        auto& out = view_.totals;
        out.push_back({in(text::figure_net), format_money(content.net)});
        for (const VatRow& row : content.vat_rows) {
            out.push_back({in(text::figure_vat_rate,
                              {{"percent", Decimal(row.rate.scaled(6), 4).normalised()}}),
                           format_money(row.amount)});
        }
        if (!content.rounding.is_zero())
            out.push_back({in(text::figure_rounding), format_money(content.rounding)});
        if (!content.prepaid.is_zero())
            out.push_back({in(text::figure_prepaid), format_money(-content.prepaid)});
        if (!record_.credited.is_zero())
            out.push_back({in(text::figure_credited_by_notes), format_money(-record_.credited)});
        out.push_back({in(content.credit_note ? text::figure_credited : text::figure_payable),
                       money(content.payable), "", true});
    }

    void history() {
        if (record_.content.credit_note || record_.at_stake.is_zero()) return;
        const SellerHistory past =
            invoice::history(exchange_.db, record_.municipality, record_.content.seller_number,
                             record_.content.issued.year());
        if (past.above < 2) return;
        view_.history_title = in(text::history_title, {{"seller", view_.seller}});
        view_.history = in(text::history_says, {{"above", std::int64_t{past.above}},
                                                {"all", std::int64_t{past.invoices}},
                                                {"amount", format_kroner(past.amount)}});
        view_.history_path = "/fakturaer?vis=alle&sok=" + record_.content.seller_number;
    }

    void documents() {
        view_.files.push_back(
            {record_.path() + "/original", in(text::file_original, {{"number", view_.number}})});
        view_.files.push_back({record_.path() + "/vis", in(text::file_read)});
        for (const order::Order& order : orders_) {
            view_.files.push_back({path_of("/bestillinger/", order.id.value),
                                   in(text::order_word) + " " + order.number});
            for (const receipt::Receipt& each : receipt::of(exchange_.db, order.id)) {
                if (each.undone || each.undoes) continue;
                view_.files.push_back({path_of("/bestillinger/", order.id.value) + "/mottak",
                                       in(text::file_receipt,
                                          {{"day", html::day(each.day, language_, exchange_.today)},
                                           {"who", each.by_name}})});
            }
        }
        for (const Summary& note : credit_notes_of(exchange_.db, record_.id)) {
            view_.files.push_back(
                {note.path(),
                 in(text::credit_note_word) + " " + note.number + ", " +
                     with_currency(format_money(note.payable), note.currency, language_)});
        }
        if (record_.credits) {
            if (const auto credited = find(exchange_.db, exchange_.actor, record_.credits)) {
                view_.files.push_back(
                    {credited->path(), in(text::invoice_word) + " " + credited->number});
            }
        }
    }

    void trail() {
        for (const trail::Line& line : trail::of(exchange_.db, {"invoice", record_.id.value})) {
            view_.trail.push_back(trail_row(line));
        }
    }

    html::TrailRow trail_row(const trail::Line& line) const {
        const auto member = [&](std::string_view name) { return trail::member(line, name); };
        const auto amount = [&](std::string_view name) {
            const auto value = Decimal::parse(member(name));
            return value && value->scale() == 0 ? Money(value->digits()) : Money();
        };
        static const std::map<std::string_view, std::pair<const Text*, const Text*>> kSayings = {
            {"arrived", {&text::trail_arrived, &text::trail_arrived_rest}},
            {"approved_by_rule",
             {&text::trail_approved_by_rule, &text::trail_approved_by_rule_rest}},
            {"waits_for_goods", {&text::trail_waits_for_goods, nullptr}},
            {"stopped", {&text::trail_stopped, &text::trail_stopped_rest}},
            {"without_order", {&text::trail_without_order, nullptr}},
            {"coded", {&text::trail_coded, &text::trail_cost_rest}},
            {"recoded", {&text::trail_recoded, &text::trail_recoded_rest}},
            {"difference_accepted", {&text::trail_accepted, &text::trail_reason_rest}},
            {"certified", {&text::trail_certified, &text::trail_cost_rest}},
            {"authorised", {&text::trail_authorised, &text::trail_cost_rest}},
            {"sent_back", {&text::trail_sent_back, &text::trail_reason_rest}},
            {"credit_note_asked", {&text::trail_credit_note_asked, &text::trail_at_stake_rest}},
            {"credit_note_answered", {&text::trail_credit_note_answered, nullptr}},
            {"refused", {&text::trail_refused, &text::trail_reason_rest}},
            {"settled", {&text::trail_settled, nullptr}},
            {"exported", {&text::trail_exported, nullptr}},
            {"finance_rejected", {&text::trail_finance_rejected, &text::trail_reason_rest}},
            {"correction_asked", {&text::trail_correction_asked, &text::trail_recoded_rest}},
            {"correction_granted", {&text::trail_correction_granted, &text::trail_cost_rest}},
            {"correction_declined", {&text::trail_correction_declined, &text::trail_reason_rest}},
            {"correction_exported", {&text::trail_correction_exported, nullptr}},
            {"correction_posted", {&text::trail_correction_posted, &text::trail_posted_rest}},
            {"correction_rejected", {&text::trail_correction_rejected, &text::trail_reason_rest}},
            {"released", {&text::trail_released, nullptr}},
            {"posted", {&text::trail_posted, &text::trail_posted_rest}}};
        html::TrailRow out{line.event, "", line.at, line.user_name};
        const auto found = kSayings.find(line.event);
        if (found == kSayings.end()) return out;
        const bool note = record_.content.credit_note && line.event == "arrived";
        out.strong = in(note ? text::trail_note_arrived : *found->second.first);
        if (note) return out;
        // A credit note is approved by its own reasons, not by a tolerance.
        if (found->second.second == nullptr ||
            (line.event == "approved_by_rule" && member("order").empty()))
            return out;
        if (line.event == "stopped" && member("differences").empty()) return out;
        const auto percent = Decimal::parse(member("price_percent"));
        out.rest = ": " + in(*found->second.second, {{"order", member("order")},
                                                     {"percent", percent.value_or(Decimal())},
                                                     {"line", amount("line_tolerance")},
                                                     {"count", member("differences")},
                                                     {"amount", amount("at_stake")},
                                                     {"cost", amount("cost")},
                                                     {"reason", member("reason")},
                                                     {"from", member("from")},
                                                     {"to", member("to")},
                                                     {"voucher", member("voucher")},
                                                     {"payable", money(amount("payable"))}});
        return out;
    }

    http::Exchange& exchange_;
    const Record& record_;
    Language language_;
    std::vector<order::Order> orders_;
    std::vector<coding::DimensionRule> rules_;
    InvoiceView view_;
};

}  // namespace

html::Tone tone_of(State state) {
    switch (state) {
        case State::deviating:
        case State::finance_rejected:
        case State::refused:
            return html::Tone::stop;
        case State::received:
        case State::without_order:
            return html::Tone::warning;
        case State::approved:
        case State::exported:
        case State::posted:
        case State::settled:
            return html::Tone::good;
        default:
            return html::Tone::wait;
    }
}

const Text& short_state(State state) {
    static constexpr const Text* texts[kStates] = {
        &text::state_received,      &text::state_waiting_receipt, &text::state_deviating,
        &text::state_without_order, &text::state_to_certify,      &text::state_certified,
        &text::state_approved,      &text::state_exported,        &text::state_finance_rejected,
        &text::state_posted,        &text::state_disputed,        &text::state_refused,
        &text::state_settled};
    return *texts[static_cast<std::size_t>(state)];
}

std::string state_in_words(const Record& record, Language language, Date today) {
    static constexpr const Text* texts[kStates] = {
        &text::says_received,         &text::says_waiting_receipt, &text::says_deviating,
        &text::says_without_order,    &text::says_to_certify,      &text::says_certified,
        &text::says_approved_by_rule, &text::says_exported,        &text::says_finance_rejected,
        &text::says_posted,           &text::says_disputed,        &text::says_refused,
        &text::says_settled};
    const Text* text = texts[static_cast<std::size_t>(record.state)];
    if (record.state == State::approved && record.authoriser) text = &text::says_approved;
    return render(*text, language,
                  {{"day", html::day(record.state_at.oslo_date(), language, today)},
                   {"who", record.responsible},
                   {"reason", record.reason},
                   {"voucher", record.finance_voucher}});
}

std::string due_in_words(const Record& record, Language language, Date today) {
    if (!record.content.due) return "";
    const std::int64_t days = *record.content.due - today;
    const Arguments arguments = {{"day", html::day(*record.content.due, language, today)},
                                 {"count", days < 0 ? -days : days}};
    if (days == 0) return render(text::due_today, language);
    if (days < 0) return render(text::due_passed, language, arguments);
    return render(days > 60 ? text::due_says : text::due_in_days, language, arguments);
}

InvoiceView view_of(http::Exchange& exchange, const Record& record, std::vector<Refusal> refusals) {
    return Builder(exchange, record).run(std::move(refusals));
}

}  // namespace samkjop::invoice
