// Decides what an event makes of an order line: where layers are cut, what moves, what is refused.
// Money never appears as an instruction here. A line is changed, its targets change with it, and
// the difference is what gets posted; so no event can release another amount than it bound.

#include "ledger/line.h"

#include <algorithm>
#include <numeric>

#include "ledger/texts.h"

namespace samkjop::ledger {
namespace {

using Layers = std::vector<Layer>;

Millionths quantity_of(const Layers& layers) {
    Millionths sum = 0;
    for (const Layer& layer : layers) sum += layer.quantity;
    return sum;
}

PartValue fraction(const PartValue& whole, Millionths numerator, Millionths denominator) {
    return {proportion(whole.net, numerator, denominator), proportion(whole.vat, numerator, denominator),
            proportion(whole.cost, numerator, denominator)};
}

// A layer of its own price: net and VAT rounded once, then split over the parts. One VAT amount
// where the parts have the same rate, else one per part.
Result<Layer> make_layer(std::span<const Part> parts, Millionths quantity, Millionths price,
                         Millionths exchange_rate, Date day) {
    const auto net = net_of(quantity, price, exchange_rate);
    if (!net) return refuse(text::amount_too_large);
    std::vector<std::int64_t> weights;
    for (const Part& part : parts) weights.push_back(part.weight);
    const std::vector<Money> nets = split(*net, weights);
    const bool one_rate = std::ranges::all_of(
        parts, [&](const Part& part) { return part.rate == parts.front().rate; });
    std::vector<Money> vats;
    if (one_rate) vats = split(share(*net, parts.front().rate), weights);
    Layer layer{quantity, price, day, false, {}};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Money vat = one_rate ? vats[i] : share(nets[i], parts[i].rate);
        layer.values.push_back({nets[i], vat, cost_of(nets[i], vat, parts[i].right)});
    }
    return layer;
}

// Parts the layers at all these points at once, so that v at each is kept and is never rounded anew:
// cutting at one and then at another would round the second from a rounded rest.
void cut(Layers& layers, std::vector<Millionths> points) {
    std::ranges::sort(points);
    Layers out;
    Millionths start = 0;
    for (Layer& layer : layers) {
        const Millionths end = start + layer.quantity;
        Millionths from = 0;
        std::vector<PartValue> before(layer.values.size());
        for (const Millionths point : points) {
            const Millionths within = point - start;
            if (within <= from || point >= end) continue;
            Layer head = layer;
            head.quantity = within - from;
            for (std::size_t part = 0; part < before.size(); ++part) {
                const PartValue until = fraction(layer.values[part], within, layer.quantity);
                head.values[part] = until - before[part];
                before[part] = until;
            }
            from = within;
            out.push_back(std::move(head));
        }
        for (std::size_t part = 0; part < before.size(); ++part) {
            layer.values[part] = layer.values[part] - before[part];
        }
        layer.quantity -= from;
        out.push_back(std::move(layer));
        start = end;
    }
    layers = std::move(out);
}

std::size_t index_at(const Layers& layers, Millionths x) {  // x is a cut
    Millionths start = 0;
    std::size_t i = 0;
    while (i < layers.size() && start < x) start += layers[i++].quantity;
    return i;
}

// Cuts at R, after each invoice (the last is I), and at what the event reaches.
void cut_at_marks(Line& line, Millionths from = 0, Millionths to = 0) {
    std::vector<Millionths> points = {line.received, from, to};
    Millionths invoiced = 0;
    for (const Consumption& one : line.consumed) points.push_back(invoiced += one.quantity);
    cut(line.layers, std::move(points));
}

Layers take_out(Line& line, Millionths from, Millionths to) {
    cut_at_marks(line, from, to);
    Layers& layers = line.layers;
    const auto first = layers.begin() + static_cast<std::ptrdiff_t>(index_at(layers, from));
    const auto last = layers.begin() + static_cast<std::ptrdiff_t>(index_at(layers, to));
    if (first >= last) return {};
    Layers out(first, last);
    layers.erase(first, last);
    return out;
}

void put_in(Layers& layers, Millionths at, Layers pieces) {
    cut(layers, {at});
    const auto where = layers.begin() + static_cast<std::ptrdiff_t>(index_at(layers, at));
    layers.insert(where, pieces.begin(), pieces.end());
}

bool is_open(const Line& line) { return line.state == LineState::committed && !line.closed; }

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
            layer = TRY(make_layer(line.parts, layer.quantity, *price, line.exchange_rate, layer.day));
        }
    }
    if (quantity && *quantity > line.ordered()) {
        line.layers.push_back(TRY(make_layer(line.parts, *quantity - line.ordered(), line.price,
                                             line.exchange_rate, day)));
    }
    return line;
}

struct Stretch {                        // an invoice's place among what is invoiced
    std::size_t index = 0;
    Millionths from = 0, to = 0;
};
std::optional<Stretch> stretch_of(const Line& line, InvoiceId invoice) {
    Millionths start = 0;
    for (std::size_t i = 0; i < line.consumed.size(); ++i) {
        const Millionths end = start + line.consumed[i].quantity;
        if (line.consumed[i].invoice == invoice) return Stretch{i, start, end};
        start = end;
    }
    return std::nullopt;
}

Result<void> check(const NewLine& line) {
    if (line.parts.empty()) return refuse(text::coding_missing);
    for (const Part& part : line.parts) {
        if (!part.coding || part.weight <= 0) return refuse(text::coding_missing);
        if (part.rate.is_negative() || part.rate > Decimal::whole(10)) return refuse(text::amount_too_large);
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

Millionths Line::ordered() const { return quantity_of(layers); }

Millionths Line::invoiced() const {
    Millionths sum = 0;
    for (const Consumption& one : consumed) sum += one.quantity;
    return sum;
}

Millionths Line::matched() const { return std::max(received, invoiced()); }

PartValue value(const Line& line, std::size_t part, Millionths x) {
    PartValue sum;
    for (std::size_t i = 0; i < line.layers.size() && x > 0; ++i) {
        const Layer& layer = line.layers[i];
        const bool last = i + 1 == line.layers.size();
        const Millionths within = last ? x : std::min(x, layer.quantity);
        sum = sum + (within == layer.quantity
                         ? layer.values[part]
                         : fraction(layer.values[part], within, layer.quantity));
        x -= within;
    }
    return sum;
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
    if ((quantity && *quantity <= 0) || (price && *price < 0)) return refuse(text::amount_not_positive);
    if (line.waiting) {                 // the newest terms count; what they leave open still waits
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
        const Money rise = value(wanted, i, wanted.ordered()).cost - value(line, i, line.ordered()).cost;
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
        line.layers[i] = TRY(make_layer(line.parts, old.quantity, price, line.exchange_rate, old.day));
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

Result<Line> with_receipt(Line line, Millionths quantity, Decimal over_percent) {
    if (line.state != LineState::committed) return refuse(text::state_forbids_event);
    if (quantity <= 0) return refuse(text::amount_not_positive);
    const Millionths after = line.received + quantity;
    Millionths accepted = 0;            // ordered, without what earlier came in excess
    for (const Layer& layer : line.layers) accepted += layer.over_received ? 0 : layer.quantity;
    const Millionths ordered = line.ordered();
    // Goods that were invoiced before the line was closed may still come.
    if (line.closed && after > std::max(ordered, line.invoiced())) return refuse(text::state_forbids_event);
    const Millionths percent = millionths(over_percent).value_or(0);
    const bool within = Wide(after) * 100 * kOne <= Wide(accepted) * (100 * kOne + percent);
    if (after > accepted && !within && !line.closed) return refuse(text::over_receipt_beyond_tolerance);
    if (after > ordered && !line.layers.empty()) {
        const Layer& last = line.layers.back();
        Layer excess{after - ordered, last.price, last.day, true, {}};
        for (std::size_t i = 0; i < line.parts.size(); ++i) {
            excess.values.push_back(value(line, i, after) - value(line, i, ordered));
        }
        line.layers.push_back(std::move(excess));
    }
    line.received = after;
    return line;
}

Result<Line> without_receipt(Line line, Millionths quantity) {
    if (line.state != LineState::committed) return refuse(text::state_forbids_event);
    if (quantity <= 0) return refuse(text::amount_not_positive);
    if (quantity > line.received) return refuse(text::more_than_received);
    const Millionths after = line.received - quantity;
    if (after < line.invoiced()) return refuse(text::receipt_already_invoiced);
    line.received = after;
    const bool excess = std::ranges::any_of(line.layers, &Layer::over_received);
    if (!excess) return line;
    cut_at_marks(line);                 // of an over-delivery only what is still there stays
    const std::size_t kept = index_at(line.layers, after);
    std::size_t i = 0;
    std::erase_if(line.layers, [&](const Layer& layer) { return i++ >= kept && layer.over_received; });
    return line;
}

Result<Line> written_off(Line line) {
    if (!is_open(line)) return refuse(text::state_forbids_event);
    const Millionths invoiced = line.invoiced();
    take_out(line, invoiced, std::max(line.ordered(), invoiced));
    line.received = std::min(line.received, invoiced);
    line.waiting.reset();
    line.closed = true;
    return line;
}

Result<Line> with_invoice(Line line, InvoiceId invoice, Millionths quantity) {
    if (line.state != LineState::committed && line.state != LineState::cancelled) {
        return refuse(text::state_forbids_event);
    }
    for (Consumption& one : line.consumed) {
        if (one.invoice == invoice && &one == &line.consumed.back()) {
            one.quantity += quantity;
            return line;
        }
    }
    line.consumed.push_back({invoice, quantity});
    return line;
}

Line without_invoice(Line line, InvoiceId invoice) {
    const auto own = stretch_of(line, invoice);
    if (!own) return line;
    Layers pieces = take_out(line, own->from, own->to);
    line.consumed.erase(line.consumed.begin() + static_cast<std::ptrdiff_t>(own->index));
    // Its own share is what stands first among what is not invoiced: exactly that is restored.
    put_in(line.layers, line.invoiced(), std::move(pieces));
    return line;
}

Result<Line> credited(Line line, InvoiceId invoice, CreditKind kind, Millionths quantity) {
    const auto own = stretch_of(line, invoice);
    if (!own || own->to - own->from < quantity) return refuse(text::credits_more_than_invoiced);
    Layers pieces = take_out(line, own->to - quantity, own->to);
    Consumption& consumption = line.consumed[own->index];
    consumption.quantity -= quantity;
    if (kind != CreditKind::reissued) line.received = std::max<Millionths>(0, line.received - quantity);
    if (kind == CreditKind::replaced) {  // goods come again: behind what has come
        put_in(line.layers, line.matched(), std::move(pieces));
        if (line.state == LineState::committed) line.closed = false;
    } else if (kind == CreditKind::reissued) {  // goods kept: first among what is not invoiced
        put_in(line.layers, line.invoiced(), std::move(pieces));
    }
    return line;
}

Result<Line> recoded(Line line, CodingId from, std::span<const Share> to) {
    if (line.state == LineState::rejected || line.state == LineState::cancelled || line.closed) {
        return refuse(text::state_forbids_event);
    }
    if (line.waiting) return refuse(text::state_forbids_event);
    if (to.empty()) return refuse(text::coding_missing);
    std::vector<std::int64_t> weights;
    std::int64_t sum = 0;
    for (const Share& one : to) {
        if (one.weight <= 0 || one.weight > 1'000'000'000 || !one.coding) return refuse(text::coding_missing);
        weights.push_back(one.weight);
        sum += one.weight;
    }
    const Money before = total(line);
    std::vector<Part> parts;
    std::vector<std::size_t> origin;    // of each new part, and which share it is (or none)
    std::vector<std::size_t> target;
    bool found = false;
    for (std::size_t i = 0; i < line.parts.size(); ++i) {
        Part part = line.parts[i];
        if (__builtin_mul_overflow(part.weight, sum, &part.weight)) return refuse(text::amount_too_large);
        if (part.coding != from) {
            parts.push_back(part);
            origin.push_back(i);
            target.push_back(to.size());
            continue;
        }
        found = true;
        for (std::size_t k = 0; k < to.size(); ++k) {
            const int right = to[k].right < 0 ? part.right : to[k].right;
            parts.push_back({to[k].coding, line.parts[i].weight * to[k].weight, part.rate, right});
            origin.push_back(i);
            target.push_back(k);
        }
    }
    if (!found) return refuse(text::coding_unknown);
    std::int64_t divisor = 0;
    for (const Part& part : parts) divisor = std::gcd(divisor, part.weight);
    for (Part& part : parts) part.weight /= divisor;
    for (Layer& layer : line.layers) {
        std::vector<PartValue> values;
        for (std::size_t n = 0; n < parts.size(); ++n) {
            const PartValue& old = layer.values[origin[n]];
            if (target[n] == to.size()) {
                values.push_back(old);
                continue;
            }
            const Money net = split(old.net, weights)[target[n]];
            const Money vat = split(old.vat, weights)[target[n]];
            values.push_back({net, vat, cost_of(net, vat, parts[n].right)});
        }
        layer.values = std::move(values);
    }
    line.parts = std::move(parts);
    line.approved += total(line) - before;
    return line;
}

namespace {

Line sibling(const Line& line, Layers layers, int year) {
    Line out = line;
    out.id = {};
    out.year = year;
    out.layers = std::move(layers);
    out.received = 0;
    out.consumed.clear();
    out.closed = false;
    out.approved = total(out);
    return out;
}

}  // namespace

Result<TwoLines> split_rest(Line line) {
    if (!is_open(line) || line.waiting) return refuse(text::state_forbids_event);
    const Millionths matched = line.matched();
    if (line.ordered() <= matched) return refuse(text::state_forbids_event);
    Layers rest = take_out(line, matched, line.ordered());
    Line moved = sibling(line, std::move(rest), line.year);
    line.approved -= moved.approved;
    return TwoLines{std::move(line), std::move(moved)};
}

Result<TwoLines> carried(Line line) {
    if (line.received > line.invoiced()) {
        return refuse(text::received_not_invoiced_must_be_accrued_first);
    }
    TwoLines lines = TRY(split_rest(std::move(line)));
    lines.rest.closed = true;
    lines.moved.year = lines.rest.year + 1;
    return lines;
}

Result<TwoLines> accrued(Line line) {
    const Millionths invoiced = line.invoiced();
    if (line.state != LineState::committed || line.received <= invoiced) {
        return refuse(text::state_forbids_event);
    }
    Layers stretch = take_out(line, invoiced, line.received);
    Line moved = sibling(line, std::move(stretch), line.year + 1);
    moved.waiting.reset();
    moved.received = line.received - invoiced;
    line.received = invoiced;
    line.approved -= moved.approved;
    return TwoLines{std::move(line), std::move(moved)};
}

std::vector<Slice> slices(const Line& line, Millionths quantity) {
    std::vector<Slice> out;
    if (line.state != LineState::committed) return out;
    const Millionths from = line.invoiced();
    const Millionths to = std::min(from + quantity, line.ordered());
    Millionths start = 0;
    for (const Layer& layer : line.layers) {
        const Millionths end = start + layer.quantity;
        const Millionths first = std::max(start, from);
        const Millionths last = std::min(end, to);
        for (std::size_t part = 0; first < last && part < line.parts.size(); ++part) {
            const Money amount = value(line, part, last).cost - value(line, part, first).cost;
            if (amount > Money()) out.push_back({part, layer.day, amount});
        }
        start = end;
    }
    return out;
}

}  // namespace samkjop::ledger
