#pragma once
// What the price lists say of an item, exactly as the standard lets a supplier say it: an amount
// with up to nine decimals for a number of ordered units, volume steps, and the days it holds. The
// control of orders and invoices is made against these.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.h"

namespace samkjop::catalogue {

struct Terms {
    ItemId item;
    party::SupplierId supplier;
    agreement::AgreementId agreement;  // 0: sold without agreement
    PriceListId price_list;
    std::string item_number, gtin, name, unspsc;
    std::string unit;                     // of the ordered unit: "BX"
    Decimal content = Decimal::whole(1);  // content units in one ordered unit
    std::string content_unit;
    Decimal amount;                    // kroner without VAT …
    Decimal base = Decimal::whole(1);  // … for so many ordered units
    Decimal vat_rate;                  // 0.25
    Decimal minimum = Decimal::whole(1);
    std::vector<PriceStep> steps;  // rising; amounts for the same base
    Date valid_from, valid_to;     // both days included
};

// ---- Pure: what two spellings of the same thing have in common ---------------------------------
std::string number_key(std::string_view item_number);  // "fm-010 442" → "FM010442"
std::string text_key(std::string_view name);  // words in small letters, in alphabetical order

// The keys that an item is found by: of its number, its GTIN and its name.
std::vector<std::string> price_keys(std::string_view item_number, std::string_view gtin,
                                    std::string_view name);

std::vector<PriceStep> price_steps(std::string_view stored);  // "20 55.5;100 50"

// ---- Read (price_terms.cc) ---------------------------------------------------------------------
struct Wanted {  // what the lines of an order or an invoice call their goods
    std::vector<std::string> numbers, gtins, names;
};
// Every version, of any day, of the supplier's items that go by one of the names. Of a name that
// many items have, only some: which of them is meant nobody knows.
std::vector<Terms> terms(db::Session&, party::SupplierId, const Wanted&);
// The same of one item.
std::vector<Terms> terms(db::Session&, ItemId);
// Of other suppliers' items on an agreement, with that GTIN or exactly those words, holding on that
// day.
std::vector<Terms> terms_elsewhere(db::Session&, party::SupplierId not_this, std::string_view gtin,
                                   std::string_view name, Date on);
// What the supplier's goods are called, for a comparison that is not letter by letter.
struct Called {
    ItemId item;
    std::string key;  // text_key of a name it has had
};
// Those whose key begins with these letters; in the keys' order.
std::vector<Called> names_of(db::Session&, party::SupplierId, std::string_view begins, int limit);

}  // namespace samkjop::catalogue
