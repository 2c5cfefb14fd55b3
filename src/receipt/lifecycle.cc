// A receipt has no states of its own: it stands, or another receipt takes it back. Whether goods
// can be received follows the order's state. Who receives need not be who ordered.
#include "receipt/lifecycle.h"

#include "receipt/texts.h"

namespace samkjop::receipt {
namespace {

using order::State;

// Goods that come on an order which nobody marked as sent, or whose change still waits, are real.
bool takes_goods(State state) {
    switch (state) {
        case State::to_send:
        case State::sent:
        case State::noted:
        case State::confirmed:
        case State::change_waits:
        case State::completed:  // more than ordered, within the tolerance: the ledger judges it
            return true;
        case State::rejected:
        case State::cancelled:
            return false;
    }
    return false;
}

}  // namespace

Result<void> decide(State state, Event event, const Actor& actor, const Facts& facts) {
    if (!actor.may(Permission::receive_goods)) return refuse(text::not_permitted);
    if (event == Event::receive) {
        if (!takes_goods(state)) return refuse(text::order_takes_no_goods);
        return {};
    }
    if (!takes_goods(state)) return refuse(text::order_takes_no_goods);
    if (facts.already_undone) return refuse(text::already_undone);
    if (facts.is_undoing) return refuse(text::undoing_stands);
    if (!facts.has_reason) return refuse(text::reason_missing, {}, "grunn");
    return {};
}

Result<void> check(const order::Line& ordered, const Line& counted) {
    const std::string position = std::to_string(ordered.position);
    if (counted.quantity.is_negative() || counted.damaged.is_negative() ||
        counted.wrong.is_negative()) {
        return refuse(text::quantity_negative, {{"item", ordered.name}}, "m" + position);
    }
    const bool bad = !counted.damaged.is_zero() || !counted.wrong.is_zero();
    if (bad && counted.note.empty()) {
        return refuse(text::note_missing, {{"item", ordered.name}}, "note" + position);
    }
    if (!counted.quantity.is_zero() && ordered.answer == order::Answer::rejected &&
        !ordered.waits) {
        return refuse(text::line_was_rejected, {{"item", ordered.name}}, "m" + position);
    }
    return {};
}

std::vector<Line> all_outstanding(const order::Order& order) {
    std::vector<Line> out;
    for (const order::Line& line : order.lines) {
        if (!line.outstanding().is_zero())
            out.push_back({.line = line.id, .quantity = line.outstanding()});
    }
    return out;
}

std::string in_words(const order::Order& order, std::span<const Line> lines, Language language) {
    std::string out;
    const auto add = [&](const Text& text, Decimal quantity, const order::Line& line) {
        if (quantity.is_zero()) return;
        if (!out.empty()) out += ", ";
        out += render(text, language,
                      {{"quantity", order::quantity_words(quantity, line.unit, language)},
                       {"item", line.name}});
    };
    for (const Line& one : lines) {
        const order::Line* line = order.line(one.line);
        if (line == nullptr) continue;
        add(text::words_received, one.quantity, *line);
        add(text::words_damaged, one.damaged, *line);
        add(text::words_wrong, one.wrong, *line);
    }
    return out;
}

}  // namespace samkjop::receipt
