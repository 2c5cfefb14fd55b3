#pragma once
// Leaving to a supplier's own shop and coming back with a basket (Peppol BIS Punch Out 3). The shop
// returns a document (transaction 77) through the person's browser; nothing is bought before the
// person has seen each line held against the agreement and put it in the basket.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/result.h"
#include "catalogue/catalogue.h"
#include "requisition/requisition.h"

namespace samkjop::ubl {
struct Catalogue;
}

namespace samkjop::punchout {

using ShopId = Id<struct PunchoutShopTag>;
using VisitId = Id<struct PunchoutVisitTag>;

struct Shop {
    ShopId id;
    party::SupplierId supplier;
    std::string supplier_name, supplier_number;  // organisation number
    std::string name;
    std::string address;  // https://…: where the person is sent
    std::string secret;   // shared with the shop; signs the way there
    bool open = true;
};

enum class State : std::uint8_t { away, returned, refused, taken };
struct Visit {
    VisitId id;
    ShopId shop;
    UserId user;
    MunicipalityId municipality;
    State state = State::away;
    Instant begun_at, ends_at;
    std::optional<Instant> returned_at;
    std::string refused;   // the key of the sentence that says why what came was refused
    std::string document;  // as it came
    std::string path() const { return "/butikker/besok/" + std::to_string(id.value); }
};

inline constexpr std::size_t kMostBytes = 2u << 20;
inline constexpr int kMostLines = 500;
inline constexpr int kHours = 8;  // a visit lasts a working day

// ---- Pure (rules.cc) ----------------------------------------------------------------------------

// A line of the basket that came back, and what the agreement says of it.
struct Line {
    int number = 0;  // in the document
    std::string item_number, gtin, name, unspsc, unit;
    Decimal quantity, price;  // price per unit, without VAT
    Decimal vat_rate;
    std::string vat_category;
    std::string currency;
};
Result<std::vector<Line>> lines_of(const ubl::Catalogue&, const Shop&);

struct Judged {
    enum class Verdict : std::uint8_t {
        agreed,         // the agreement's price
        dearer,         // the shop wants more: the agreement's price is ordered
        cheaper,        // the shop wants less: the agreement's price is the most
        not_in_list,    // not on the supplier's price list: outside agreement, with a reason
        not_buyable,    // blocked, ended, or the municipality has no right
        wrong_quantity  // the supplier does not sell so many
    };
    Line line;
    Verdict verdict = Verdict::not_in_list;
    std::optional<catalogue::Item> item;
    std::optional<Refusal> refusal;
    bool buyable() const {
        return verdict != Verdict::not_buyable && verdict != Verdict::wrong_quantity;
    }
};
Judged judged(const Line&, const std::optional<catalogue::Item>&, const catalogue::Offer&);
// «https://butikk.example»: what a browser states as the origin of a form.
std::string origin_of(std::string_view address);
bool is_shop_address(std::string_view address);  // https, or http on this machine

// ---- Read and write (store.cc) ------------------------------------------------------------------

std::vector<Shop> shops(db::Session&);
std::optional<Shop> shop(db::Session&, ShopId);
Result<ShopId> save_shop(db::Tx&, const Actor&, Instant, const Shop&);  // new where the id is 0

struct Begun {
    VisitId id;
    std::string key;  // told once
};
Begun begin(db::Tx&, const Actor&, Instant, const Shop&);
std::optional<Visit> visit(db::Session&, const Actor&, VisitId);  // one's own
std::vector<Visit> returned(db::Session&, const Actor&);          // not yet in the basket
std::optional<Visit> visit_by_key(db::Session&, std::string_view key);
// What came for the visit is kept, or why it was refused. A key works once.
void keep(db::Tx&, Instant, const Visit&, std::string_view document, std::string_view refused);
void taken(db::Tx&, const Actor&, Instant, const Visit&, int lines);
std::vector<Judged> control(db::Session&, const Actor&, const Shop&, const std::vector<Line>&,
                            Date today);

}  // namespace samkjop::punchout
