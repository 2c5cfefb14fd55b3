#pragma once
// All SQL of requisitions. Everything that is loaded for a person is within that person's reach.

#include "requisition/lifecycle.h"
#include "requisition/requisition.h"

namespace samkjop::requisition::store {

std::optional<Requisition> load(db::Session&, const Actor&, RequisitionId);
std::optional<Requisition> basket(db::Session&, const Actor&);
std::optional<RequisitionId> requisition_of(db::Session&, LineId);

struct Consent {
    UnitId unit;
    UserId user;
};
std::vector<Consent> consents(db::Session&, RequisitionId);
std::optional<UserId> overridden_by(db::Session&, RequisitionId);

struct Row {  // of the list
    RequisitionId id;
    State state = State::draft;
    std::string number, title, requester_name, unit_name;
    Money net;
    int lines = 0;
    Instant submitted_at;
};
inline constexpr int kListed = 40;
// Newest first, before this id (0: from the newest); one more than kListed when there is more.
std::vector<Row> own(db::Session&, const Actor&, RequisitionId before);
std::vector<Row> in_reach(db::Session&, const Actor&, RequisitionId before);

RequisitionId insert_basket(db::Tx&, const Actor&, Instant, UnitId delivery);
LineId insert_line(db::Tx&, RequisitionId, const Line&);
void update_line(db::Tx&, const Line&);  // quantity, price, reasons, state, decision, ledger line
void replace_parts(db::Tx&, const Line&);
void delete_line(db::Tx&, LineId);         // of a basket; what is sent is never deleted
void update(db::Tx&, const Requisition&);  // everything of the head, with the sums kept in the row
void consent(db::Tx&, RequisitionId, UnitId, UserId, Instant);
void take_consents_away(db::Tx&, RequisitionId);
void overridden(db::Tx&, RequisitionId, UserId);
std::string next_number(db::Tx&, MunicipalityId, int year);  // "R-2026-0481"

}  // namespace samkjop::requisition::store
