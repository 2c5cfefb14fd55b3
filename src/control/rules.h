#pragma once
// The decision: what of an order or an invoice is not as agreed. Pure: no database, no clock.
//
// A finding is certain only when no reading of the document makes it right: neither another day the
// order may have been placed on, nor another unit that may have been meant, nor a rounding, nor a
// discount at the foot. What one reading makes right and the likeliest one does not, is a question:
// it accuses nobody and a person looks at it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/price_terms.h"
#include "control/ratio.h"

namespace samkjop::control {

enum class Kind : std::uint8_t {
    overcharged,       // more than the agreed price
    step_not_given,    // the price of a smaller quantity
    fee_not_agreed,    // a fee, or a larger one than agreed
    wrong_vat,         // another rate than the price list's
    expired,           // was on a price list or agreement that no longer holds
    not_on_agreement,  // the supplier has an agreement, and this is not on it
    other_supplier,    // another supplier's agreement covers it
};
inline constexpr int kKinds = 7;
std::string_view name(Kind kind);
std::optional<Kind> kind_from(std::string_view name);
bool against_supplier(Kind kind);  // may be claimed back; the others are the house's own

enum class Match : std::uint8_t { none, item_number, gtin, same_text, similar_text };
std::string_view name(Match match);

// Why it is a question and not certain; none: it is certain.
enum class Doubt : std::uint8_t { none, day, unit, text, quantity, discount, fee, list };
std::string_view name(Doubt doubt);

struct Fee {  // a charge on a line
    std::string code, reason;
    Money amount;
};
struct Line {
    int position = 0;     // as the invoice module counts: from 0, document charges after the lines
    bool charge = false;  // a charge of the document (net above zero) or an allowance (below)
    std::string name, item_number, gtin, unspsc, unit, reason_code;
    Decimal quantity, unit_price;      // the price as stated, …
    Decimal base = Decimal::whole(1);  // … for so many units
    bool price_stated = false;
    Money net;              // after the line's own allowances and charges
    std::vector<Fee> fees;  // its charges
    int adjustments = 0;    // how many sums were rounded into net
    Decimal rate;           // 0.25
    std::string category;   // "S"
    // What was ordered, where the line answers to an order line.
    std::optional<Decimal> ordered;  // in ordered_unit: the smallest that was ever agreed
    std::string ordered_unit;
    bool ordered_itself = false;  // a fee that stands on the order
};
struct Document {
    bool credit_note = false;
    bool order = false;  // an order: nothing is charged yet
    std::string currency = "NOK";
    Date issued;
    std::optional<Date> ordered_on;  // when the order was placed
    std::optional<Date> supplied;    // delivered, or the first day of the period
    std::string agreement_number;    // the order's, or the contract reference
    std::vector<Line> lines;
};

// ---- What was agreed ---------------------------------------------------------------------------

enum class FeeKind : std::uint8_t {
    freight,
    small_order,
    invoice,
    environment,
    packaging,
    energy,
    express,
    other
};
std::string_view name(FeeKind kind);
struct AllowedFee {
    FeeKind kind = FeeKind::freight;
    std::optional<Money> amount;   // at most; nothing: any
    std::optional<Decimal> share;  // 0.02 of the goods at most
    std::optional<Money> below;    // only when the goods come to less
};
struct Agreed {  // an agreement of this supplier, as this municipality may use it
    agreement::AgreementId id;
    std::string number, title;
    Date first, last;            // of the municipality
    std::string product_groups;  // UNSPSC prefixes, parted by blanks
    std::vector<AllowedFee> fees;
    bool listed = true;  // has a price list: only then is it known what is not on it
};
struct Elsewhere {  // what another supplier sells on an agreement that may be used
    int line = 0;
    agreement::AgreementId agreement;
    std::string title, supplier_name;
    std::optional<catalogue::Terms> terms;  // nothing: only the category is covered
};
struct Facts {
    std::vector<catalogue::Terms> terms;  // of this supplier: every version that may concern
    std::vector<Agreed> agreements;       // of this supplier
    std::vector<Elsewhere> elsewhere;     // by line
};

// ---- The answer --------------------------------------------------------------------------------

struct Finding {
    Kind kind = Kind::overcharged;
    Doubt doubt = Doubt::none;
    int line = 0;
    Match match = Match::none;
    int likeness = 0;  // percent
    catalogue::ItemId item;
    catalogue::PriceListId price_list;
    agreement::AgreementId agreement;
    std::string what;       // the goods or the fee in words; other supplier's name
    Date price_day;         // the day whose price was taken
    Decimal quantity;       // as invoiced
    std::string unit;       // of the quantity and the prices
    Decimal agreed, found;  // per unit; or the rates; or the fees
    Money at_stake;
    bool certain() const { return doubt == Doubt::none; }
};
struct Outcome {
    std::vector<Finding> findings;
    int lines = 0;    // goods that were held against something
    int matched = 0;  // … and found on a list
    Money certain, questions;
};
Outcome judge(const Document& document, const Facts& facts);

// ---- Parts of it, also used or tested alone
// -----------------------------------------------------------------
std::optional<FeeKind> fee_kind(const Line& line);  // nothing: it is goods
FeeKind fee_kind(std::string_view code, std::string_view words);
bool is_rounding(const Line& line);  // «Øreavrunding», or a deposit that comes back
// Of two names by their keys, in percent; another size or strength halves it.
int likeness(std::string_view left_key, std::string_view right_key);
// The amount for so many ordered units at that quantity's step, in kroner per base.
Decimal step_amount(const catalogue::Terms& terms, const Ratio& ordered_units);

}  // namespace samkjop::control
