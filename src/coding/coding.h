#pragma once
// The municipality's account string and what a purchase is charged to: dimensions in the
// municipality's own order, VAT codes with their right of compensation, and the proposals.
// A missing, unknown or blocked dimension is a refusal, never a default.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/result.h"
#include "party/party.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::coding {

using CodingId = Id<struct CodingTag>;  // one account string of one municipality; never renumbered

enum class Dimension : std::uint8_t { art, ansvar, funksjon, prosjekt, free_1, free_2, free_3 };
inline constexpr int kDimensions = 7;

struct DimensionRule {  // how this municipality uses a dimension
    Dimension dimension = Dimension::art;
    int position = 0;   // its place in the string and in GL07 (dim_1 … dim_7)
    std::string label;  // «Ansvar»
    bool required = true;
    bool used = true;
};

struct DimensionValue {
    std::int64_t id = 0;
    Dimension dimension = Dimension::art;
    std::string code;    // "110"
    std::string name;    // "Medisinsk forbruksmateriell"
    std::string parent;  // collective code (art group), or empty
    std::string kostra;  // KOSTRA art or function this maps to
    Date valid_from, valid_to;
    bool blocked = false;
    bool budget_only = false;  // open for budget, closed for purchases
    bool investment = false;   // an art of the investment account (kontoklasse 0)
};

// VAT: right is the share of 10 000 that is compensated or deducted (ledger.md 1.3).
struct VatCode {
    std::int64_t id = 0;
    std::string code;  // the municipality's own: "1"
    std::string name;
    Decimal rate;           // 0.25
    int right = 0;          // 0 … 10000
    std::string saft_code;  // SAF-T StandardTaxCode
    std::string category;   // UNCL5305: S, E, Z, AE …
    Date valid_from, valid_to;
};

// The buyer computes the VAT and owes it (snudd avregning): UNCL5305 AE, or one of SAF-T's codes
// for what is bought abroad (81–84 goods, 86–89 services) and for gold and climate quotas (91, 92).
bool reverse_charge(const VatCode&);

struct Coding {
    CodingId id;
    MunicipalityId municipality;
    std::array<std::string, kDimensions> codes;  // by Dimension; empty where not used
    const std::string& art() const { return codes[0]; }
    const std::string& ansvar() const { return codes[1]; }
    const std::string& funksjon() const { return codes[2]; }
    const std::string& prosjekt() const { return codes[3]; }
    std::string text() const;  // "110 · 3210 · 253"
};

std::vector<DimensionRule> rules(db::Session&, MunicipalityId);
std::vector<DimensionValue> values(db::Session&, MunicipalityId, Dimension, Date on);
std::string name_of(db::Session&, MunicipalityId, Dimension, std::string_view code);
std::optional<DimensionValue> value(db::Session&, MunicipalityId, Dimension, std::string_view code,
                                    Date on);
std::vector<VatCode> vat_codes(db::Session&, MunicipalityId, Date on);
std::optional<VatCode> vat_code(db::Session&, MunicipalityId, std::string_view code, Date on);
std::optional<VatCode> vat_code(db::Session&, std::int64_t id);

// Checks every dimension against the municipality's rules on that day; refuses what is missing,
// unknown, blocked, expired or (for_purchase) open for budget only. Makes the row if it is new.
Result<CodingId> resolve(db::Tx&, MunicipalityId, const std::array<std::string, kDimensions>&,
                         Date on, bool for_purchase = true);
std::optional<Coding> find(db::Session&, CodingId);
std::vector<CodingId> all(db::Session&, MunicipalityId);
// Every coding of the same scope as this one, itself included (party::BudgetScope semantics).
std::vector<CodingId> in_scope(db::Session&, CodingId, party::BudgetScope);

// What the line is probably charged to, and why: by the unit's last purchase of the item, else by
// product group (UNSPSC prefix rules per municipality), else by the unit alone.
struct Proposal {
    std::array<std::string, kDimensions> codes;
    std::string vat_code;
    enum class Reason : std::uint8_t {
        last_purchase,
        product_group,
        unit,
        none
    } reason = Reason::none;
};
// item_key: what the unit would recognise as the same thing again (supplier and item number).
Proposal propose(db::Session&, MunicipalityId, UnitId, std::string_view unspsc, Decimal vat_rate,
                 Date on, std::string_view item_key = {});
// Called when a purchase is approved: the next proposal for this unit and item is the same.
void remember(db::Tx&, MunicipalityId, UnitId, std::string_view item_key,
              const std::array<std::string, kDimensions>& codes, std::string_view vat_code,
              Instant);

struct ProductGroupRule {
    std::int64_t id = 0;
    std::string prefix;  // UNSPSC from the left: "4213"
    std::string name;    // «Medisinske hansker og bekledning»
    std::string art;
    std::string vat_code;
    Date valid_from, valid_to;
};
std::vector<ProductGroupRule> product_groups(db::Session&, MunicipalityId, Date on);

// Administration and import. A row is found by its key (code and first valid day; for a product
// group the prefix and first day) and changed, or made; saving what already stands writes nothing.
// A code that has been used may end, not vanish. Each change has a trail line.
enum class Saved : std::uint8_t { unchanged, changed, created };
Result<Saved> save_rule(db::Tx&, const Actor&, Instant, MunicipalityId, const DimensionRule&);
Result<Saved> save_value(db::Tx&, const Actor&, Instant, MunicipalityId, const DimensionValue&);
Result<Saved> save_vat_code(db::Tx&, const Actor&, Instant, MunicipalityId, const VatCode&);
Result<Saved> save_product_group(db::Tx&, const Actor&, Instant, MunicipalityId,
                                 const ProductGroupRule&);

std::string_view name(Dimension);  // "art", "ansvar" … as in import files
std::optional<Dimension> dimension_from(std::string_view name);

}  // namespace samkjop::coding
