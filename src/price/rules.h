#pragma once
// What a proposed price changes, and whether the agreement allows it: pure.

#include <optional>
#include <string>
#include <vector>

#include "agreement/agreement.h"
#include "catalogue/catalogue.h"

namespace samkjop::price {

enum Change : unsigned {
    kAdded = 1,
    kGone = 2,
    kPriceUp = 4,
    kPriceDown = 8,
    kUnit = 16,    // unit, or what it holds
    kPack = 32,    // order quantities
    kText = 64,    // name, description, brand
    kMoved = 128,  // another class of goods
    kVat = 256,
    kOther = 512,  // GTIN, picture, labels, emissions, delivery time
};

enum class Why : std::uint8_t {
    same,
    price_down,
    only_text,
    moved_within,
    details,
    discount_holds,  // list price, what it gives with the discount
    index_holds,     // what the index allows, how
    new_with_discount,
    fixed,
    fixed_until,    // day
    index_over,     // what the index allows, how
    index_early,    // day
    index_missing,  // name, month
    discount_over,  // list price, what it gives
    list_price_missing,
    added,
    added_outside,
    gone,
    unit_changed,
    pack_changed,
    vat_changed,
    moved_outside,
    count_
};

struct Verdict {
    unsigned change = 0;
    bool allowed = true;
    Why why = Why::same;
    std::string first, second;  // what the sentence says
};

struct IndexPoint {
    std::string month;  // "2026-10"
    Decimal value;
};
struct Rule {
    agreement::PriceRule agreed;
    std::optional<IndexPoint> base, now;  // of its index
};
struct Circumstances {
    std::string product_groups;  // UNSPSC prefixes, parted by blanks; empty: not said
    std::vector<Rule> rules;
    Date from;                        // the first day of the new prices
    std::optional<Date> last_change;  // of the prices in force
};

// Neither of them: nothing to say. first: the first price that the item had on the agreement, which
// a regulation starts from.
Verdict judge(const catalogue::PriceRow* before, const catalogue::PriceRow* after,
              const catalogue::PriceRow* first, const Circumstances& circumstances);

// price × (1 + share × (now ÷ base − 1)), with four decimals. Nothing where it cannot be computed.
std::optional<Decimal> regulated(Decimal price, Decimal base, Decimal now, Decimal share);
// «62,50 × (1 + 0,8 × (139,2 ÷ 131,0 − 1))», with the months.
std::string regulation_text(Decimal price, const IndexPoint& base, const IndexPoint& now,
                            Decimal share);

}  // namespace samkjop::price
