#pragma once
// The layers of an order line and how they are parted: the one place where v(x) is kept while a
// line is cut. Shared by line.cc and line_matching.cc.

#include "ledger/line.h"

namespace samkjop::ledger {

using Layers = std::vector<Layer>;

// A layer of its own price: net and VAT rounded once, then split over the parts.
Result<Layer> make_layer(std::span<const Part>, Millionths quantity, Millionths price,
                         Millionths exchange_rate, Date day);
// Cuts at R, after each invoice (the last is I), and at what the event reaches.
void cut_at_marks(Line&, Millionths from = 0, Millionths to = 0);
// The layer that begins at x, which is a cut.
std::size_t index_at(const Layers&, Millionths x);
Layers take_out(Line&, Millionths from, Millionths to);
void put_in(Layers&, Millionths at, Layers pieces);

inline bool is_open(const Line& line) { return line.state == LineState::committed && !line.closed; }

}  // namespace samkjop::ledger
