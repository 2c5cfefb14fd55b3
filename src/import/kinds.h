#pragma once
// One function per kind of file: reads the rows, checks each against what stands, and stores it in
// the caller's transaction. Any message in the sheet: the caller does not commit.

#include "import/import.h"
#include "import/sheet.h"

namespace samkjop::import {

struct Context {
    db::Session& session;  // the transaction's
    db::Tx& tx;
    MunicipalityId municipality;
    const Actor& actor;
    Instant at;
    Date today;
    std::string file_name;
    std::string sha256;  // of the file's bytes
    Report& report;
};

struct KindRow {
    Kind kind;
    std::string_view name;
    bool regional;  // takes no municipality
    std::span<const Column> columns;
    void (*take)(Sheet&, Context&);
};
std::span<const KindRow> kinds();

extern const std::span<const Column> kMunicipalityColumns, kUnitColumns, kPersonColumns,
    kLimitColumns, kDelegationColumns, kSupplierColumns, kDimensionColumns, kVatCodeColumns,
    kProductGroupColumns, kBudgetColumns, kBudgetChangeColumns, kActualColumns, kAgreementColumns,
    kPriceColumns;

void take_municipalities(Sheet&, Context&);
void take_units(Sheet&, Context&);
void take_people(Sheet&, Context&);
void take_limits(Sheet&, Context&);
void take_delegations(Sheet&, Context&);
void take_suppliers(Sheet&, Context&);
void take_dimensions(Sheet&, Context&);
void take_vat_codes(Sheet&, Context&);
void take_product_groups(Sheet&, Context&);
void take_budget(Sheet&, Context&);
void take_budget_changes(Sheet&, Context&);
void take_actuals(Sheet&, Context&);
void take_agreements(Sheet&, Context&);
void take_prices(Sheet&, Context&);
void take_saft(std::string_view bytes, Context&, std::vector<Message>&);

// Counts what a row did; a refusal becomes a message of the row.
enum class Did : std::uint8_t { unchanged, changed, created };
void count(Report&, Did);
inline constexpr Date kFirstDay = Date(2020, 1, 1);  // where a file names no first day

}  // namespace samkjop::import
