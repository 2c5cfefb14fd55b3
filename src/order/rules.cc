// What a supplier's answer means, line by line, and what an order comes to.
#include "order/rules.h"

#include "order/texts.h"

namespace samkjop::order {
namespace {

constexpr int kPriceScale = 6;

bool taken_out(const Line& line) { return line.answer == Answer::rejected && !line.waits; }

// A closed line counts with what came of it.
Decimal counted(const Line& line) {
    return line.closed ? std::max(line.received, line.invoiced) : line.quantity;
}

// T76 line status (UNCL1229 as Peppol uses it): what the supplier says about one line.
Result<Answer> answer_of(const ubl::OrderResponseLine& line) {
    if (line.status == "5" || line.status.empty()) return Answer::accepted;
    if (line.status == "3") return Answer::changed;
    if (line.status == "7") return Answer::rejected;
    if (line.status == "42") return Answer::already_delivered;
    if (line.status == "1") return refuse(text::line_was_added, {{"item", line.item.name}});
    return refuse(text::line_status_unknown, {{"status", line.status}});
}

Result<const Line*> ordered_line(const Order& order, const ubl::OrderResponseLine& answered) {
    const std::string& reference =
        answered.order_line_reference.empty() ? answered.identifier : answered.order_line_reference;
    const auto position = Decimal::parse(reference);
    const Line* line = position && position->scale() == 0 && position->digits() < 1'000'000
                           ? order.line(static_cast<int>(position->digits()))
                           : nullptr;
    if (line == nullptr)
        return refuse(text::line_unknown, {{"line", reference}, {"number", order.number}});
    return line;
}

Result<LineChange> plan_line(const Order& order, const ubl::OrderResponseLine& answered) {
    LineChange out;
    out.line = TRY(ordered_line(order, answered));
    out.answer = TRY(answer_of(answered));
    out.note = answered.note;
    out.promised = answered.promised_delivery.end ? answered.promised_delivery.end
                                                  : answered.promised_delivery.start;
    out.substitute_name = answered.substitute.name;
    out.substitute_item_number = answered.substitute.sellers_identifier;
    if (out.answer != Answer::changed) return out;
    if (const auto& quantity = answered.quantity) {
        if (quantity->value.is_negative()) return refuse(text::answer_quantity_negative);
        if (!quantity->unit.empty() && quantity->unit != out.line->unit) {
            return refuse(text::answer_unit_differs, {{"item", out.line->name},
                                                      {"ordered", out.line->unit},
                                                      {"answered", quantity->unit}});
        }
        if (quantity->value.is_zero()) {
            out.answer = Answer::rejected;
            return out;
        }
        if (quantity->value != out.line->quantity) out.quantity = quantity->value.normalised();
    }
    if (const auto& price = answered.price.amount) {
        if (!price->currency.empty() && price->currency != order.currency) {
            return refuse(text::answer_currency_differs, {{"currency", price->currency}});
        }
        const auto& base = answered.price.base_quantity;
        const Decimal per = per_unit(price->value, base ? base->value : Decimal::whole(1));
        if (per != out.line->unit_price()) out.price = per;
    }
    if (answered.backordered && !answered.backordered->is_zero()) out.answer = Answer::backordered;
    return out;
}

std::string more_or_less(Money difference, Language language) {
    const Text& text = difference > Money() ? text::amount_more : text::amount_less;
    return render(text, language, {{"amount", format_money(difference.magnitude())}});
}

}  // namespace

Decimal Line::unit_price() const { return per_unit(price, price_base); }

Money Line::net() const { return times(quantity, unit_price()); }

Decimal Line::outstanding() const {
    if (closed || taken_out(*this) || received >= quantity) return Decimal();
    return (quantity - received).normalised();
}

const Line* Order::line(int position) const {
    for (const Line& one : lines) {
        if (one.position == position) return &one;
    }
    return nullptr;
}

const Line* Order::line(OrderLineId wanted) const {
    for (const Line& one : lines) {
        if (one.id == wanted) return &one;
    }
    return nullptr;
}

bool Order::nothing_came() const {
    return std::ranges::all_of(
        lines, [](const Line& line) { return line.received.is_zero() && line.invoiced.is_zero(); });
}

Decimal per_unit(Decimal price, Decimal base) {
    if (base == Decimal::whole(1) || base.is_zero()) return price.normalised();
    // price ÷ base, kept with six decimals, the ledger's own precision.
    const Wide numerator =
        Wide(price.digits()) * power_of_ten(kPriceScale) * power_of_ten(base.scale());
    const Wide denominator = Wide(base.digits()) * power_of_ten(price.scale());
    return Decimal(divide_rounded(numerator, denominator), kPriceScale).normalised();
}

Money total(std::span<const Line> lines) {
    Money sum;
    for (const Line& line : lines) {
        if (!taken_out(line)) sum += times(counted(line), line.unit_price());
    }
    return sum;
}

Money vat(std::span<const Line> lines) {
    Money sum;
    for (const Line& line : lines) {
        if (!taken_out(line)) sum += share(times(counted(line), line.unit_price()), line.vat_rate);
    }
    return sum;
}

Money proposed_total(std::span<const Line> lines) {
    Money sum;
    for (const Line& line : lines) {
        if (line.answer == Answer::rejected) continue;
        sum += line.waits ? times(line.confirmed_quantity.value_or(line.quantity),
                                  line.confirmed_price.value_or(line.unit_price()))
                          : times(counted(line), line.unit_price());
    }
    return sum;
}

bool line_done(const Line& line, bool receipt_required) {
    if (line.closed || taken_out(line)) return true;
    return line.received >= line.quantity || (!receipt_required && line.invoiced >= line.quantity);
}

bool all_done(std::span<const Line> lines, bool receipt_required) {
    return std::ranges::all_of(lines,
                               [&](const Line& line) { return line_done(line, receipt_required); });
}

Result<AnswerPlan> plan(const Order& order, const ubl::OrderResponse& response) {
    using Kind = AnswerPlan::Kind;
    AnswerPlan out;
    out.note = response.note;
    out.number = response.number;
    out.promised = response.promised_delivery.end ? response.promised_delivery.end
                                                  : response.promised_delivery.start;
    if (response.code == "AB") return out;
    if (response.code == "AP" || response.code == "RE") {
        out.kind = response.code == "AP" ? Kind::accepted : Kind::rejected;
        for (const Line& line : order.lines) {
            if (line.closed) continue;
            out.lines.push_back(
                {.line = &line,
                 .answer = response.code == "AP" ? Answer::accepted : Answer::rejected});
        }
        return out;
    }
    if (response.code != "CA") return refuse(text::answer_code_unknown, {{"code", response.code}});
    if (!response.currency.empty() && response.currency != order.currency) {
        return refuse(text::answer_currency_differs, {{"currency", response.currency}});
    }
    out.kind = Kind::changed;
    std::set<int> answered;
    for (const ubl::OrderResponseLine& line : response.lines) {
        out.lines.push_back(TRY(plan_line(order, line)));
        if (!answered.insert(out.lines.back().line->position).second) {
            return refuse(text::line_answered_twice, {{"line", line.identifier}});
        }
    }
    // What is not mentioned is accepted as it was ordered.
    for (const Line& line : order.lines) {
        if (!answered.contains(line.position) && !line.closed) out.lines.push_back({.line = &line});
    }
    const bool all_rejected = std::ranges::all_of(
        out.lines, [](const LineChange& change) { return change.answer == Answer::rejected; });
    if (all_rejected) out.kind = Kind::rejected;
    return out;
}

std::vector<std::string> differences(const Line& line, Language language) {
    std::vector<std::string> out;
    const Decimal before_price = line.ordered_price;
    if (line.answer == Answer::rejected) {
        out.push_back(
            render(text::difference_rejected, language,
                   {{"amount", format_money(times(line.ordered_quantity, before_price))}}));
    }
    const Decimal quantity =
        line.waits ? line.confirmed_quantity.value_or(line.quantity) : line.quantity;
    const Decimal price =
        line.waits ? line.confirmed_price.value_or(line.unit_price()) : line.unit_price();
    if (line.answer != Answer::rejected && quantity != line.ordered_quantity) {
        const Money difference =
            times(quantity, before_price) - times(line.ordered_quantity, before_price);
        out.push_back(render(text::difference_quantity, language,
                             {{"new", quantity_words(quantity, line.unit, language)},
                              {"old", quantity_words(line.ordered_quantity, line.unit, language)},
                              {"effect", more_or_less(difference, language)}}));
    }
    if (line.answer != Answer::rejected && price != before_price) {
        const Money difference = times(quantity, price) - times(quantity, before_price);
        out.push_back(render(text::difference_price, language,
                             {{"new", price_words(price)},
                              {"old", price_words(before_price)},
                              {"unit", unit_word(line.unit, Decimal::whole(1), language)},
                              {"effect", more_or_less(difference, language)}}));
    }
    if (!line.substitute_name.empty()) {
        out.push_back(render(
            text::difference_substitute, language,
            {{"item", line.substitute_name},
             {"number", line.substitute_item_number.empty() ? std::string("–")
                                                            : line.substitute_item_number}}));
    }
    if (line.answer == Answer::already_delivered) {
        out.push_back(std::string(text::difference_already_delivered.in(language)));
    }
    if (line.answer == Answer::backordered) {
        out.push_back(std::string(text::difference_backordered.in(language)));
    }
    if (!line.answer_note.empty()) out.push_back("«" + line.answer_note + "»");
    return out;
}

std::string price_words(Decimal price) {
    const Money each(divide_rounded(Wide(price.digits()) * 100, power_of_ten(price.scale())));
    return Decimal::from(each) == price ? format_money(each) : format_decimal(price);
}

std::string short_name(std::string_view municipality) {
    std::string out;
    for (std::size_t i = 0; i < municipality.size() && out.size() < 12; ++i) {
        const auto c = static_cast<unsigned char>(municipality[i]);
        if (c < 0x80) {
            if (std::isalpha(c)) out += static_cast<char>(std::toupper(c));
            continue;
        }
        const auto next =
            i + 1 < municipality.size() ? static_cast<unsigned char>(municipality[i + 1]) : 0;
        if (c == 0xC3 && (next == 0xA5 || next == 0x85))
            out += "A";  // å Å
        else if (c == 0xC3 && (next == 0xB8 || next == 0x98))
            out += "O";  // ø Ø
        else if (c == 0xC3 && (next == 0xA6 || next == 0x86))
            out += "AE";  // æ Æ
        ++i;
    }
    return out.empty() ? "KOMMUNE" : out;
}

std::string order_number(std::string_view short_name, int year, std::int64_t running) {
    return fmt::format("{}-{}-{:06}", short_name, year, running);
}

}  // namespace samkjop::order
