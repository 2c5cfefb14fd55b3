#pragma once
// What people and the clock do with an agreement, in the caller's transaction, who commits.

#include "agreement/lifecycle.h"

namespace samkjop::agreement {

Result<void> happen(db::Tx&, const Actor&, Instant at, AgreementId, Event, const Particulars&);
// The last day has passed: in the clock's hand. How many.
int expire_due(db::Tx&, Instant at);

// The fields of the agreement itself; what it has several of is saved by the functions below.
Result<void> save(db::Tx&, const Actor&, Instant at, const Agreement&, std::string_view section);

// id 0: a new one.
Result<void> save_lot(db::Tx&, const Actor&, Instant at, AgreementId, const Lot&);
Result<void> save_supplying(db::Tx&, const Actor&, Instant at, AgreementId, const Supplying&);
Result<void> save_option(db::Tx&, const Actor&, Instant at, AgreementId, const Option&);
Result<void> save_contact(db::Tx&, const Actor&, Instant at, AgreementId, const Contact&);
Result<void> save_fee(db::Tx&, const Actor&, Instant at, AgreementId, const Fee&);
Result<void> save_price_rule(db::Tx&, const Actor&, Instant at, AgreementId, const PriceRule&);
Result<void> save_requirement(db::Tx&, const Actor&, Instant at, AgreementId, const Requirement&);
Result<void> save_units(db::Tx&, const Actor&, Instant at, AgreementId, MunicipalityId,
                        std::span<const UnitId>);
// A requirement was followed up: what was found, and when the next time is.
Result<void> follow_up(db::Tx&, const Actor&, Instant at, AgreementId, std::int64_t requirement,
                       Date on, std::string_view note);
Result<void> add_happening(db::Tx&, const Actor&, Instant at, AgreementId, Date on,
                           std::string_view text);
// The same title again is its next version.
Result<void> add_document(db::Tx&, const Actor&, Instant at, AgreementId, DocumentKind,
                          std::string_view title, files::FileId, std::string_view file_name);

// A row that does not hold any more; the trail keeps what it said.
enum class Part : std::uint8_t { lot, supplying, option, contact, fee, price_rule, requirement };
Result<void> remove(db::Tx&, const Actor&, Instant at, AgreementId, Part, std::int64_t id);

}  // namespace samkjop::agreement
