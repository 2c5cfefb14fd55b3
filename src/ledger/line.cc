// Decides what an event makes of an order line: where layers are cut, what moves, what is refused.
// Money never appears as an instruction here. A line is changed, its targets change with it, and
// the difference is what gets posted; so no event can release another amount than it bound.

#include "ledger/line.h"

#include <algorithm>

#include "ledger/layers.h"
#include "ledger/texts.h"

namespace samkjop::ledger {
namespace {

// The terms a change gives: less is cut from the end, a new price reaches what has neither come nor
// been invoiced and keeps its day, more is a layer of its own with the day of the increase.
Result<Line> with_terms(Line line, std::optional<Millionths> quantity,
                        std::optional<Millionths> price, Date day) {
    const Millionths floor = line.matched();
    if (quantity && *quantity < floor) return refuse(text::quantity_below_received_or_invoiced);
    const Millionths kept = quantity ? std::min(*quantity, line.ordered()) : line.ordered();
    take_out(line, kept, line.ordered());
    for (Layer& layer : line.layers) layer.over_received = false;
    if (price) {
        line.price = *price;
        for (std::size_t i = index_at(line.layers, floor); i < line.layers.size(); ++i) {
            Layer& layer = line.layers[i];
            layer =
                TRY(make_layer(line.parts, layer.quantity, *price, line.exchange_rate, layer.day));
        }
    }
    if (quantity && *quantity > line.ordered()) {
        line.layers.push_back(TRY(make_layer(line.parts, *quantity - line.ordered(), line.price,
                                             line.exchange_rate, day)));
    }
    return line;
}

Result<void> check(const NewLine& line) {
    if (line.parts.empty()) return refuse(text::coding_missing);
    for (const Part& part : line.parts) {
        if (!part.coding || part.weight <= 0) return refuse(text::coding_missing);
        if (part.rate.is_negative() || part.rate > Decimal::whole(10))
            return refuse(text::amount_too_large);
    }
    return {};
}

}  // namespace

std::string_view name(LineState state) {
    static constexpr std::string_view names[] = {"requested", "approved", "committed", "rejected",
                                                 "cancelled"};
    return names[static_cast<std::size_t>(state)];
}

Money cost(const NewLine& line) {
    const Result<Line> asked = request(line, line.year);
    return asked ? total(*asked) : Money();
}

Money total(const Line& line) {
    Money sum;
    for (const Layer& layer : line.layers) {
        for (const PartValue& part : layer.values) sum += part.cost;
    }
    return sum;
}

std::vector<Standing> targets(const Line& line) {
    std::vector<Standing> out(line.parts.size());
    if (line.state == LineState::rejected || line.state == LineState::cancelled) return out;
    const Millionths received = line.received;
    const Millionths invoiced = line.invoiced();
    const Millionths matched = std::max(received, invoiced);
    const Millionths ordered = line.ordered();
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto at = [&](Millionths x) { return value(line, i, x).cost; };
        if (line.state != LineState::committed) {
            out[i].reserved = at(ordered);
            continue;
        }
        if (received > invoiced) out[i].received = at(received) - at(invoiced);
        if (ordered > matched && !line.closed) out[i].committed = at(ordered) - at(matched);
        if (line.waiting) out[i].reserved = line.waiting->reserved[i];
    }
    return out;
}

void difference(Deltas& deltas, const Line& before, const Line& after, InvoiceId invoice) {
    const auto add = [&](const Line& line, int sign) {
        const std::vector<Standing> standing = targets(line);
        for (std::size_t i = 0; i < standing.size(); ++i) {
            const auto one = [&](Kind kind, Money amount) {
                deltas.add(line.parts[i].coding, line.year, line.id, invoice, kind,
                           sign < 0 ? -amount : amount);
            };
            one(Kind::reserved, standing[i].reserved);
            one(Kind::committed, standing[i].committed);
            one(Kind::received, standing[i].received);
        }
    };
    add(before, -1);
    add(after, 1);
}

Result<Line> request(const NewLine& asked, int year) {
    TRY(check(asked));
    const auto quantity = millionths(asked.quantity);
    const auto price = millionths(asked.price);
    const auto exchange_rate = millionths(asked.exchange_rate);
    if (!quantity || !price || !exchange_rate) return refuse(text::amount_too_large);
    if (*quantity <= 0 || *price < 0) return refuse(text::amount_not_positive);
    Line line;
    line.year = year;
    line.parts = asked.parts;
    line.price = *price;
    line.exchange_rate = *exchange_rate;
    line.layers.push_back(TRY(make_layer(line.parts, *quantity, *price, *exchange_rate, {})));
    line.approved = total(line);
    return line;
}

Result<Line> requested_anew(const Line& line, const NewLine& asked) {
    if (line.state != LineState::requested && line.state != LineState::approved) {
        return refuse(text::state_forbids_event);
    }
    Line anew = TRY(request(asked, line.year));
    anew.id = line.id;
    return anew;
}

Result<Line> approved(Line line, bool commit, Date day) {
    if (line.state != LineState::requested) return refuse(text::state_forbids_event);
    line.state = LineState::approved;
    if (commit) return sent(std::move(line), day);
    return line;
}

Result<Line> rejected(Line line) {
    if (line.state != LineState::requested && line.state != LineState::approved) {
        return refuse(text::state_forbids_event);
    }
    line.state = LineState::rejected;
    line.layers.clear();
    return line;
}

Result<Line> sent(Line line, Date day) {
    if (line.state != LineState::approved) return refuse(text::state_forbids_event);
    line.state = LineState::committed;
    for (Layer& layer : line.layers) layer.day = day;
    return line;
}

Result<Line> cancelled(Line line) {
    if (line.state == LineState::rejected || line.state == LineState::cancelled || line.closed) {
        return refuse(text::state_forbids_event);
    }
    if (line.matched() > 0) return refuse(text::already_received_or_invoiced);
    line.state = LineState::cancelled;
    line.layers.clear();
    line.waiting.reset();
    return line;
}

Result<Line> changed(Line line, By by, std::optional<Millionths> quantity,
                     std::optional<Millionths> price, Money tolerance, Date day) {
    if (!is_open(line)) return refuse(text::state_forbids_event);
    if ((quantity && *quantity <= 0) || (price && *price < 0))
        return refuse(text::amount_not_positive);
    if (line.waiting) {  // the newest terms count; what they leave open still waits
        if (!quantity) quantity = line.waiting->quantity;
        if (!price) price = line.waiting->price;
        line.waiting.reset();
    }
    Line wanted = TRY(with_terms(line, quantity, price, day));
    const Money before = total(line);
    const Money after = total(wanted);
    if (after <= before || after <= line.approved + tolerance) return wanted;
    Waiting waiting{quantity, price, {}, by, false};
    for (std::size_t i = 0; i < line.parts.size(); ++i) {
        const Money rise =
            value(wanted, i, wanted.ordered()).cost - value(line, i, line.ordered()).cost;
        waiting.reserved.push_back(std::max(rise, Money()));
    }
    line.waiting = std::move(waiting);
    return line;
}

Result<Line> change_approved(Line line, Date day) {
    if (!is_open(line) || !line.waiting) return refuse(text::state_forbids_event);
    const Waiting waiting = *line.waiting;
    line.waiting.reset();
    line = TRY(with_terms(std::move(line), waiting.quantity, waiting.price, day));
    line.approved = total(line);
    return line;
}

Result<Line> change_rejected(Line line) {
    if (!line.waiting) return refuse(text::state_forbids_event);
    line.waiting.reset();
    return line;
}

Result<Line> repriced(Line line, Reach reach, Millionths price) {
    if (!is_open(line)) return refuse(text::state_forbids_event);
    if (price < 0) return refuse(text::amount_not_positive);
    const Money before = total(line);
    cut_at_marks(line);
    const Millionths from = reach == Reach::uninvoiced ? line.invoiced() : line.matched();
    for (std::size_t i = index_at(line.layers, from); i < line.layers.size(); ++i) {
        const Layer old = line.layers[i];
        line.layers[i] =
            TRY(make_layer(line.parts, old.quantity, price, line.exchange_rate, old.day));
        line.layers[i].over_received = old.over_received;
    }
    line.price = price;
    line.approved += total(line) - before;  // the agreement's price needs nobody's tolerance
    return line;
}

Result<Line> rest_closed(Line line) {
    if (!is_open(line)) return refuse(text::state_forbids_event);
    take_out(line, line.matched(), std::max(line.ordered(), line.matched()));
    line.waiting.reset();
    line.closed = line.received <= line.invoiced();
    return line;
}

}  // namespace samkjop::ledger
