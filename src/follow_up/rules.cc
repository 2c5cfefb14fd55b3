// Sums, shares, delivery and prices, over loaded call-offs.

#include <algorithm>
#include <map>

#include "follow_up/follow_up.h"

namespace samkjop::follow_up {
namespace {

std::string key_of(const CallOff& one, By by) {
    switch (by) {
        case By::municipality:
            return std::to_string(one.municipality.value);
        case By::supplier:
            return std::to_string(one.supplier.value);
        case By::lot:
            return std::to_string(one.lot.value);
        case By::month:
            break;
    }
    return one.on.iso().substr(0, 7);
}

}  // namespace

std::vector<Sum> sums(std::span<const CallOff> all, By by) {
    std::map<std::string, Sum> out;
    for (const CallOff& each : all) {
        const std::string key = key_of(each, by);
        Sum& sum = out[key];
        sum.key = key;
        if (by == By::supplier) sum.name = each.supplier_name;
        sum.ordered += each.net;
        sum.invoiced += each.invoiced;
        ++sum.count;
    }
    std::vector<Sum> list;
    for (auto& [key, sum] : out) list.push_back(std::move(sum));
    return list;
}

Money ordered(std::span<const CallOff> all) {
    Money out;
    for (const CallOff& each : all) out += each.net;
    return out;
}

Money invoiced(std::span<const CallOff> all) {
    Money out;
    for (const CallOff& each : all) out += each.invoiced;
    return out;
}

std::int64_t percent(Money part, Money whole) {
    return whole.is_zero() ? 0 : divide_rounded(Wide(part.ore()) * 100, whole.ore());
}

int warning(Money used, std::optional<Money> maximum) {
    if (!maximum || *maximum <= Money()) return 0;
    for (const int each : {100, 90, 70}) {
        if (Wide(used.ore()) * 100 >= Wide(maximum->ore()) * each) return each;
    }
    return 0;
}

Performance performance(std::span<const CallOff> all, Date today) {
    Performance out;
    std::map<std::int64_t, int> hours;  // by order
    std::map<std::int64_t, Money> credits;
    for (const CallOff& each : all) {
        const bool due = each.promised && (each.complete || *each.promised < today);
        out.promised += due;
        out.on_time += due && each.complete && each.came_on && *each.came_on <= *each.promised;
        const bool came = each.received > Decimal();
        out.lines += came;
        out.complete += came && each.complete;
        if (each.ordered_at && each.answered_at) {
            const auto waited = each.answered_at->milliseconds() - each.ordered_at->milliseconds();
            hours[each.order.value] =
                static_cast<int>(std::max<std::int64_t>(waited, 0) / 3'600'000);
        }
        for (const invoice::Billed& charge : each.charges) {
            if (charge.credit_note) credits[charge.invoice.value] += charge.net;
        }
    }
    for (const auto& [invoice, net] : credits) {
        ++out.credit_notes;
        out.credited += net.magnitude();
    }
    if (hours.empty()) return out;
    std::vector<int> sorted;
    for (const auto& [order, waited] : hours) sorted.push_back(waited);
    std::ranges::sort(sorted);
    out.answer_hours = sorted[(sorted.size() - 1) / 2];
    return out;
}

std::int64_t Item::change_tenths() const {
    if (first_price.is_zero()) return 0;
    const std::int64_t first = first_price.scaled(6);
    return divide_rounded(Wide(last_price.scaled(6) - first) * 1000, first);
}

std::vector<Item> items(std::span<const CallOff> all) {
    std::map<std::string, Item> out;
    for (const CallOff& each : all) {
        const std::string key = each.item_number.empty() ? each.name : each.item_number;
        Item& item = out[key + "|" + each.unit_code];
        if (item.name.empty()) {
            item.number = each.item_number;
            item.name = each.name;
            item.unit = each.unit_code;
            item.first_price = each.price;
            item.first_on = each.on;
        }
        item.quantity = item.quantity + each.quantity;
        item.net += each.net;
        item.last_price = each.price;
        item.last_on = each.on;
    }
    std::vector<Item> list;
    for (auto& [key, item] : out) list.push_back(std::move(item));
    std::ranges::sort(list, [](const Item& a, const Item& b) {
        return a.net != b.net ? a.net > b.net : a.name < b.name;
    });
    return list;
}

}  // namespace samkjop::follow_up
