// From a requisition to what its pages say. Nothing is decided here.

#include "requisition/views.h"

#include <algorithm>
#include <numeric>

#include "catalogue/units.h"
#include "requisition/texts.h"
#include "trail/trail.h"

namespace samkjop::requisition {
namespace {

std::string say(const Text& sentence, Language language, const Arguments& arguments = {}) {
    return render(sentence, language, arguments);
}

std::string code_and_name(const Part& part, std::size_t dimension) {
    const std::string& code = part.codes[dimension];
    return part.names[dimension].empty() ? code : code + " " + part.names[dimension];
}

// What the budget is called: the art of one coding, the unit, the project.
void title_of(Budget& out, party::BudgetScope scope, const Part& part, Language language) {
    const std::string unit = code_and_name(part, 1);
    const std::string function =
        part.codes[2].empty() ? "" : say(text::function_is, language, {{"code", part.codes[2]}});
    const std::string both = function.empty() ? unit : unit + " · " + function;
    const bool project = scope == party::BudgetScope::project && !part.codes[3].empty();
    if (scope == party::BudgetScope::coding) {
        out.title = code_and_name(part, 0);
        out.unit = unit;
        out.where = part.codes[3].empty() ? both : both + " · " + code_and_name(part, 3);
    } else if (scope == party::BudgetScope::art_group) {
        const std::string& art = part.codes[0];
        out.title =
            say(text::art_group_is, language, {{"code", art.substr(0, art.size() - !art.empty())}});
        out.where = unit;
    } else if (project) {
        out.title = code_and_name(part, 3);
    } else {
        out.title = unit;
        if (scope != party::BudgetScope::unit) out.where = html::capitalised(function);
    }
}

const Part* part_of(const Requisition& requisition, coding::CodingId coding) {
    for (const Line& line : requisition.lines) {
        for (const Part& part : line.parts) {
            if (part.coding == coding) return &part;
        }
    }
    return nullptr;
}

std::string amount_of(const trail::Line& line, std::string_view member) {
    const std::string digits = trail::member(line, member);
    return digits.empty() ? "" : format_kroner(Money(std::stoll(digits)));
}

std::string coding_reason(const Line& line, Language language) {
    switch (line.coding_reason) {
        case CodingReason::last_purchase:
            return say(text::reason_last_purchase, language);
        case CodingReason::product_group:
            return say(text::reason_product_group, language);
        case CodingReason::unit:
            return say(text::reason_unit, language);
        case CodingReason::none:
            return say(text::reason_none, language);
        case CodingReason::own:
            break;
    }
    return say(line.parts.size() > 1 ? text::reason_own_split : text::reason_own, language);
}

std::string joined_codes(const Part& part) {
    std::string out;
    for (const std::string& code : part.codes) {
        if (code.empty()) continue;
        if (!out.empty()) out += " · ";
        out += code;
    }
    return out;
}

// One strip of the basket: each dimension the municipality uses, in its own order, and the VAT
// code.
PartView part_view(const Line& line, std::size_t index, Money amount,
                   std::span<const coding::DimensionRule> dimensions, Language language) {
    const Part& part = line.parts[index];
    PartView out;
    if (line.parts.size() > 1) {
        std::int64_t sum = 0;
        for (const Part& each : line.parts) sum += each.weight;
        out.share =
            say(text::share_value, language,
                {{"percent", percent_text(part.weight, sum)}, {"amount", format_kroner(amount)}});
    }
    for (const coding::DimensionRule& rule : dimensions) {
        if (!rule.used) continue;
        const auto at = static_cast<std::size_t>(rule.dimension);
        Labelled cell{rule.label, code_and_name(part, at), false};
        if (rule.dimension == coding::Dimension::funksjon) cell.value = part.codes[at];
        if (part.codes[at].empty()) {
            cell.missing = rule.required;
            cell.value = say(rule.required ? text::missing_value : text::none_value, language);
        }
        out.cells.push_back(std::move(cell));
    }
    Labelled vat{say(text::vat, language), "", part.vat_code.empty()};
    vat.value = part.vat_code.empty()
                    ? say(text::missing_value, language)
                    : say(text::vat_value, language,
                          {{"code", part.vat_code},
                           {"rate", part.rate.is_zero()
                                        ? std::string("0")
                                        : format_decimal(Decimal(part.rate.scaled(6), 4))}});
    out.cells.push_back(std::move(vat));
    return out;
}

void say_state(LineView& out, const Requisition& requisition, const Line& line, Language language) {
    switch (line.state) {
        case LineState::open:
            out.tone = html::Tone::wait;
            out.state = say(text::line_waits, language);
            break;
        case LineState::approved:
            out.tone = html::Tone::good;
            out.state = say(text::line_approved, language);
            break;
        case LineState::rejected:
            out.tone = html::Tone::stop;
            out.state = say(text::line_rejected, language,
                            {{"name", line.decided_by_name}, {"reason", line.decision_reason}});
            break;
        case LineState::withdrawn:
            out.tone = html::Tone::plain;
            out.state = say(text::line_withdrawn, language);
            break;
    }
    out.open = line.state == LineState::open && !requisition.decided();
}

LineView line_view(const Requisition& requisition, const Line& line,
                   std::span<const coding::DimensionRule> dimensions, party::BudgetScope scope,
                   std::span<const Budget> budgets, Language language) {
    LineView out;
    out.id = line.id.value;
    out.name =
        line.free_text() ? say(text::free_text_prefix, language, {{"name", line.name}}) : line.name;
    out.supplier = line.supplier_name;
    out.agreement = line.agreement_name;
    if (line.agreement) out.agreement_path = "/avtaler/" + std::to_string(line.agreement);
    out.unit = unit_word(line.unit_code, language, Decimal::whole(1));
    out.units = html::capitalised(unit_word(line.unit_code, language, Decimal::whole(2)));
    out.price =
        say(text::price_per, language, {{"price", price_text(line.price)}, {"unit", out.unit}});
    out.quantity = line.quantity.text();
    out.sum = html::money(line.net());
    out.whole_kroner = format_kroner(line.net());
    out.outside = line.outside_reason;
    out.coding_reason = coding_reason(line, language);
    out.what = say(text::what_and_price, language,
                   {{"quantity", line.quantity},
                    {"unit", unit_word(line.unit_code, language, line.quantity)},
                    {"price", price_text(line.price)}});
    const auto amounts =
        line.parts.empty() ? std::vector<Money>{} : rules::split(line.net(), line.parts);
    for (std::size_t i = 0; i < line.parts.size(); ++i) {
        const Part& part = line.parts[i];
        PartView view = part_view(line, i, amounts[i], dimensions, language);
        const auto budget = std::ranges::find(budgets, rules::scope_key(scope, part), &Budget::key);
        if (part.coding && budget != budgets.end()) {
            view.budget_id = budget->id;
            view.over = budget->over();
            const Money left = budget->bar.available();
            view.left =
                view.over ? say(text::over_budget_by, language, {{"amount", format_kroner(-left)}})
                          : html::kroner(left);
            if (view.over && line.state == LineState::open && out.over.empty()) {
                out.over = say(text::line_goes_over, language,
                               {{"scope", budget->title}, {"amount", format_kroner(-left)}});
                if (!requisition.over_reason.empty()) {
                    const std::string& name = requisition.requester_name;
                    out.over += " " + say(text::reason_by, language,
                                          {{"name", name.substr(0, name.find(' '))},
                                           {"reason", requisition.over_reason}});
                }
            }
        }
        if (line.parts.size() == 1) {
            out.coded.push_back(say(text::coded_as, language,
                                    {{"codes", joined_codes(part)}, {"vat", part.vat_code}}));
        } else {
            std::int64_t sum = 0;
            for (const Part& each : line.parts) sum += each.weight;
            out.coded.push_back(say(text::coded_share, language,
                                    {{"percent", percent_text(part.weight, sum)},
                                     {"codes", joined_codes(part)},
                                     {"amount", format_kroner(amounts[i])},
                                     {"vat", part.vat_code}}));
        }
        out.parts.push_back(std::move(view));
    }
    say_state(out, requisition, line, language);
    return out;
}

}  // namespace

std::string price_text(Decimal price) {
    const Decimal plain = price.normalised();
    return plain.scale() <= 2 ? format_money(Money(plain.scaled(2))) : format_decimal(plain);
}

std::string lines_text(std::size_t count, Language language) {
    return say(html::plural(static_cast<std::int64_t>(count), text::one_line, text::many_lines),
               language,
               {{"count", html::count_in_words(static_cast<std::int64_t>(count), language)}});
}

std::string percent_text(std::int64_t weight, std::int64_t sum) {
    return format_decimal(Decimal(divide_rounded(Wide(weight) * 10000, sum), 2).normalised());
}

namespace {

constexpr std::string_view kChoices[] = {"EA",  "XBX", "XPK", "SET", "HUR", "DAY",
                                         "MON", "KGM", "LTR", "MTR", "LS"};

}  // namespace

std::string unit_word(std::string_view unit_code, Language language, Decimal quantity) {
    return html::unit_word(unit_code, quantity == Decimal::whole(1), language);
}

std::vector<std::pair<std::string, std::string>> unit_choices(Language language) {
    std::vector<std::pair<std::string, std::string>> out;
    for (const std::string_view unit : kChoices)
        out.emplace_back(unit, html::unit_word(unit, true, language));
    return out;
}

std::vector<Budget> budgets(db::Session& session, const Requisition& requisition,
                            const party::Settings& settings, Date today, Language language) {
    const auto lines = rules::ledger_lines(requisition, true);
    if (lines.empty()) return {};
    std::vector<Budget> out;
    for (const ledger::Left& left : ledger::preview(session, requisition.municipality,
                                                    ledger::Policy::of(settings), today, lines)) {
        const Part* part = part_of(requisition, left.coding);
        if (part == nullptr) continue;
        Budget one;
        one.id = "b" + std::to_string(out.size() + 1);
        one.key = rules::scope_key(settings.budget_scope, *part);
        title_of(one, settings.budget_scope, *part, language);
        const ledger::Balance& now = left.before;
        const bool reserved_already = requisition.state != State::draft;
        one.bar = {now.posted,
                   now.invoiced,
                   now.committed + now.received,
                   reserved_already ? now.reserved - left.taken : now.reserved,
                   left.taken,
                   now.budget()};
        one.over_by = left.over_by;
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<LineView> line_views(const Requisition& requisition,
                                 std::span<const coding::DimensionRule> dimensions,
                                 const party::Settings& settings, std::span<const Budget> budgets,
                                 Language language) {
    std::vector<LineView> out;
    for (const Line& line : requisition.lines) {
        out.push_back(
            line_view(requisition, line, dimensions, settings.budget_scope, budgets, language));
    }
    return out;
}

std::vector<OrderView> order_views(const Requisition& requisition, Language language) {
    std::vector<OrderView> out;
    for (const rules::SupplierSum& sum : rules::by_supplier(requisition)) {
        out.push_back({sum.name,
                       sum.agreement.empty() ? say(text::no_agreement, language) : sum.agreement,
                       format_money(sum.net)});
    }
    return out;
}

std::string state_text(State state, Language language) {
    constexpr const Text* kTexts[kStates] = {&text::state_draft,           &text::state_waiting,
                                             &text::state_asked,           &text::state_approved,
                                             &text::state_partly_approved, &text::state_rejected,
                                             &text::state_withdrawn};
    return std::string(kTexts[static_cast<std::size_t>(state)]->in(language));
}

html::Tone state_tone(State state) {
    constexpr html::Tone kTones[kStates] = {
        html::Tone::plain,   html::Tone::wait, html::Tone::warning, html::Tone::good,
        html::Tone::warning, html::Tone::stop, html::Tone::plain};
    return kTones[static_cast<std::size_t>(state)];
}

namespace {

// The sentence of one trail line: what is said strongly, and the rest.
html::TrailRow trail_row(const trail::Line& line, Language language) {
    html::TrailRow row{"", "", line.at, line.user_name};
    const auto member = [&](std::string_view name) { return trail::member(line, name); };
    const auto quote = [&](std::string_view name) {
        const std::string words = member(name);
        return words.empty() ? "" : say(text::trail_said, language, {{"text", words}});
    };
    const std::string amount = amount_of(line, "amount_ore");
    const std::string over = amount_of(line, "over_ore");
    if (line.event == "created") row.strong = say(text::trail_created, language);
    if (line.event == "submitted") row.strong = say(text::trail_submitted, language);
    if (line.event == "reserved")
        row.strong = say(text::trail_reserved, language, {{"amount", amount}});
    if (line.event == "assigned")
        row.strong = say(text::trail_assigned, language, {{"to", member("to")}});
    if (line.event == "asked")
        row = {say(text::trail_asked, language), quote("text"), row.at, row.who};
    if (line.event == "answered")
        row = {say(text::trail_answered, language), quote("text"), row.at, row.who};
    if (line.event == "approved")
        row.strong = say(text::trail_approved, language, {{"amount", amount}});
    if (line.event == "withdrawn")
        row.strong = say(text::trail_withdrawn, language, {{"amount", amount}});
    if (line.event == "changed") {
        row.strong = say(text::trail_changed, language,
                         {{"before", amount_of(line, "before_ore")}, {"amount", amount}});
    }
    if (line.event == "line_rejected") {
        row.strong = say(text::trail_line_rejected, language,
                         {{"line", member("line")}, {"amount", amount}});
        row.rest = quote("reason");
    }
    if (line.event == "decided") {
        row.strong = say(text::trail_decided, language);
        for (int i = 0; i < kStates; ++i) {
            if (name(static_cast<State>(i)) == member("outcome")) {
                row.rest = ": " + state_text(static_cast<State>(i), language);
            }
        }
    }
    if (!over.empty() && row.rest.empty()) {
        row.rest = member("reason").empty() ? say(text::trail_over, language, {{"amount", over}})
                                            : say(text::trail_submitted_over, language,
                                                  {{"amount", over}, {"reason", member("reason")}});
    }
    if (row.strong.empty()) row.strong = line.event;
    return row;
}

}  // namespace

std::vector<html::TrailRow> trail_rows(db::Session& session, const Requisition& requisition,
                                       Language language, std::string& newest, std::string& hash) {
    std::vector<html::TrailRow> out;
    for (const trail::Line& line : trail::of(session, {"requisition", requisition.id.value})) {
        if (out.empty()) {
            newest = say(text::trail_line, language, {{"number", line.sequence}});
            for (std::size_t i = 0; i < 16 && i < line.hash.size(); i += 4) {
                hash += (i ? " " : "") + line.hash.substr(i, 4);
            }
        }
        out.push_back(trail_row(line, language));
    }
    return out;
}

}  // namespace samkjop::requisition
