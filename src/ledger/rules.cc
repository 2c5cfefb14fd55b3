// Decides how amounts are rounded, split and paired, where an invoice's amounts land, and when a
// purchase is short of budget. Everything here is a function of its arguments.

#include "ledger/rules.h"

#include <algorithm>
#include <numeric>

#include "ledger/texts.h"

namespace samkjop::ledger {

std::optional<Millionths> millionths(Decimal value) {
    const Wide scaled = value.scale() <= 6
                            ? Wide(value.digits()) * power_of_ten(6 - value.scale())
                            : Wide(divide_rounded(value.digits(), power_of_ten(value.scale() - 6)));
    if (scaled > INT64_MAX / 4 || scaled < INT64_MIN / 4) return std::nullopt;
    return static_cast<Millionths>(scaled);
}

Decimal decimal(Millionths value) { return Decimal(value, 6).normalised(); }

PartValue operator+(const PartValue& left, const PartValue& right) {
    return {left.net + right.net, left.vat + right.vat, left.cost + right.cost};
}

PartValue operator-(const PartValue& left, const PartValue& right) {
    return {left.net - right.net, left.vat - right.vat, left.cost - right.cost};
}

std::optional<Money> net_of(Millionths quantity, Millionths price, Millionths exchange_rate) {
    // Kroner become øre by × 100. 10^25 × 10^12 stays below 2^127.
    constexpr Wide scale = Wide(kOne) * kOne / 100;
    constexpr Wide limit = scale * kLargest.ore();
    const Wide product = Wide(quantity) * price;
    if (product > limit || product < -limit) return std::nullopt;
    if (exchange_rate <= 0 || exchange_rate > 1'000'000 * kOne) return std::nullopt;
    const Wide converted = product * exchange_rate;
    if (converted > limit * kOne || converted < -limit * kOne) return std::nullopt;
    return Money(divide_rounded(converted, scale * kOne));
}

Money cost_of(Money net, Money vat, int right) {
    return net + vat - Money(divide_rounded(Wide(vat.ore()) * right, 10'000));
}

Money proportion(Money value, std::int64_t numerator, std::int64_t denominator) {
    return Money(divide_rounded(Wide(value.ore()) * numerator, denominator));
}

std::vector<Money> split(Money sum, std::span<const std::int64_t> weights) {
    std::vector<Money> out(weights.size());
    if (weights.size() == 1) {
        out[0] = sum;
        return out;
    }
    Wide total = 0;
    for (const std::int64_t weight : weights) total += weight;
    const bool equal = total == 0;
    if (equal) total = static_cast<Wide>(weights.size());
    const Wide magnitude = sum.magnitude().ore();
    const Wide divisor = total < 0 ? -total : total;
    std::vector<Wide> fractions(weights.size());
    Wide missing = magnitude;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        // The weight as seen by the positive mirror of the sum.
        const Wide weight = equal ? 1 : (total < 0 ? -Wide(weights[i]) : Wide(weights[i]));
        const Wide exact = magnitude * weight;
        Wide whole = exact / divisor;
        if (exact % divisor < 0) --whole;
        fractions[i] = exact - whole * divisor;
        missing -= whole;
        out[i] = Money(static_cast<std::int64_t>(whole));
    }
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](auto a, auto b) { return fractions[a] > fractions[b]; });
    for (std::size_t i = 0; missing > 0; ++i, --missing) out[order[i]] += Money(1);
    // A negative document mirrors the positive to the øre: only the sum's own sign is turned.
    if (sum.ore() < 0) {
        for (Money& part : out) part = -part;
    }
    return out;
}

void Deltas::add(CodingId coding, int year, LineId line, InvoiceId invoice, Kind kind,
                 Money amount) {
    if (amount.is_zero()) return;
    const auto same = [&](const Delta& row) {
        return row.coding == coding && row.year == year && row.line == line &&
               row.invoice == invoice;
    };
    // An event adds to the rows it made last; searching from the back finds them at once.
    auto found = std::find_if(rows_.rbegin(), rows_.rend(), same);
    if (found == rows_.rend()) {
        rows_.push_back({coding, year, line, invoice, {}});
        found = rows_.rbegin();
    }
    found->by[static_cast<std::size_t>(kind)] += amount;
}

std::vector<Posting> Deltas::pair() const {
    static constexpr Kind order[] = {Kind::posted, Kind::invoiced, Kind::received, Kind::committed,
                                     Kind::reserved};
    std::vector<Posting> out;
    for (const Delta& row : rows_) {
        auto by = row.by;
        const auto post = [&](Kind credit, Kind debit, Money amount) {
            out.push_back({credit, debit, amount, row.coding, row.year, row.line, row.invoice});
        };
        for (const Kind rising : order) {
            Money& rise = by[static_cast<std::size_t>(rising)];
            for (const Kind falling : order) {
                Money& fall = by[static_cast<std::size_t>(falling)];
                if (rise <= Money() || fall >= Money()) continue;
                const Money amount = std::min(rise, -fall);
                post(falling, rising, amount);
                rise -= amount;
                fall += amount;
            }
        }
        for (const Kind kind : order) {
            const Money rest = by[static_cast<std::size_t>(kind)];
            if (rest > Money()) post(Kind::available, kind, rest);
            if (rest < Money()) post(kind, Kind::available, -rest);
        }
        for (const Kind kind : {Kind::adopted, Kind::change}) {  // credit side: more budget
            const Money rest = by[static_cast<std::size_t>(kind)];
            if (rest > Money()) post(kind, Kind::available, rest);
            if (rest < Money()) post(Kind::available, kind, -rest);
        }
    }
    return out;
}

namespace {

struct Amounts {  // one invoice line or charge on its way to its parts
    Decimal rate;
    Money net, vat;
};

Money convert(Money amount, Decimal exchange_rate) { return share(amount, exchange_rate); }

std::vector<std::int64_t> nets(std::span<const Amounts> items) {
    std::vector<std::int64_t> out;
    for (const Amounts& item : items) out.push_back(item.net.ore());
    return out;
}

// VAT per rate over everything that carries the rate, by net; computed where the document has none.
void give_vat(const NewInvoice& invoice, std::vector<Amounts>& items) {
    std::vector<bool> done(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (done[i]) continue;
        std::vector<std::size_t> members;
        std::vector<std::int64_t> weights;
        Money net;
        for (std::size_t k = i; k < items.size(); ++k) {
            if (!(items[k].rate == items[i].rate)) continue;
            done[k] = true;
            members.push_back(k);
            weights.push_back(items[k].net.ore());
            net += items[k].net;
        }
        Money total = share(net, items[i].rate);
        for (const VatTotal& given : invoice.vat) {
            if (given.rate == items[i].rate) total = convert(given.amount, invoice.exchange_rate);
        }
        const std::vector<Money> shares = split(total, weights);
        for (std::size_t k = 0; k < members.size(); ++k) items[members[k]].vat = shares[k];
    }
}

// A charge nobody ordered follows the lines of its rate, or all lines where none has it.
void follow(std::span<Amounts> lines, const std::vector<std::int64_t>& line_nets,
            const Amounts& charge) {
    std::vector<std::size_t> members;
    std::vector<std::int64_t> weights;
    for (const bool any_rate : {false, true}) {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (!any_rate && !(lines[i].rate == charge.rate)) continue;
            members.push_back(i);
            weights.push_back(line_nets[i]);
        }
        if (!members.empty()) break;
    }
    const std::vector<Money> net = split(charge.net, weights);
    const std::vector<Money> vat = split(charge.vat, weights);
    for (std::size_t k = 0; k < members.size(); ++k) {
        lines[members[k]].net += net[k];
        lines[members[k]].vat += vat[k];
    }
}

void land(std::vector<Landing>& out, const Amounts& amounts, std::span<const Share> shares,
          const Landing& like) {
    std::vector<std::int64_t> weights;
    for (const Share& one : shares) weights.push_back(one.weight);
    const std::vector<Money> net = split(amounts.net, weights);
    const std::vector<Money> vat = split(amounts.vat, weights);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        Landing landing = like;
        landing.coding = shares[i].coding;
        landing.weight = shares[i].weight;
        landing.right = shares[i].right;
        landing.value = {net[i], vat[i], cost_of(net[i], vat[i], shares[i].right)};
        if (i > 0) landing.quantity = 0;  // the quantity is the line's, not the part's
        out.push_back(landing);
    }
}

Result<void> land_matched(std::vector<Landing>& out, const InvoiceLine& line,
                          const Amounts& amounts, int position, std::span<const Matched> known) {
    std::vector<const Matched*> orders;
    std::vector<std::int64_t> weights;
    std::vector<Millionths> quantities;
    for (const Quantity& match : line.matches) {
        const auto found = std::ranges::find(known, match.line, &Matched::line);
        const auto quantity = millionths(match.quantity);
        if (found == known.end()) return refuse(text::state_forbids_event);
        if (!quantity || *quantity < 0) return refuse(text::amount_not_positive);
        const auto value = net_of(*quantity, found->price, kOne);
        if (!value) return refuse(text::amount_too_large);
        orders.push_back(&*found);
        quantities.push_back(*quantity);
        weights.push_back(value->ore());
    }
    const std::vector<Money> net = split(amounts.net, weights);
    const std::vector<Money> vat = split(amounts.vat, weights);
    for (std::size_t i = 0; i < orders.size(); ++i) {
        land(out, {amounts.rate, net[i], vat[i]}, orders[i]->shares,
             {position, orders[i]->line, quantities[i], {}, orders[i]->year, 1, 0, {}});
    }
    return {};
}

bool sound(std::span<const Share> shares) {
    return !shares.empty() && std::ranges::all_of(shares, [](const Share& one) {
        return one.weight > 0 && one.coding;
    });
}

}  // namespace

Result<std::vector<Landing>> spread(const NewInvoice& invoice, int year,
                                    std::span<const Matched> known) {
    std::vector<Amounts> items;  // lines first, then charges
    Money room = kLargest;       // what the magnitudes together may still be
    const auto take = [&](Decimal rate, Money net) {
        if (net.magnitude() > kLargest || rate > Decimal::whole(10)) room = Money(-1);
        if (room < Money()) return;
        items.push_back({rate, convert(net, invoice.exchange_rate), {}});
        room -= std::min(items.back().net.magnitude(), kLargest + Money(1));
    };
    if (invoice.exchange_rate > Decimal::whole(1'000) || invoice.rounding.magnitude() > kLargest) {
        return refuse(text::amount_too_large);
    }
    for (const VatTotal& total : invoice.vat) {
        if (total.amount.magnitude() > kLargest) return refuse(text::amount_too_large);
    }
    for (const InvoiceLine& line : invoice.lines) {
        if (line.matches.empty() && !sound(line.shares)) return refuse(text::coding_missing);
        take(line.rate, line.net);
    }
    for (const AllowanceCharge& charge : invoice.charges) {
        if (!charge.shares.empty() && !sound(charge.shares)) return refuse(text::coding_missing);
        if (charge.shares.empty() && invoice.lines.empty()) return refuse(text::coding_missing);
        take(charge.rate, charge.net);
    }
    if (room < Money()) return refuse(text::amount_too_large);
    give_vat(invoice, items);

    const std::size_t count = invoice.lines.size();
    std::span<Amounts> lines(items.data(), count);
    const std::vector<std::int64_t> line_nets = nets(lines);
    for (std::size_t i = 0; i < invoice.charges.size(); ++i) {
        if (invoice.charges[i].shares.empty()) follow(lines, line_nets, items[count + i]);
    }
    if (!invoice.rounding.is_zero() && count > 0) {
        const auto largest = std::ranges::max_element(
            line_nets, {}, [](std::int64_t net) { return net < 0 ? -net : net; });
        lines[static_cast<std::size_t>(largest - line_nets.begin())].net +=
            convert(invoice.rounding, invoice.exchange_rate);
    }

    std::vector<Landing> out;
    for (std::size_t i = 0; i < count; ++i) {
        const InvoiceLine& line = invoice.lines[i];
        const int position = static_cast<int>(i);
        if (line.matches.empty()) {
            land(out, items[i], line.shares, {position, {}, 0, {}, year, 1, 0, {}});
        } else {
            TRY(land_matched(out, line, items[i], position, known));
        }
    }
    for (std::size_t i = 0; i < invoice.charges.size(); ++i) {
        if (invoice.charges[i].shares.empty()) continue;
        land(out, items[count + i], invoice.charges[i].shares,
             {static_cast<int>(count + i), {}, 0, {}, year, 1, 0, {}});
    }
    return out;
}

std::string art_group(std::string_view art) {
    return std::string(art.substr(0, art.empty() ? 0 : art.size() - 1));
}

ScopeKey scope_of(const Policy& policy, CodingId coding, const Dimensions& dimensions, int year) {
    ScopeKey key;
    key.coding = coding;
    key.year = year;
    for (std::size_t i = 0; i < policy.scope_lists.size(); ++i) {
        if (std::ranges::count(policy.scope_lists[i], coding) > 0) {
            key.list = static_cast<int>(i);
            return key;
        }
    }
    key.scope = policy.scope;
    switch (policy.scope) {
        case party::BudgetScope::coding:
            break;
        case party::BudgetScope::unit:
            key.ansvar = dimensions.ansvar;
            break;
        case party::BudgetScope::unit_function:
            key.ansvar = dimensions.ansvar;
            key.second = dimensions.funksjon;
            break;
        case party::BudgetScope::art_group:
            key.ansvar = dimensions.ansvar;
            key.second = art_group(dimensions.art);
            break;
        case party::BudgetScope::project:
            if (dimensions.prosjekt.empty()) {  // no project: judged as unit and function
                key.scope = party::BudgetScope::unit_function;
                key.ansvar = dimensions.ansvar;
                key.second = dimensions.funksjon;
            } else {
                key.second = dimensions.prosjekt;
                key.year = 0;  // a project has one frame over its years
            }
            break;
    }
    return key;
}

std::string ScopeKey::text() const {
    if (ansvar.empty()) return second;
    return second.empty() ? ansvar : ansvar + " · " + second;
}

Money shortage(Money taken, Money available_before, Money allowed_overrun) {
    if (taken <= Money()) return {};
    const Money by = taken - available_before - allowed_overrun;
    return by > Money() ? by : Money();
}

}  // namespace samkjop::ledger
