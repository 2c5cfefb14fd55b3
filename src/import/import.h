#pragma once
// Files with master data and figures, read into the program: CSV as people make it in a
// spreadsheet, and SAF-T Financial 1.30 as the finance system exports it. A file is read whole,
// every wrong row is named with line and column and what to do, and nothing of a refused file is
// kept. The same file twice changes nothing.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/decimal.h"
#include "base/result.h"

namespace samkjop::db {
class Database;
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::import {

enum class Kind : std::uint8_t {
    municipalities,
    units,
    people,
    limits,
    delegations,
    suppliers,
    dimensions,  // dimension values
    vat_codes,
    product_groups,
    budget,  // the council's: one ledger entry per file
    budget_changes,
    actuals,  // posted by the finance system
    agreements,
    prices,
    saft,  // SAF-T Financial: arts, dimensions, VAT codes, suppliers
    count_
};
std::string_view name(Kind);  // "budget": as the command and the files call it
std::optional<Kind> kind_from(std::string_view name);

// What is wrong with the file. Line and column are counted from 1; 0: the file as a whole.
struct Message {
    int line = 0;
    int column = 0;
    std::string column_name;         // the heading as the file wrote it
    Refusal refusal;                 // the sentence says what is wrong and what to do
    std::string in(Language) const;  // «Linje 12, kolonne 3 (Ansvar): …»
};

struct Report {
    int rows = 0;  // read
    int created = 0, changed = 0, unchanged = 0;
    std::vector<Message> messages;  // any: nothing was kept
    bool accepted() const { return messages.empty(); }
};

// `municipality` is whose file it is; regional kinds (municipalities, suppliers, agreements,
// prices) take none. Runs its own transaction.
Report import_file(db::Database&, Kind, std::string_view bytes, std::string_view file_name,
                   MunicipalityId, const Actor&, Instant);

// The same in the caller's transaction, who commits when the report is accepted and only then.
Report import_in(db::Tx&, Kind, std::string_view bytes, std::string_view file_name, MunicipalityId,
                 const Actor&, Instant);

// samkjop import KIND FILE… [--municipality N] [--json]; arguments after "import". The answer is
// the exit code: 0 all taken in, 1 a file was refused, 2 wrong use.
int import_command(db::Database&, std::span<const std::string> arguments, Instant);

// Agreements and price lists: read here, stored by the agreement and catalogue modules.
struct AgreementRow {
    int line = 0;
    std::string number;    // «2025-014»: the region's own number, the key
    std::string title;     // «Medisinsk forbruksmateriell 2025–2027»
    std::string supplier;  // organisation number
    Date valid_from, valid_to;
    std::string options;                      // «1 + 1 år»
    std::vector<std::string> municipalities;  // numbers of those that have joined
    std::optional<Date> decided_on;           // by this decision of theirs: without it, no right
    std::string decision;                     // to buy
    std::optional<Money> free_delivery_from;  // freight paid by the supplier from this order value
    int delivery_days = 0;
    std::string notice;          // Doffin reference, or empty
    std::string product_groups;  // UNSPSC prefixes it covers, parted by blanks
    std::string contact;         // who follows it up
    std::string terms;           // what a requester should know
};

enum class Policy : std::uint8_t { allowed, preferred, blocked };

struct PriceRow {
    int line = 0;
    std::string agreement;    // number, or empty: sold without agreement
    std::string supplier;     // organisation number
    std::string item_number;  // the supplier's: the key, together with the supplier
    std::string gtin;         // or empty
    std::string name;
    std::string description;
    std::string brand;
    std::string unspsc;                    // eight digits
    std::string unit;                      // UN/ECE Rec 20, of the ordered unit: BX
    std::string unit_name;                 // «eske»
    Decimal content = Decimal::whole(1);   // base units in one ordered unit: 100
    std::string content_unit;              // of the base unit: EA
    Decimal price;                         // kroner per ordered unit, without VAT
    Decimal vat_rate;                      // 0.25
    Decimal minimum = Decimal::whole(1);   // ordered units at least
    Decimal multiple = Decimal::whole(1);  // and in steps of
    int delivery_days = 0;
    std::string environment;  // label: «Svanemerket», or empty
    Policy policy = Policy::allowed;
    std::string policy_reason;  // shown with it
    std::string alternative;    // item number of what to buy instead of a blocked one
    Date valid_from, valid_to;
};

// Set once at start-up by the wiring: import stands before the stages and does not know them.
// A file of a kind that nobody takes is refused.
struct Takers {
    std::function<Report(db::Tx&, const Actor&, Instant, std::span<const AgreementRow>)> agreements;
    std::function<Report(db::Tx&, const Actor&, Instant, std::span<const PriceRow>,
                         std::string_view file_name, std::string_view sha256)>
        prices;
};
Takers& takers();

struct AgreementFile {
    std::vector<AgreementRow> rows;
    std::vector<Message> messages;
};
AgreementFile read_agreements(std::string_view bytes);
struct PriceFile {
    std::vector<PriceRow> rows;
    std::vector<Message> messages;
};
PriceFile read_prices(std::string_view bytes);

}  // namespace samkjop::import
