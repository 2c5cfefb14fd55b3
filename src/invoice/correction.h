#pragma once
// A booked invoice that stands on the wrong coding. Neither the invoice nor its voucher is touched:
// a correction is a voucher of its own, which takes back the old coding and puts the new one in its
// place. One person asks for it, another with authority grants it (four eyes); then it goes to the
// finance system under a reference of its own and is booked there like any other.

#include "invoice/handling.h"

namespace samkjop::invoice {

struct Correction {
    std::int64_t id = 0;
    InvoiceId invoice;
    int step = 0;           // of the invoice's recodings, once it is granted
    std::string reference;  // "F3322-2026-000481-K1"
    coding::CodingId from;
    Money amount;  // what stood there when it was asked for
    std::vector<ShareRow> to;
    std::string reason;
    UserId asked_by, decided_by;
    std::string asked_by_name, decided_by_name;
    Instant asked_at;
    State state = State::certified;  // asked for; then approved, exported, posted …, or refused
    std::string answer;              // why it was refused, here or by the finance system
    ledger::InvoiceId voucher;
    std::int64_t batch = 0;
    std::string finance_voucher;
    std::optional<Date> finance_date;

    bool open() const { return state != State::posted && state != State::refused; }
};

// What moves a correction. The states are the invoice's own words for the same thing.
struct CorrectionStep {
    State from;
    Event event;
    State to;
    Permission permission;
};
std::span<const CorrectionStep> correction_steps();
Result<CorrectionStep> decide_correction(const Correction&, Event, const Actor&,
                                         std::optional<Money> authority = {},
                                         std::string_view reason = {});

std::vector<Correction> corrections(db::Session&, InvoiceId);  // oldest first
std::optional<Correction> correction(db::Session&, std::int64_t id);
std::vector<Correction> approved_corrections(db::Session&, MunicipalityId);
std::optional<Correction> correction_by_reference(db::Session&, MunicipalityId, std::string_view);
void insert(db::Tx&, Correction&, MunicipalityId);
void save(db::Tx&, const Correction&);

Result<void> ask_correction(db::Tx&, const Actor&, Instant, InvoiceId, coding::CodingId from,
                            std::span<const CodedLine> to, std::string_view reason);
Result<void> grant_correction(db::Tx&, const Actor&, Instant, InvoiceId);
Result<void> decline_correction(db::Tx&, const Actor&, Instant, InvoiceId, std::string_view reason);
Result<void> release_correction(db::Tx&, const Actor&, Instant, InvoiceId);
// The finance system: sent, booked (nothing is owed: the amount is 0), not taken.
Result<void> correction_exported(db::Tx&, const Actor&, Instant, Correction, std::int64_t batch);
Result<void> correction_posted(db::Tx&, const Actor&, Instant, Correction, std::string_view voucher,
                               Date, Money amount);
Result<void> correction_rejected(db::Tx&, const Actor&, Instant, Correction,
                                 std::string_view reason);
// What this person may authorise where the invoice belongs.
std::optional<Money> authority_over(db::Session&, const Record&, const Actor&, Date today);

}  // namespace samkjop::invoice
