// Holds every line against what was agreed. What is paid for a line is compared, not the price that
// is written: a discount, a charge, a base quantity or another unit cannot hide it, nor make it
// wrong. A line is overcharged when it is above what every possible reading of the agreement gives;
// above the likeliest reading only, it is a question.

#include "control/rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "control/matching.h"
#include "control/reading.h"

namespace samkjop::control {
namespace {

class Judge {
public:
    Judge(const Document& document, const Facts& facts)
        : document_(document), facts_(facts), matcher_(facts), days_(days_of(document)) {
        for (const Elsewhere& each : facts.elsewhere) elsewhere_.try_emplace(each.line, &each);
    }

    Outcome run() {
        if (document_.credit_note || document_.currency != "NOK") return std::move(out_);
        for (const Line& line : document_.lines) sort(line);
        for (const Judged& each : judged_) count(each);
        for (Judged& each : judged_) read(each);
        reverse();
        discounts();
        for (const Judged& each : judged_) say(each);
        for (const Line* each : fees_) fee(*each, each->net, each->name);
        for (Finding& each : returned_short_) add(std::move(each));
        order();
        return std::move(out_);
    }

private:
    struct Judged {
        const Line* line = nullptr;
        Matched matched;
        std::vector<Usable> usable;  // lists that may be used that day
        bool was = false;            // a list that may have been used before
        Reading likely, kindest;
        Fine above, likely_above;  // what is charged beyond the kindest and the likeliest
        Doubt doubt = Doubt::none;
    };

    // ---- What each line is ---------------------------------------------------------------------
    void sort(const Line& line) {
        if (line.net.is_zero()) return;
        Judged one{
            &line,      line.charge ? Matched{} : matcher_.of(line), {}, false, {}, {}, {}, {},
            Doubt::none};
        if (line.net < Money()) {
            if (one.matched.how == Match::none) {
                discount_ += -line.net;
            } else {
                negative_.push_back(std::move(one));
            }
            return;
        }
        const bool known = one.matched.how != Match::none && one.matched.how != Match::similar_text;
        if (!known && is_rounding(line)) return;
        if (!known && fee_kind(line)) {
            fees_.push_back(&line);
            return;
        }
        goods_ += line.net;
        ++out_.lines;
        judged_.push_back(std::move(one));
    }

    const Agreed* agreed(agreement::AgreementId id) const {
        const auto at = std::ranges::find(facts_.agreements, id, &Agreed::id);
        return at == facts_.agreements.end() ? nullptr : &*at;
    }

    std::vector<Usable> usable(const Judged& one, bool& was) const {
        std::vector<Usable> out;
        bool named = false;
        for (const catalogue::Terms* terms : one.matched.terms) {
            Date first = terms->valid_from, last = terms->valid_to;
            bool on_named = false;
            if (terms->agreement) {
                const Agreed* agreement = agreed(terms->agreement);
                if (agreement == nullptr) continue;
                first = std::max(first, agreement->first);
                last = std::min(last, agreement->last);
                on_named = !document_.agreement_number.empty() &&
                           agreement->number == document_.agreement_number;
            }
            if (last < first) continue;
            was |= last < days_.earliest;
            if (last < days_.earliest || first > days_.latest) continue;
            named |= on_named;
            out.push_back({terms, first <= days_.likely && days_.likely <= last, on_named});
        }
        // The order or the invoice says which agreement it is on: then that one decides.
        if (named) std::erase_if(out, [](const Usable& each) { return !each.named; });
        if (std::ranges::none_of(out, &Usable::likely)) {
            for (Usable& each : out) each.likely = true;
        }
        return out;
    }

    // ---- Price ---------------------------------------------------------------------------------
    using Goods = std::pair<std::int64_t, std::string_view>;  // the item and the unit
    static Goods goods_of(const Judged& one) {
        return {one.matched.terms.front()->item.value, one.line->unit};
    }
    void count(const Judged& one) {
        if (one.matched.terms.empty()) return;
        Decimal& all = together_[goods_of(one)];
        all = all + one.line->quantity;
        by_item_[one.matched.terms.front()->item.value].push_back(
            static_cast<std::size_t>(&one - judged_.data()));
    }

    void read(Judged& one) {
        if (one.matched.how == Match::none) return;
        one.usable = usable(one, one.was);
        if (one.usable.empty()) return;
        ++out_.matched;
        const Readings readings = readings_of(*one.line, one.usable, together_[goods_of(one)]);
        if (!readings.likely) return;  // beyond any purchase
        one.likely = *readings.likely;
        one.kindest = *readings.kindest;
        Money charged = one.line->net;
        one.above = beyond(*one.line, charged, one.kindest);
        one.likely_above = beyond(*one.line, charged, one.likely);
        if (one.above.value > 0 && !one.line->fees.empty()) {
            // The charges of the line are judged as fees; the goods without them.
            for (const Fee& each : one.line->fees) charged -= each.amount;
            const Fine goods = beyond(*one.line, charged, one.kindest);
            line_fees_.push_back(&one);
            one.above = goods;
            one.likely_above = goods;
        }
        one.doubt = readings.doubt;
        if (one.matched.how == Match::similar_text) {
            one.likely_above = std::max(one.likely_above, one.above);
            one.above = {};
            one.doubt = Doubt::text;
        }
    }

    // A line that takes back what another one charged takes back its overcharge too.
    void reverse() {
        for (Judged& back : negative_) {
            bool was = false;
            const auto lists = usable(back, was);
            if (lists.empty()) {
                discount_ += -back.line->net;
                continue;
            }
            Fine given = Fine::of(-back.line->net);
            Line mirror = *back.line;
            mirror.net = -mirror.net;
            if (mirror.quantity.is_negative()) mirror.quantity = -mirror.quantity;
            const Readings readings = readings_of(mirror, lists, mirror.quantity);
            // A discount for the goods, not goods that went back.
            if (!readings.likely || back.line->quantity > Decimal()) {
                discount_ += -back.line->net;
                continue;
            }
            given = given - readings.likely->expected;
            if (given.value < -Fine::kOre) short_of(back, mirror, *readings.likely, given);
            for (const std::size_t index : by_item_[back.matched.terms.front()->item.value]) {
                if (given.value <= 0) break;
                Judged& each = judged_[index];
                const Fine taken = std::min(given, std::max(each.above, each.likely_above));
                each.above = std::max(Fine{}, each.above - taken);
                each.likely_above = std::max(Fine{}, each.likely_above - taken);
                given = given - taken;
            }
        }
    }

    // Goods that went back for less than they cost: they may have been bought at another price, or
    // a return may cost something; a person asks.
    void short_of(const Judged& back, const Line& mirror, const Reading& likely, Fine given) {
        Finding out = about(back, Kind::overcharged);
        out.doubt = Doubt::day;
        out.quantity = mirror.quantity;
        out.item = likely.terms->item;
        out.price_list = likely.terms->price_list;
        out.agreement = likely.terms->agreement;
        out.at_stake = Fine{-given.value}.rounded();
        const Ratio per_unit = Ratio(mirror.quantity) * Ratio(Decimal::whole(100 * Fine::kOre));
        out.agreed = (Ratio(Decimal::whole(likely.expected.value)) / per_unit).decimal();
        out.found = (Ratio(Decimal::from(mirror.net)) / Ratio(mirror.quantity)).decimal();
        returned_short_.push_back(std::move(out));
    }

    // A discount at the foot covers what the lines are above the agreement. What it covers is a
    // question; only what is left is certain.
    void discounts() {
        if (discount_ <= Money()) return;
        Fine total;
        for (const Judged& each : judged_) total = total + each.above;
        const Fine cover = Fine::of(discount_);
        if (total.value <= 0) return;
        for (Judged& each : judged_) {
            if (each.above.value <= 0) continue;
            if (cover >= total) {
                each.above = {};
                each.doubt = Doubt::discount;
            } else {
                const Wide part = Wide(cover.value) * each.above.value / total.value;
                each.above.value -= static_cast<std::int64_t>(part);
            }
        }
    }

    // ---- Words ---------------------------------------------------------------------------------
    Finding about(const Judged& one, Kind kind) const {
        Finding out;
        out.kind = kind;
        out.line = one.line->position;
        out.match = one.matched.how;
        out.likeness = one.matched.likeness;
        out.what = one.line->name;
        out.price_day = days_.likely;
        out.quantity = one.line->quantity;
        out.unit = one.line->unit;
        if (!one.matched.terms.empty()) {
            const catalogue::Terms* terms =
                one.likely.terms != nullptr ? one.likely.terms : one.matched.terms.front();
            out.item = terms->item;
            out.price_list = terms->price_list;
            out.agreement = terms->agreement;
            if (out.what.empty()) out.what = terms->name;
        }
        return out;
    }

    void add(Finding finding) {
        if (finding.at_stake > Money() && against_supplier(finding.kind)) {
            (finding.certain() ? out_.certain : out_.questions) += finding.at_stake;
        }
        out_.findings.push_back(std::move(finding));
    }

    void say(const Judged& one) {
        if (one.matched.how == Match::none || one.usable.empty()) return outside(one);
        if (one.likely.terms == nullptr) return;
        if (one.above.rounded() > Money()) {
            price_finding(one, one.kindest, one.above, Doubt::none);
        } else if (one.likely_above.rounded() > Money()) {
            price_finding(one, one.likely, one.likely_above,
                          one.doubt == Doubt::none ? Doubt::day : one.doubt);
        }
        if (std::ranges::find(line_fees_, &one) != line_fees_.end()) {
            for (const Fee& each : one.line->fees) {
                Line as_line = *one.line;
                as_line.reason_code = each.code;
                as_line.name = each.reason;
                as_line.charge = true;
                fee(as_line, each.amount, each.reason.empty() ? one.line->name : each.reason);
            }
        }
        vat(one);
        if (!one.likely.terms->agreement) covered_elsewhere(one);
    }

    void price_finding(const Judged& one, const Reading& reading, Fine above, Doubt doubt) {
        Finding out = about(one, Kind::overcharged);
        out.doubt = doubt;
        out.item = reading.terms->item;
        out.price_list = reading.terms->price_list;
        out.agreement = reading.terms->agreement;
        out.at_stake = above.rounded();
        const Line& line = *one.line;
        if (!line.quantity.is_zero()) {
            const Fine paid = reading.expected + above;
            const Ratio per_unit = Ratio(line.quantity) * Ratio(Decimal::whole(100 * Fine::kOre));
            out.agreed = (Ratio(Decimal::whole(reading.expected.value)) / per_unit).decimal();
            out.found = (Ratio(Decimal::whole(paid.value)) / per_unit).decimal();
        }
        // Charged as for a smaller quantity, and not more than that.
        const Fine small = reading.without_step + Fine{Fine::kOre};
        if (reading.without_step > reading.expected && reading.expected + above <= small) {
            out.kind = Kind::step_not_given;
        }
        add(std::move(out));
    }

    void vat(const Judged& one) {
        const Line& line = *one.line;
        if (line.category != "S" || one.matched.how == Match::similar_text) return;
        for (const Usable& each : one.usable) {
            if (each.terms->vat_rate.is_zero() || each.terms->vat_rate == line.rate) return;
        }
        Finding out = about(one, Kind::wrong_vat);
        out.agreed = one.usable.front().terms->vat_rate;
        out.found = line.rate;
        const Money more = share(line.net, line.rate - out.agreed);
        if (more > Money()) out.at_stake = more;
        add(std::move(out));
    }

    // ---- Not on a list -------------------------------------------------------------------------
    const Agreed* in_force() const {
        const Agreed* found = nullptr;
        for (const Agreed& each : facts_.agreements) {
            if (each.first > days_.likely || each.last < days_.likely) continue;
            if (each.number == document_.agreement_number) return &each;
            if (found == nullptr || (each.listed && !found->listed)) found = &each;
        }
        return found;
    }

    void outside(const Judged& one) {
        if (one.matched.how != Match::none && one.was) {
            Finding out = about(one, Kind::expired);
            if (one.matched.how == Match::similar_text) out.doubt = Doubt::text;
            out.at_stake = one.line->net;
            return add(std::move(out));
        }
        if (covered_elsewhere(one)) return;
        const Agreed* agreement = in_force();
        if (agreement == nullptr || !agreement->listed) return;
        Finding out = about(one, Kind::not_on_agreement);
        out.agreement = agreement->id;
        out.at_stake = one.line->net;
        if (one.matched.how == Match::similar_text) out.doubt = Doubt::text;
        add(std::move(out));
    }

    bool covered_elsewhere(const Judged& one) {
        if (const auto at = elsewhere_.find(one.line->position); at != elsewhere_.end()) {
            const Elsewhere& each = *at->second;
            Finding out = about(one, Kind::other_supplier);
            out.agreement = each.agreement;
            out.what = one.line->name;
            if (each.terms) {
                const Usable theirs{&*each.terms, true, false};
                const auto readings = readings_of(*one.line, {&theirs, 1}, one.line->quantity);
                out.item = each.terms->item;
                out.price_list = each.terms->price_list;
                if (readings.likely && !one.line->quantity.is_zero()) {
                    const Fine more = beyond(*one.line, one.line->net, *readings.kindest);
                    const Ratio per_unit =
                        Ratio(one.line->quantity) * Ratio(Decimal::whole(100 * Fine::kOre));
                    out.agreed = (Ratio(Decimal::whole(readings.likely->expected.value)) / per_unit)
                                     .decimal();
                    out.found =
                        (Ratio(Decimal::from(one.line->net)) / Ratio(one.line->quantity)).decimal();
                    out.at_stake = more.rounded();
                }
            }
            add(std::move(out));
            return true;
        }
        return false;
    }

    // ---- Fees ----------------------------------------------------------------------------------
    void fee(const Line& line, Money amount, const std::string& what) {
        const Agreed* agreement = in_force();
        if (agreement == nullptr || amount <= Money() || line.ordered_itself || document_.order)
            return;
        const FeeKind kind = fee_kind(line).value_or(FeeKind::other);
        Money limit, any;
        bool unlimited = false;
        for (const Agreed& each : facts_.agreements) {
            if (each.first > days_.latest || each.last < days_.earliest) continue;
            for (const AllowedFee& allowed : each.fees) {
                if (allowed.below && goods_ >= *allowed.below) continue;
                std::optional<Money> most = allowed.amount;
                if (allowed.share) {
                    const Money part = share(goods_, *allowed.share);
                    most = std::max(most.value_or(part), part);
                }
                if (allowed.kind == kind) unlimited |= !most;
                if (allowed.kind == kind) limit = std::max(limit, most.value_or(Money()));
                any = std::max(any, most.value_or(amount));
            }
        }
        if (unlimited || amount <= limit + Money(1)) return;
        Finding out;
        out.kind = Kind::fee_not_agreed;
        out.line = line.position;
        out.what = what;
        out.price_day = days_.likely;
        out.agreement = agreement->id;
        out.agreed = Decimal::from(limit);
        out.found = Decimal::from(amount);
        out.at_stake = amount - limit;
        // Not understood, or larger than the goods: it may be what was bought.
        if ((kind == FeeKind::other && any >= amount) || (!line.charge && amount > goods_))
            out.doubt = Doubt::fee;
        add(std::move(out));
    }

    void order() {
        std::ranges::sort(out_.findings, [](const Finding& a, const Finding& b) {
            return std::tuple(a.line, a.kind, a.at_stake) < std::tuple(b.line, b.kind, b.at_stake);
        });
    }

    const Document& document_;
    const Facts& facts_;
    Matcher matcher_;
    Days days_;
    std::vector<Judged> judged_, negative_;
    std::map<Goods, Decimal> together_;  // of the same goods in a unit
    std::unordered_map<std::int64_t, std::vector<std::size_t>> by_item_;  // in judged_
    std::unordered_map<int, const Elsewhere*> elsewhere_;
    std::vector<const Line*> fees_;
    std::vector<const Judged*> line_fees_;
    std::vector<Finding> returned_short_;
    Money goods_, discount_;
    Outcome out_;
};

}  // namespace

Outcome judge(const Document& document, const Facts& facts) { return Judge(document, facts).run(); }

bool against_supplier(Kind kind) { return kind <= Kind::wrong_vat; }

std::string_view name(Kind kind) {
    static constexpr std::array<std::string_view, kKinds> kNames = {
        "overcharged", "step_not_given",   "fee_not_agreed", "wrong_vat",
        "expired",     "not_on_agreement", "other_supplier"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::optional<Kind> kind_from(std::string_view wanted) {
    for (int i = 0; i < kKinds; ++i) {
        if (name(static_cast<Kind>(i)) == wanted) return static_cast<Kind>(i);
    }
    return std::nullopt;
}

std::string_view name(Match match) {
    static constexpr std::array<std::string_view, 5> kNames = {"none", "item_number", "gtin",
                                                               "same_text", "similar_text"};
    return kNames[static_cast<std::size_t>(match)];
}

std::string_view name(Doubt doubt) {
    static constexpr std::array<std::string_view, 8> kNames = {
        "none", "day", "unit", "text", "quantity", "discount", "fee", "list"};
    return kNames[static_cast<std::size_t>(doubt)];
}

}  // namespace samkjop::control
