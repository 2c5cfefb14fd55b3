// One file, one transaction: it is kept whole or not at all. Decides nothing about the rows.

#include "import/store.h"

#include "base/crypto.h"
#include "db/db.h"
#include "import/kinds.h"
#include "import/texts.h"
#include "party/party.h"

namespace samkjop::import {

std::span<const KindRow> kinds() {
    static const KindRow table[] = {
        {Kind::municipalities, "municipalities", true, kMunicipalityColumns, take_municipalities},
        {Kind::units, "units", false, kUnitColumns, take_units},
        {Kind::people, "people", false, kPersonColumns, take_people},
        {Kind::limits, "limits", false, kLimitColumns, take_limits},
        {Kind::delegations, "delegations", false, kDelegationColumns, take_delegations},
        {Kind::suppliers, "suppliers", true, kSupplierColumns, take_suppliers},
        {Kind::dimensions, "dimensions", false, kDimensionColumns, take_dimensions},
        {Kind::vat_codes, "vat_codes", false, kVatCodeColumns, take_vat_codes},
        {Kind::product_groups, "product_groups", false, kProductGroupColumns, take_product_groups},
        {Kind::budget, "budget", false, kBudgetColumns, take_budget},
        {Kind::budget_changes, "budget_changes", false, kBudgetChangeColumns, take_budget_changes},
        {Kind::actuals, "actuals", false, kActualColumns, take_actuals},
        {Kind::agreements, "agreements", true, kAgreementColumns, take_agreements},
        {Kind::prices, "prices", true, kPriceColumns, take_prices},
        {Kind::saft, "saft", false, {}, nullptr},
    };
    static_assert(std::size(table) == static_cast<std::size_t>(Kind::count_));
    return table;
}

std::string_view name(Kind kind) { return kinds()[static_cast<std::size_t>(kind)].name; }

std::optional<Kind> kind_from(std::string_view wanted) {
    for (const KindRow& row : kinds()) {
        if (row.name == wanted) return row.kind;
    }
    return std::nullopt;
}

void count(Report& report, Did did) {
    ++(did == Did::created   ? report.created
       : did == Did::changed ? report.changed
                             : report.unchanged);
}

namespace {

std::optional<Refusal> not_possible(db::Session& session, const KindRow& kind,
                                    MunicipalityId municipality, const Actor& actor) {
    if (!kind.regional && !party::municipality(session, municipality)) {
        return Refusal{&text::municipality_needed, {}, {}};
    }
    if (municipality && actor.user && !actor.whole_region && actor.municipality != municipality) {
        return Refusal{&text::out_of_reach, {}, {}};
    }
    const bool nobody = (kind.kind == Kind::agreements && !takers().agreements) ||
                        (kind.kind == Kind::prices && !takers().prices);
    if (nobody) return Refusal{&text::nobody_takes, {{"kind", std::string(kind.name)}}, {}};
    return std::nullopt;
}

}  // namespace

std::optional<MunicipalityId> municipality_numbered(db::Database& database,
                                                    std::string_view number) {
    return database.reading([&](db::Session& session) {
        const auto found = party::municipality_by_number(session, number);
        return found ? std::optional(found->id) : std::nullopt;
    });
}

Report import_in(db::Tx& tx, Kind kind, std::string_view bytes, std::string_view file_name,
                 MunicipalityId municipality, const Actor& actor, Instant at) {
    const KindRow& row = kinds()[static_cast<std::size_t>(kind)];
    Report report;
    if (auto refusal = not_possible(tx, row, municipality, actor)) {
        report.messages.push_back({0, 0, {}, *std::move(refusal)});
        return report;
    }
    Context context{
        tx.session(),      tx,    municipality, actor, at, at.oslo_date(), std::string(file_name),
        sha256_hex(bytes), report};
    if (kind == Kind::saft) {
        std::vector<Message> messages;
        take_saft(bytes, context, messages);
        report.messages = std::move(messages);
    } else {
        Sheet sheet(bytes, row.columns);
        report.rows = static_cast<int>(sheet.size());
        if (sheet.messages().empty()) row.take(sheet, context);
        report.messages = std::move(sheet.messages());
    }
    if (!report.accepted()) report.created = report.changed = report.unchanged = 0;
    return report;
}

Report import_file(db::Database& database, Kind kind, std::string_view bytes,
                   std::string_view file_name, MunicipalityId municipality, const Actor& actor,
                   Instant at) {
    return database.writing([&](db::Tx& tx) {
        Report report = import_in(tx, kind, bytes, file_name, municipality, actor, at);
        if (report.accepted()) tx.commit();
        return report;
    });
}

}  // namespace samkjop::import
