// What a requisition adds up to: its sums, the units whose money it asks for, the orders it
// becomes, and how a split line is read from the form. Nothing here reads a database or a clock.

#include "requisition/rules.h"

#include <algorithm>
#include <numeric>

#include "requisition/texts.h"

namespace samkjop::requisition {

std::string_view name(State state) {
    static constexpr std::string_view names[kStates] = {
        "draft", "waiting", "asked", "approved", "partly_approved", "rejected", "withdrawn"};
    return names[static_cast<std::size_t>(state)];
}

Money Line::cost() const { return ledger::cost(rules::ledger_line(*this)); }

std::string Line::item_key() const {
    const std::string what = item_number.empty() ? name : item_number;
    return std::to_string(supplier.value) + "/" + what;
}

namespace {

bool stands(const Line& line) {
    return line.state == LineState::open || line.state == LineState::approved;
}

}  // namespace

Money Requisition::net() const {
    Money sum;
    for (const Line& line : lines) {
        if (stands(line)) sum += line.net();
    }
    return sum;
}

Money Requisition::cost() const {
    Money sum;
    for (const Line& line : lines) {
        if (stands(line)) sum += line.cost();
    }
    return sum;
}

namespace rules {

ledger::NewLine ledger_line(const Line& line) {
    ledger::NewLine out;
    for (const Part& part : line.parts) {
        out.parts.push_back({part.coding, part.weight, part.rate, part.right});
    }
    out.quantity = line.quantity;
    out.price = line.price;
    return out;
}

std::vector<ledger::NewLine> ledger_lines(const Requisition& requisition, bool only_coded) {
    std::vector<ledger::NewLine> out;
    for (const Line& line : requisition.lines) {
        if (stands(line) && (!only_coded || fully_coded(line))) out.push_back(ledger_line(line));
    }
    return out;
}

std::vector<UnitId> units(const Requisition& requisition, std::span<const LineId> without) {
    std::vector<UnitId> out;
    for (const Line& line : requisition.lines) {
        if (!stands(line) || std::ranges::find(without, line.id) != without.end()) continue;
        for (const Part& part : line.parts) {
            if (part.unit && std::ranges::find(out, part.unit) == out.end())
                out.push_back(part.unit);
        }
    }
    const auto own = std::ranges::find(out, requisition.unit);
    if (own != out.end()) std::rotate(out.begin(), own, own + 1);
    return out;
}

bool fully_coded(const Line& line) {
    return !line.parts.empty() && std::ranges::all_of(line.parts, [](const Part& part) {
        return part.coding && part.unit && !part.vat_code.empty();
    });
}

std::string scope_key(party::BudgetScope scope, const Part& part) {
    const auto& [art, ansvar, funksjon, prosjekt, free_1, free_2, free_3] = part.codes;
    switch (scope) {
        case party::BudgetScope::coding:
            return "c/" + std::to_string(part.coding.value);
        case party::BudgetScope::unit:
            return "u/" + ansvar;
        case party::BudgetScope::art_group:
            return "a/" + ansvar + "/" + art.substr(0, art.size() - !art.empty());
        case party::BudgetScope::project:
            if (!prosjekt.empty()) return "p/" + prosjekt;
            break;
        case party::BudgetScope::unit_function:
            break;
    }
    return "f/" + ansvar + "/" + funksjon;
}

std::vector<SupplierSum> by_supplier(const Requisition& requisition) {
    std::vector<SupplierSum> out;
    for (const Line& line : requisition.lines) {
        if (!stands(line)) continue;
        auto found = std::ranges::find(out, line.supplier, &SupplierSum::supplier);
        if (found == out.end()) {
            found = out.insert(out.end(),
                               {line.supplier, line.supplier_name, line.agreement_name, {}, 0});
        }
        found->net += line.net();
        found->lines += 1;
    }
    return out;
}

std::vector<Money> split(Money amount, std::span<const Part> parts) {
    Wide sum = 0;
    for (const Part& part : parts) sum += part.weight;
    std::vector<Money> out;
    std::vector<std::pair<Wide, std::size_t>> remainders;
    std::int64_t given = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Wide exact = Wide(amount.ore()) * parts[i].weight;
        const auto floor = static_cast<std::int64_t>(exact / sum);
        out.emplace_back(floor);
        given += floor;
        remainders.emplace_back(-(exact % sum), i);  // largest first, then the earlier position
    }
    std::ranges::sort(remainders);
    for (std::size_t i = 0; given < amount.ore(); ++i, ++given)
        out[remainders[i].second] += Money(1);
    return out;
}

namespace {

constexpr std::int64_t kWhole = 1'000'000;  // 100 per cent, in steps of a ten-thousandth per cent

struct Read {
    enum class Is : std::uint8_t { percent, amount, rest } is = Is::rest;
    std::int64_t value = 0;  // of kWhole, or øre
};

Result<Read> read(const TypedShare& typed) {
    const bool percent = !typed.percent.empty(), amount = !typed.amount.empty();
    if (percent && amount) return refuse(text::share_or_amount_not_both);
    if (!percent && !amount) return Read{};
    const auto number = Decimal::parse_typed(percent ? typed.percent : typed.amount);
    if (!number || number->is_negative() || number->is_zero())
        return refuse(text::share_not_a_number);
    const int most = percent ? 4 : 2;
    if (number->normalised().scale() > most) return refuse(text::share_too_many_decimals);
    if (percent) return Read{Read::Is::percent, number->normalised().scaled(4)};
    return Read{Read::Is::amount, number->normalised().scaled(2)};
}

}  // namespace

// All in per cent: the shares must make 100. An amount among them: the amounts must make the line.
// One row may be left open; it takes what is left.
Shares shares(Money net, std::span<const TypedShare> typed) {
    Shares out;
    std::vector<Read> rows;
    bool amounts = false;
    std::optional<std::size_t> open;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        auto row = read(typed[i]);
        if (!row) {
            out.wrong.emplace_back(i, row.error());
            row = Read{Read::Is::percent, 0};
        } else if (row->is == Read::Is::rest) {
            if (open) out.wrong.emplace_back(i, Refusal{&text::only_one_row_open, {}, ""});
            open = i;
        }
        amounts |= row->is == Read::Is::amount;
        rows.push_back(*row);
    }
    const std::int64_t whole = amounts ? net.ore() : kWhole;
    std::int64_t given = 0;
    for (Read& row : rows) {
        if (amounts && row.is == Read::Is::percent) {
            row.value = divide_rounded(Wide(net.ore()) * row.value, kWhole);
        }
        given += row.value;
    }
    const std::int64_t rest = whole - given;
    out.rest = amounts ? Money(rest) : Money(divide_rounded(Wide(net.ore()) * rest, kWhole));
    if (!out.wrong.empty()) return out;
    if (open ? rest <= 0 : rest != 0) {
        const Text& why = rest > 0 ? text::shares_leave_rest : text::shares_too_much;
        out.wrong.emplace_back(open.value_or(typed.size() - 1),
                               Refusal{&why, {{"amount", out.rest.magnitude()}}, ""});
        return out;
    }
    if (open) {
        rows[*open].value = rest;
        out.rest = Money();
    }
    std::int64_t common = 0;
    for (const Read& row : rows) common = std::gcd(common, row.value);
    for (const Read& row : rows) out.weights.push_back(row.value / common);
    return out;
}

}  // namespace rules
}  // namespace samkjop::requisition
