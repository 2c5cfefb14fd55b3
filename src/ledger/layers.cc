// Decides what a quantity of an order line is worth, and how its layers are parted without rounding
// anew what is already posted.

#include "ledger/layers.h"

#include <algorithm>

#include "ledger/texts.h"

namespace samkjop::ledger {
namespace {

Millionths quantity_of(const Layers& layers) {
    Millionths sum = 0;
    for (const Layer& layer : layers) sum += layer.quantity;
    return sum;
}

PartValue fraction(const PartValue& whole, Millionths numerator, Millionths denominator) {
    return {proportion(whole.net, numerator, denominator),
            proportion(whole.vat, numerator, denominator),
            proportion(whole.cost, numerator, denominator)};
}

// Parts the layers at all these points at once, so that v at each is kept and is never rounded
// anew: cutting at one and then at another would round the second from a rounded rest.
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

}  // namespace

// One VAT amount where the parts have the same rate, else one per part.
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

std::size_t index_at(const Layers& layers, Millionths x) {
    Millionths start = 0;
    std::size_t i = 0;
    while (i < layers.size() && start < x) start += layers[i++].quantity;
    return i;
}

void cut_at_marks(Line& line, Millionths from, Millionths to) {
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
        sum =
            sum + (within == layer.quantity ? layer.values[part]
                                            : fraction(layer.values[part], within, layer.quantity));
        x -= within;
    }
    return sum;
}

}  // namespace samkjop::ledger
