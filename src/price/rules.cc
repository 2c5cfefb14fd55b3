// A price may go down, and words may change. A price may go up only as the price rule says: never
// while it is fixed, not above the list price less the discount, not above the regulated price. The
// unit, the pack, the rate of VAT, new goods and goods that go are for a person to decide.

#include "price/rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "catalogue/units.h"

namespace samkjop::price {
namespace {

using catalogue::PriceRow;

struct Amount {  // kroner for so many ordered units
    Decimal kroner, base;
};
Amount amount_of(const PriceRow& row) {
    if (row.amount.is_zero()) return {row.price, Decimal::whole(1)};
    return {row.amount, row.base};
}

Wide cross(Decimal left, Decimal right, int scale) {
    const Decimal a = left.normalised();
    const Decimal b = right.normalised();
    Wide out = Wide(a.digits()) * b.digits();
    for (int i = a.scale() + b.scale(); i < scale; ++i) out *= 10;
    return out;
}

// Below zero: the first is lower. Compared exactly where the numbers allow it.
int compare(const Amount& left, const Amount& right) {
    const int scale = std::max(left.kroner.normalised().scale() + right.base.normalised().scale(),
                               right.kroner.normalised().scale() + left.base.normalised().scale());
    const Wide a = cross(left.kroner, right.base, scale);
    const Wide b = cross(right.kroner, left.base, scale);
    return a < b ? -1 : a > b ? 1 : 0;
}

Decimal step_amount(const PriceRow& row, Decimal quantity) {
    Decimal out = amount_of(row).kroner;
    for (const catalogue::PriceStep& step : row.steps) {
        if (step.minimum <= quantity) out = step.amount;
    }
    return out;
}

// Up at one quantity is up, whatever happens at the others.
int price_change(const PriceRow& before, const PriceRow& after) {
    std::vector<Decimal> quantities = {Decimal()};
    for (const PriceRow* row : {&before, &after}) {
        for (const catalogue::PriceStep& step : row->steps) quantities.push_back(step.minimum);
    }
    int out = 0;
    for (const Decimal quantity : quantities) {
        const int one = compare({step_amount(after, quantity), amount_of(after).base},
                                {step_amount(before, quantity), amount_of(before).base});
        if (one > 0) return 1;
        if (one < 0) out = -1;
    }
    return out;
}

unsigned changes(const PriceRow& before, const PriceRow& after) {
    unsigned out = 0;
    const int price = price_change(before, after);
    if (price > 0) out |= kPriceUp;
    if (price < 0) out |= kPriceDown;
    const auto other_unit = [](std::string_view left, std::string_view right) {
        return catalogue::plain_unit(left) != catalogue::plain_unit(right);
    };
    if (other_unit(before.unit, after.unit) || before.content != after.content ||
        other_unit(before.content_unit, after.content_unit)) {
        out |= kUnit;
    }
    if (before.minimum != after.minimum || before.multiple != after.multiple ||
        before.maximum != after.maximum) {
        out |= kPack;
    }
    if (before.name != after.name || before.description != after.description ||
        before.brand != after.brand) {
        out |= kText;
    }
    if (before.unspsc != after.unspsc || before.cpv != after.cpv) out |= kMoved;
    if (before.vat_rate != after.vat_rate) out |= kVat;
    if (before.gtin != after.gtin || before.picture != after.picture ||
        before.environment != after.environment || before.emission != after.emission ||
        before.hazard != after.hazard || before.delivery_days != after.delivery_days ||
        before.list_price != after.list_price) {
        out |= kOther;
    }
    return out;
}

bool begins_with_one_of(std::string_view groups, std::string_view code) {
    if (groups.empty()) return true;
    while (!groups.empty()) {
        const std::size_t end = std::min(groups.find(' '), groups.size());
        if (end > 0 && code.starts_with(groups.substr(0, end))) return true;
        groups.remove_prefix(std::min(end + 1, groups.size()));
    }
    return false;
}

// The rule that names the item's discount group or class; else the one for all the rest.
const Rule* rule_for(const PriceRow& row, const Circumstances& circumstances) {
    const Rule* rest = nullptr;
    for (const Rule& rule : circumstances.rules) {
        const std::string& group = rule.agreed.group;
        if (group.empty()) {
            rest = &rule;
        } else if (group == row.discount_group ||
                   (!row.unspsc.empty() && row.unspsc.starts_with(group))) {
            return &rule;
        }
    }
    return rest;
}

std::string kroner_text(Decimal value) {
    const Decimal plain = value.normalised();
    return plain.scale() > 2 ? format_decimal(plain)
                             : format_money(times(Decimal::whole(1), plain));
}

Date months_after(Date day, int months) {
    const int all = day.year() * 12 + static_cast<int>(day.month()) - 1 + months;
    const auto month = static_cast<unsigned>(all % 12 + 1);
    return {all / 12, month, std::min(day.day(), 28u)};
}

void by_discount(const PriceRow& after, const agreement::PriceRule& rule, Verdict& out) {
    if (after.list_price.is_zero() || !rule.discount) {
        out.allowed = false;
        out.why = Why::list_price_missing;
        return;
    }
    // Kept to the øre above: a list price less a discount is rounded by who writes it.
    const Decimal left = Decimal::whole(1) - *rule.discount;
    const Decimal list = after.list_price.normalised();
    const Money limit(
        divide_rounded(Wide(list.digits()) * left.normalised().digits() * 100,
                       Wide(power_of_ten(list.scale())) * power_of_ten(left.normalised().scale())));
    out.first = kroner_text(after.list_price);
    out.second = format_money(limit);
    out.allowed = compare(amount_of(after), {Decimal::from(limit), Decimal::whole(1)}) <= 0;
    out.why = out.allowed ? Why::discount_holds : Why::discount_over;
}

void by_index(const PriceRow& after, const PriceRow* first, const Rule& rule,
              const Circumstances& circumstances, Verdict& out) {
    out.allowed = false;
    if (!rule.base || !rule.now || first == nullptr) {
        out.why = Why::index_missing;
        out.first = rule.agreed.index_name;
        out.second = rule.agreed.index_base;
        return;
    }
    if (circumstances.last_change && rule.agreed.every_months > 0) {
        const Date earliest = months_after(*circumstances.last_change, rule.agreed.every_months);
        if (circumstances.from < earliest) {
            out.why = Why::index_early;
            out.first = format_short_date(earliest);
            return;
        }
    }
    const Decimal share = rule.agreed.index_share.value_or(Decimal::whole(1));
    const auto limit = regulated(first->price, rule.base->value, rule.now->value, share);
    if (!limit) {
        out.why = Why::index_missing;
        out.first = rule.agreed.index_name;
        return;
    }
    // A price is written in whole øre: the regulated one is rounded up to them.
    const Decimal ore = Decimal((limit->scaled(6) + 9'999) / 10'000, 2);
    out.allowed = compare(amount_of(after), {ore, Decimal::whole(1)}) <= 0;
    out.why = out.allowed ? Why::index_holds : Why::index_over;
    out.first = kroner_text(ore);
    out.second = regulation_text(first->price, *rule.base, *rule.now, share);
}

void price_up(const PriceRow& after, const PriceRow* first, const Circumstances& circumstances,
              Verdict& out) {
    const Rule* rule = rule_for(after, circumstances);
    out.allowed = false;
    out.why = Why::fixed;
    if (rule == nullptr) return;
    if (rule->agreed.fixed_until && circumstances.from <= *rule->agreed.fixed_until) {
        out.why = Why::fixed_until;
        out.first = format_short_date(*rule->agreed.fixed_until);
        return;
    }
    if (rule->agreed.kind == agreement::PriceRuleKind::list_discount)
        by_discount(after, rule->agreed, out);
    if (rule->agreed.kind == agreement::PriceRuleKind::index)
        by_index(after, first, *rule, circumstances, out);
}

void added(const PriceRow& after, const Circumstances& circumstances, Verdict& out) {
    out.change = kAdded;
    out.allowed = false;
    out.why = Why::added;
    if (!begins_with_one_of(circumstances.product_groups, after.unspsc)) {
        out.why = Why::added_outside;
        return;
    }
    const Rule* rule = rule_for(after, circumstances);
    if (rule == nullptr || rule->agreed.kind != agreement::PriceRuleKind::list_discount) return;
    by_discount(after, rule->agreed, out);
    if (out.why == Why::discount_holds) out.why = Why::new_with_discount;
}

}  // namespace

Verdict judge(const PriceRow* before, const PriceRow* after, const PriceRow* first,
              const Circumstances& circumstances) {
    Verdict out;
    if (before == nullptr && after == nullptr) return out;
    if (before == nullptr) {
        added(*after, circumstances, out);
        return out;
    }
    if (after == nullptr) return {kGone, false, Why::gone, "", ""};
    out.change = changes(*before, *after);
    if (out.change == 0) return out;
    const auto no = [&](Why why) {
        out.allowed = false;
        out.why = why;
        return out;
    };
    if ((out.change & kUnit) != 0) return no(Why::unit_changed);
    if ((out.change & kVat) != 0) return no(Why::vat_changed);
    if ((out.change & kMoved) != 0 &&
        !begins_with_one_of(circumstances.product_groups, after->unspsc)) {
        return no(Why::moved_outside);
    }
    if ((out.change & kPack) != 0) return no(Why::pack_changed);
    if ((out.change & kPriceUp) != 0) {
        price_up(*after, first, circumstances, out);
        return out;
    }
    out.why = (out.change & kPriceDown) != 0 ? Why::price_down
              : (out.change & kMoved) != 0   ? Why::moved_within
              : (out.change & kText) != 0    ? Why::only_text
                                             : Why::details;
    return out;
}

std::optional<Decimal> regulated(Decimal price, Decimal base, Decimal now, Decimal share) {
    if (base <= Decimal() || now <= Decimal() || share.is_negative()) return std::nullopt;
    // price × (base + share × (now − base)) ÷ base, with numbers that no index reaches ruled out.
    const Decimal b = base.normalised();
    const Decimal moved = now - base;
    const Decimal m = moved.normalised();
    const Decimal s = share.normalised();
    const Decimal p = price.normalised();
    if (p.scale() > 6 || b.scale() > 6 || m.scale() > 6 || s.scale() > 6) return std::nullopt;
    if (p.digits() > 1'000'000'000'000 || b.digits() > 1'000'000'000) return std::nullopt;
    // Over 10^12: base × 10^6 + share × moved × 10^6, in twelve decimals.
    const Wide top = Wide(b.scaled(6)) * 1'000'000 + Wide(s.scaled(6)) * m.scaled(6);
    if (top <= 0 || top > Wide(1) << 80) return std::nullopt;
    const Wide bottom = Wide(b.scaled(6)) * 1'000'000;
    Wide numerator = top;
    if (__builtin_mul_overflow(numerator, Wide(p.scaled(6)), &numerator)) return std::nullopt;
    const Wide in_millionths = (numerator + bottom / 2) / bottom;
    if (in_millionths > INT64_MAX / 4) return std::nullopt;
    return Decimal(divide_rounded(in_millionths, 100), 4).normalised();
}

std::string regulation_text(Decimal price, const IndexPoint& base, const IndexPoint& now,
                            Decimal share) {
    return fmt::format("{} × (1 + {} × ({} [{}] ÷ {} [{}] − 1))", kroner_text(price),
                       format_decimal(share), format_decimal(now.value), now.month,
                       format_decimal(base.value), base.month);
}

}  // namespace samkjop::price
