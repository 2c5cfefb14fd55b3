// The dated rows of how a municipality keeps its commitment ledger.

#include "db/db.h"
#include "party/party.h"
#include "party/texts.h"
#include "trail/trail.h"

namespace samkjop::party {
namespace {

DatedLedgerRules rules_of(const db::Row& row) {
    DatedLedgerRules out;
    out.valid_from = row.get<Date>(0);
    out.rules = {row.get<bool>(1), row.get<int>(2), row.get<bool>(3)};
    out.set_by = row.get<std::string>(4);
    out.set_at = row.get<Instant>(5);
    return out;
}

constexpr std::string_view kColumns =
    "SELECT valid_from, disputed_agreed_only, release_after_days, carry_reserved, set_by, set_at"
    " FROM ledger_rules WHERE municipality_id = $1";

}  // namespace

LedgerRules ledger_rules(db::Session& session, MunicipalityId id, Date on) {
    const auto found = session.one(
        std::string(kColumns) + " AND valid_from <= $2 ORDER BY valid_from DESC, id DESC LIMIT 1",
        rules_of, id, on);
    return found ? found->rules : LedgerRules{};
}

std::vector<DatedLedgerRules> all_ledger_rules(db::Session& session, MunicipalityId id) {
    return session.list(std::string(kColumns) + " ORDER BY valid_from DESC, id DESC", rules_of, id);
}

Result<void> set_ledger_rules(db::Tx& tx, const Actor& actor, Instant at, MunicipalityId id,
                              Date from, const LedgerRules& rules) {
    if (!municipality(tx, id) || !actor.reaches(id, {})) return refuse(text::unknown_municipality);
    if (from < at.oslo_date()) return refuse(text::rules_in_the_past, {}, "valid_from");
    if (rules.release_after_days != 0 &&
        (rules.release_after_days < 30 || rules.release_after_days > 3650))
        return refuse(text::release_days_range, {}, "release_after_days");
    if (ledger_rules(tx, id, from) == rules) return {};
    tx->run(
        "INSERT INTO ledger_rules (municipality_id, valid_from, disputed_agreed_only,"
        " release_after_days, carry_reserved, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id, from, rules.disputed_agreed_only, rules.release_after_days, rules.carry_reserved,
        actor.name, at);
    trail::append(tx, actor, at, {"municipality", id.value}, "ledger_rules_changed",
                  trail::Detail()
                      .add("valid_from", from.iso())
                      .add("disputed_agreed_only", std::int64_t{rules.disputed_agreed_only})
                      .add("release_after_days", std::int64_t{rules.release_after_days})
                      .add("carry_reserved", std::int64_t{rules.carry_reserved}));
    return {};
}

}  // namespace samkjop::party
