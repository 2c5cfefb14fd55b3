#pragma once
// The goods of the region: price lists in versions, items with unit, pack and price, and whether a
// person's municipality may buy an item on a given day.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "agreement/agreement.h"
#include "base/result.h"
#include "import/import.h"
#include "party/party.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::ubl {
struct Catalogue;
}

namespace samkjop::catalogue {

// An item keeps its id through every version of the price list.
using ItemId = Id<struct ItemTag>;
using PriceListId = Id<struct PriceListTag>;

using Policy = import::Policy;  // allowed, preferred, blocked

struct Item {
    ItemId id;
    party::SupplierId supplier;
    std::string supplier_name;
    agreement::AgreementId agreement;  // 0: sold without agreement
    std::string agreement_title;
    std::string item_number;  // the supplier's
    std::string gtin;         // or empty
    std::string name;
    std::string description;
    std::string brand;
    std::string unspsc;
    std::string unit;                      // UN/ECE Recommendation 20, of the ordered unit: "BX"
    std::string unit_name;                 // «eske»
    Decimal content = Decimal::whole(1);   // base units in one ordered unit: 100
    std::string content_unit;              // of the base unit: "EA"
    Decimal price;                         // kroner per ordered unit, without VAT
    Decimal vat_rate;                      // 0.25
    std::string vat_category;              // UNCL5305: "S"
    Decimal minimum = Decimal::whole(1);   // ordered units at least
    Decimal multiple = Decimal::whole(1);  // and in steps of
    int delivery_days = 0;
    std::string environment;  // «Svanemerket», or empty
    std::string picture;      // https address, or empty
    Policy policy = Policy::allowed;
    std::string policy_reason;
    ItemId replacement;  // what to buy instead of a blocked one; 0: none named
    PriceListId price_list;
    Date valid_from, valid_to;  // this price

    std::string path() const { return "/handle/" + std::to_string(id.value); }
    std::string agreement_path() const { return "/avtaler/" + std::to_string(agreement.value); }
};

// May this actor's municipality buy it that day?
struct Offer {
    enum class Status : std::uint8_t {
        preferred,          // on agreement, and the one the region wants bought
        allowed,            // on agreement; `reason` may hold a hint («ikke til pleie»)
        without_agreement,  // may be bought with a stated reason
        blocked,            // `reason` says why, `instead` what to buy
        outside,            // the municipality has not joined the agreement, or it is not in force
        ended,              // has no price that day
    };
    Status status = Status::ended;
    std::string reason;
    std::optional<Item> instead;  // only where it may be bought itself
    bool undecided = false;       // outside: the municipality's decision to join is not registered
    bool buyable() const { return status <= Status::without_agreement; }
    bool on_agreement() const { return status <= Status::allowed; }
};

// The item with the price of that day; the form without a date asks which day it is. Nothing where
// there is no such item. An item without a price that day comes with its last price before it (or
// its first after it); its offer says `ended`.
std::optional<Item> item(db::Session&, ItemId);
std::optional<Item> item(db::Session&, ItemId, Date on);
std::vector<Item> items(db::Session&, std::span<const ItemId>,
                        Date on);  // in that order; unknown ones left out
// By what a person or a document calls it; the agreement decides where several have it.
std::optional<Item> item_by_number(db::Session&, party::SupplierId, std::string_view item_number,
                                   Date on);

Offer offer(db::Session&, const Actor&, ItemId, Date on);
Offer offer(db::Session&, const Actor&, const Item&, Date on);  // when the item is at hand
// The same for a list, in its order: each agreement is asked about once.
std::vector<Offer> offers(db::Session&, const Actor&, std::span<const Item>, Date on);
// The sentence for somebody who wants to buy what may not be bought; nothing when it is buyable.
std::optional<Refusal> refusal(const Item&, const Offer&);

// ---- Pure (rules.cc) ----------------------------------------------------------------------------

Money line_net(const Item&, Decimal quantity);
// More than zero, at least the minimum and in steps of the multiple; the refusal's field is
// "antall".
Result<void> check_quantity(const Item&, Decimal quantity);
// The smallest quantity allowed that is at least this.
Decimal nearest_quantity(const Item&, Decimal wished);
// «Eske med 100 stk.», «0,63 kr per stk.» (empty where a unit holds one), «eske»
std::string pack_text(const Item&, Language);
std::string base_price_text(const Item&, Language);
std::string unit_text(const Item&, Language);

// ---- Price lists
// ---------------------------------------------------------------------------------

struct PriceStep {    // from so many ordered units the amount is another
    Decimal minimum;  // ordered units
    Decimal amount;   // kroner, for the row's base
    friend bool operator==(const PriceStep&, const PriceStep&) = default;
};
struct Emission {  // as DFØ names the properties of an item
    std::string factor, net_quantity, source, rate, unit;
    bool empty() const {
        return factor.empty() && net_quantity.empty() && source.empty() && rate.empty() &&
               unit.empty();
    }
    friend bool operator==(const Emission&, const Emission&) = default;
};
// A row of an import file, and what a Peppol Catalogue says besides. price is for one ordered unit
// with six decimals; amount and base are the supplier's own words, where they say more.
struct PriceRow : import::PriceRow {
    std::string picture;               // https address, or empty
    Decimal amount;                    // 0: the price
    Decimal base = Decimal::whole(1);  // ordered units that the amount is for
    std::vector<PriceStep> steps;      // rising
    Decimal maximum;                   // ordered units at most; 0: no limit
    std::string unspsc_version;        // "18"
    std::string cpv;
    std::string discount_group;  // list price less discount: which discount
    Decimal list_price;          // 0: none stated
    std::string hazard;          // ADR class or GHS codes, or empty
    Emission emission;
};

struct Source {          // where a price list came from
    std::string name;    // file name, or the document's number
    std::string sha256;  // of its bytes: the same again changes nothing
};
// Stores rows of one agreement and supplier as a new version. The versions before it end the day
// before its first day. Items that it does not name are no longer sold. Messages: the caller does
// not commit.
import::Report store_price_list(db::Tx&, const Actor&, Instant at, agreement::AgreementId,
                                party::SupplierId, std::span<const PriceRow>, const Source&);
// What of a row cannot stand on a price list: all of it, but for numbers that stand twice.
std::vector<import::Message> check(const PriceRow&);
// A whole import file, of several agreements and suppliers.
import::Report store_prices(db::Tx&, const Actor&, Instant at, std::span<const PriceRow>,
                            const Source&);
// The same for import::Takers::prices.
import::Report take_prices(db::Tx&, const Actor&, Instant at, std::span<const import::PriceRow>,
                           std::string_view file_name, std::string_view sha256);
// A Peppol Catalogue's lines as rows; what they lack for a price list is a message.
struct FromPeppol {
    std::vector<PriceRow> rows;
    std::vector<import::Message> messages;
};
FromPeppol rows_from(const ubl::Catalogue&);

struct PriceList {
    PriceListId id;
    party::SupplierId supplier;
    agreement::AgreementId agreement;
    int version = 0;
    Date valid_from, valid_to;  // valid_to before valid_from: replaced before it began
    std::string source_name, source_sha256;
    Instant stored_at;
    int items = 0;
};
std::vector<PriceList> price_lists(db::Session&, agreement::AgreementId);  // newest first

// ---- What a unit has bought before
// ---------------------------------------------------------------

// Called when a purchase is approved, so that the search can say «sist kjøpt» and propose a
// quantity.
void remember_bought(db::Tx&, UnitId, ItemId, Decimal quantity, Date on);
struct Bought {
    ItemId item;
    Decimal quantity;  // the last time
    Date last;
    int times = 0;
};
std::vector<Bought> bought(db::Session&, UnitId, int limit = 20);  // newest first

}  // namespace samkjop::catalogue
