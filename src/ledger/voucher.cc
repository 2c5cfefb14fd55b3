// Decides what a voucher's cost is and where it stands: at registration, after a credit note, after
// recoding. The order lines it covers are changed in line.cc; both meet in the postings.

#include "ledger/voucher.h"

#include <algorithm>
#include <numeric>

#include "ledger/texts.h"

namespace samkjop::ledger {
namespace {

PartValue operator-(const PartValue& value) { return {-value.net, -value.vat, -value.cost}; }

PartValue sum_of(std::span<VoucherPart* const> parts, bool left) {
    PartValue sum;
    for (const VoucherPart* part : parts) sum = sum + (left ? part->left : part->value);
    return sum;
}

// The parts of an invoice that cover an order line, or those with a coding of their own.
std::vector<VoucherPart*> covering(Voucher& invoice, LineId line) {
    std::vector<VoucherPart*> out;
    for (VoucherPart& part : invoice.parts) {
        if (part.line == line) out.push_back(&part);
    }
    return out;
}

// The codings those parts stand on, one share each: weights of the first invoice line among them
// for an order line, the amounts themselves where there is none.
std::vector<Share> shares_of(std::span<VoucherPart* const> parts, bool by_amount) {
    std::vector<Share> out;
    for (const VoucherPart* part : parts) {
        if (!by_amount && part->position != parts.front()->position) continue;
        const std::int64_t weight = by_amount ? part->left.net.magnitude().ore() : part->weight;
        if (weight > 0) out.push_back({part->coding, weight, part->right});
    }
    if (out.empty() && !parts.empty())
        out.push_back({parts.front()->coding, 1, parts.front()->right});
    return out;
}

}  // namespace

std::string_view name(VoucherState state) {
    static constexpr std::string_view names[] = {"registered", "posted", "refused"};
    return names[static_cast<std::size_t>(state)];
}

Voucher make_voucher(VoucherKind kind, std::span<const Landing> landings, Date registered) {
    Voucher voucher;
    voucher.kind = kind;
    voucher.registered = registered;
    for (const Landing& one : landings) {
        const PartValue value = kind == VoucherKind::credit_note ? -one.value : one.value;
        voucher.parts.push_back(
            {one.position, one.line, one.coding, one.year, one.weight, one.right, value, value});
    }
    return voucher;
}

std::vector<Amount> amounts(const Voucher& voucher) {
    std::vector<Amount> out;
    for (const VoucherPart& part : voucher.parts) {
        const auto found = std::ranges::find_if(out, [&](const Amount& one) {
            return one.coding == part.coding && one.year == part.year;
        });
        if (found == out.end()) {
            out.push_back({part.coding, part.year, part.value.cost});
        } else {
            found->amount += part.value.cost;
        }
    }
    for (const Amount& held : voucher.held) {
        for (Amount& one : out) {
            if (one.coding == held.coding && one.year == held.year) one.amount -= held.amount;
        }
    }
    return out;
}

Result<Voucher> holding(Voucher voucher, Money cost) {
    if (voucher.kind != VoucherKind::invoice || voucher.state != VoucherState::registered)
        return refuse(text::state_forbids_event);
    voucher.held.clear();
    if (cost.is_zero()) return voucher;
    const std::vector<Amount> own = amounts(voucher);
    std::vector<std::int64_t> weights;
    Money sum;
    for (const Amount& one : own) {
        weights.push_back(std::max<std::int64_t>(one.amount.ore(), 0));
        sum += Money(weights.back());
    }
    if (cost < Money() || cost > sum) return refuse(text::amount_too_large);
    const std::vector<Money> shares = split(cost, weights);
    for (std::size_t i = 0; i < own.size(); ++i) {
        if (!shares[i].is_zero()) voucher.held.push_back({own[i].coding, own[i].year, shares[i]});
    }
    return voucher;
}

void difference(Deltas& deltas, const Voucher& before, const Voucher& after) {
    const auto add = [&](const Voucher& voucher, int sign) {
        if (voucher.state == VoucherState::refused) return;
        for (const VoucherPart& part : voucher.parts) {
            deltas.add(part.coding, part.year, part.line, after.id, Kind::invoiced,
                       sign < 0 ? -part.value.cost : part.value.cost);
        }
    };
    add(before, -1);
    add(after, 1);
    difference_held(deltas, before, after);
}

void difference_held(Deltas& deltas, const Voucher& before, const Voucher& after) {
    for (const Amount& held : before.held)
        deltas.add(held.coding, held.year, {}, after.id, Kind::invoiced, held.amount);
    for (const Amount& held : after.held)
        deltas.add(held.coding, held.year, {}, after.id, Kind::invoiced, -held.amount);
}

void see(Voucher& voucher, const Line& before, Millionths quantity, Date issued) {
    std::vector<Money> room(before.parts.size());  // at most what was invoiced, per part
    for (std::size_t i = 0; i < room.size(); ++i) {
        // Landings of an order line stand in the order of its parts, once per invoice line.
        std::size_t position = 0;
        for (const VoucherPart& part : voucher.parts) {
            if (part.line != before.id) continue;
            if (position++ % room.size() == i) room[i] += part.value.cost;
        }
    }
    for (const Slice& slice : slices(before, quantity)) {
        Money& rest = room[slice.part];
        const Money weight = std::min(slice.amount, std::max(rest, Money()));
        rest -= weight;
        if (weight.is_zero() || slice.day > issued || slice.day > voucher.registered) continue;
        voucher.seen.push_back({before.id, before.parts[slice.part].coding, slice.day, weight});
    }
}

void set_bases(Voucher& voucher) {
    for (const Amount& amount : amounts(voucher)) {
        const auto found = std::ranges::find(voucher.bases, amount.coding, &Base::coding);
        if (found == voucher.bases.end())
            voucher.bases.push_back({amount.coding, amount.amount});
        else
            found->invoiced += amount.amount;
    }
}

namespace {

// The credit note's lines, landing where the invoice's own parts stand.
Result<std::vector<Landing>> land_on_invoice(Credit& credit, CreditKind kind, NewInvoice document,
                                             Date registered) {
    Voucher& invoice = credit.invoice;
    std::vector<Matched> known;
    for (InvoiceLine& line : document.lines) {
        for (Quantity& match : line.matches) {
            const auto parts = covering(invoice, match.line);
            if (parts.empty()) return refuse(text::credits_more_than_invoiced);
            if (kind == CreditKind::price) {
                match.quantity = Decimal::whole(1);
            } else {
                const auto same = std::ranges::find(credit.quantities, match.line, &Quantity::line);
                if (same == credit.quantities.end())
                    credit.quantities.push_back(match);
                else
                    same->quantity = same->quantity + match.quantity;
            }
            if (std::ranges::find(known, match.line, &Matched::line) == known.end()) {
                known.push_back({match.line, parts.front()->year, kOne, shares_of(parts, false)});
            }
        }
        if (line.matches.empty() && line.shares.empty()) {
            line.shares = shares_of(covering(invoice, {}), true);
        }
    }
    const int year = invoice.parts.empty() ? registered.year() : invoice.parts.front().year;
    return spread(document, year, known);
}

// Takes what lands on one order line (or on none) from what is left of the invoice there. All that
// is left is taken part by part: the mirror.
PartValue take_left(Voucher& invoice, LineId line, std::vector<Landing>& landings) {
    const auto parts = covering(invoice, line);
    PartValue sum;
    for (const Landing& one : landings) {
        if (one.line == line) sum = sum + one.value;
    }
    const PartValue rest = sum_of(parts, true);
    if (sum.net == rest.net && sum.vat == rest.vat) {
        std::erase_if(landings, [&](const Landing& one) { return one.line == line; });
        for (VoucherPart* part : parts) {
            landings.push_back({part->position, line, 0, part->coding, part->year, part->weight,
                                part->right, part->left});
            part->left = {};
        }
        return rest;
    }
    for (const Landing& one : landings) {
        if (one.line != line) continue;
        auto own = std::ranges::find_if(invoice.parts, [&](const VoucherPart& part) {
            return part.line == line && part.coding == one.coding;
        });
        if (own == invoice.parts.end()) own = invoice.parts.begin();
        if (own != invoice.parts.end()) own->left = own->left - one.value;
    }
    return sum;
}

}  // namespace

Result<Credit> credit(const Voucher& invoice, CreditKind kind, const NewInvoice& asked,
                      Date registered) {
    Credit out{{}, invoice, {}};
    PartValue left;
    for (const VoucherPart& part : invoice.parts) left = left + part.left;
    std::vector<Landing> landings = TRY(land_on_invoice(out, kind, asked, registered));
    std::vector<LineId> lines;
    for (const Landing& one : landings) {
        if (std::ranges::find(lines, one.line) == lines.end()) lines.push_back(one.line);
    }
    PartValue taken;
    for (const LineId line : lines) taken = taken + take_left(out.invoice, line, landings);
    if (taken.net > left.net) return refuse(text::credits_more_than_invoiced);
    out.note = make_voucher(VoucherKind::credit_note, landings, registered);
    out.note.of = invoice.id;
    out.note.foreign_currency = invoice.foreign_currency || asked.foreign_currency;
    out.invoice.has_credit_notes = true;
    out.invoice.held.clear();
    return out;
}

void unsee(Voucher& invoice, LineId line, Millionths quantity, Millionths of_quantity) {
    for (Seen& seen : invoice.seen) {
        if (seen.line == line) seen.weight -= proportion(seen.weight, quantity, of_quantity);
    }
    std::erase_if(invoice.seen, [](const Seen& seen) { return seen.weight.is_zero(); });
}

// Credited by quantity, per coding; what the coding has not, the next gives. No weight may then
// stand above what is left of its coding.
void fall_bases(Voucher& invoice, const Voucher& note) {
    for (const Amount& amount : amounts(note)) {
        Money rest = -amount.amount;
        for (const bool own : {true, false}) {
            for (Base& base : invoice.bases) {
                if ((base.coding == amount.coding) != own || rest <= Money()) continue;
                const Money step = std::min(rest, std::max(base.invoiced, Money()));
                base.invoiced -= step;
                rest -= step;
            }
        }
    }
    for (const Base& base : invoice.bases) {
        Money room = std::max(base.invoiced, Money());
        for (Seen& seen : invoice.seen) {
            if (seen.coding != base.coding) continue;
            seen.weight = std::min(seen.weight, room);
            room -= seen.weight;
        }
    }
    std::erase_if(invoice.seen, [](const Seen& seen) { return seen.weight.is_zero(); });
}

Result<Voucher> recoded(Voucher voucher, CodingId from, std::span<const Share> to) {
    // What a correction moved is moved on by recoding the invoice again.
    if (voucher.state == VoucherState::refused || voucher.kind == VoucherKind::correction) {
        return refuse(text::state_forbids_event);
    }
    if (to.empty()) return refuse(text::coding_missing);
    voucher.held.clear();
    std::vector<std::int64_t> weights;
    std::int64_t sum = 0;
    for (const Share& one : to) {
        if (one.weight <= 0 || one.weight > 1'000'000'000 || !one.coding)
            return refuse(text::coding_missing);
        weights.push_back(one.weight);
        sum += one.weight;
    }
    std::vector<VoucherPart> parts;
    bool found = false;
    for (const VoucherPart& old : voucher.parts) {
        VoucherPart part = old;
        if (__builtin_mul_overflow(part.weight, sum, &part.weight))
            return refuse(text::amount_too_large);
        if (old.coding != from) {
            parts.push_back(part);
            continue;
        }
        found = true;
        const auto divided = [&](const PartValue& value, std::size_t k, int right) {
            const Money net = split(value.net, weights)[k];
            const Money vat = split(value.vat, weights)[k];
            return PartValue{net, vat, cost_of(net, vat, right)};
        };
        for (std::size_t k = 0; k < to.size(); ++k) {
            part.coding = to[k].coding;
            part.weight = old.weight * to[k].weight;
            part.right = to[k].right < 0 ? old.right : to[k].right;
            part.value = divided(old.value, k, part.right);
            part.left = divided(old.left, k, part.right);
            parts.push_back(part);
        }
    }
    if (!found) return refuse(text::coding_unknown);
    std::int64_t divisor = 0;
    for (const VoucherPart& part : parts) divisor = std::gcd(divisor, part.weight);
    for (VoucherPart& part : parts) part.weight /= divisor;
    voucher.parts = std::move(parts);
    return voucher;
}

Voucher correction(const Voucher& before, const Voucher& after, Date registered) {
    Voucher out;
    out.kind = VoucherKind::correction;
    out.of = before.id;
    out.registered = registered;
    out.foreign_currency = before.foreign_currency;
    std::vector<VoucherPart> moved;
    const auto add = [&](const VoucherPart& part, bool minus) {
        const auto found = std::ranges::find_if(moved, [&](const VoucherPart& one) {
            return one.coding == part.coding && one.year == part.year && one.right == part.right;
        });
        const PartValue value = minus ? -part.value : part.value;
        if (found != moved.end()) {
            found->value = found->value + value;
            return;
        }
        moved.push_back({0, {}, part.coding, part.year, 1, part.right, value, {}});
    };
    for (const VoucherPart& part : before.parts) add(part, true);
    for (const VoucherPart& part : after.parts) add(part, false);
    std::erase_if(moved, [](const VoucherPart& part) { return part.value == PartValue{}; });
    out.parts = std::move(moved);
    return out;
}

}  // namespace samkjop::ledger
