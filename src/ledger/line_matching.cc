// Decides what receipts, invoices, credit notes, recoding and the year end make of an order line.

#include <algorithm>
#include <numeric>

#include "ledger/layers.h"
#include "ledger/texts.h"

namespace samkjop::ledger {
namespace {

struct Stretch {  // an invoice's place among what is invoiced
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

}  // namespace

Result<Line> with_receipt(Line line, Millionths quantity, Decimal over_percent) {
    if (line.state != LineState::committed) return refuse(text::state_forbids_event);
    if (quantity <= 0) return refuse(text::amount_not_positive);
    const Millionths after = line.received + quantity;
    Millionths accepted = 0;  // ordered, without what earlier came in excess
    for (const Layer& layer : line.layers) accepted += layer.over_received ? 0 : layer.quantity;
    const Millionths ordered = line.ordered();
    // Goods that were invoiced before the line was closed may still come.
    if (line.closed && after > std::max(ordered, line.invoiced()))
        return refuse(text::state_forbids_event);
    const Millionths percent = millionths(over_percent).value_or(0);
    const bool within = Wide(after) * 100 * kOne <= Wide(accepted) * (100 * kOne + percent);
    if (after > accepted && !within && !line.closed)
        return refuse(text::over_receipt_beyond_tolerance);
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
    cut_at_marks(line);  // of an over-delivery only what is still there stays
    const std::size_t kept = index_at(line.layers, after);
    std::size_t i = 0;
    std::erase_if(line.layers,
                  [&](const Layer& layer) { return i++ >= kept && layer.over_received; });
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
    if (kind != CreditKind::reissued)
        line.received = std::max<Millionths>(0, line.received - quantity);
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
        if (one.weight <= 0 || one.weight > 1'000'000'000 || !one.coding)
            return refuse(text::coding_missing);
        weights.push_back(one.weight);
        sum += one.weight;
    }
    const Money before = total(line);
    std::vector<Part> parts;
    std::vector<std::size_t> origin;  // of each new part, and which share it is (or none)
    std::vector<std::size_t> target;
    bool found = false;
    for (std::size_t i = 0; i < line.parts.size(); ++i) {
        Part part = line.parts[i];
        if (__builtin_mul_overflow(part.weight, sum, &part.weight))
            return refuse(text::amount_too_large);
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
    out.heirs.clear();
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
