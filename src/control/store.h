#pragma once
// What the database holds of the control. Only store.cc names the tables.
#include "control/control.h"
#include "db/db.h"

namespace samkjop::control::store {

struct NewSubject {
    Subject kind = Subject::invoice;
    std::int64_t id = 0;
    std::string number;
    MunicipalityId municipality;
    UnitId unit;
    party::SupplierId supplier;
    Date issued;
};
// Replaces what nobody has dealt with; keeps what is claimed, set aside or settled.
void keep(db::Tx&, const NewSubject&, const Document&, const Outcome&, Instant at);
void set_state(db::Tx&, FindingId, FindingState, std::string_view reason, ClaimId claim);
void confirm(db::Tx&, FindingId);
void recover(db::Tx&, FindingId, Money more);

std::string next_number(db::Tx&, MunicipalityId, std::string_view municipality_number, int year);
ClaimId insert(db::Tx&, const Claim&);
void save(db::Tx&, const Claim&);  // where it stands
void add_credit(db::Tx&, ClaimId, invoice::InvoiceId, Money amount, Instant at);
bool credited_before(db::Session&, invoice::InvoiceId note);
std::optional<Claim> claim(db::Session&, ClaimId);
std::optional<Stored> finding(db::Session&, FindingId);
// Sent or disputed claims on this supplier, oldest first.
std::vector<Claim> open_claims(db::Session&, MunicipalityId, party::SupplierId);

}  // namespace samkjop::control::store
