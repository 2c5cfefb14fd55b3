#pragma once
// The control of prices: what of orders and invoices is not as agreed, what is claimed back, and
// what was bought elsewhere although an agreement covers it.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/actor.h"
#include "base/result.h"
#include "control/rules.h"
#include "invoice/invoice.h"
#include "order/order.h"

namespace samkjop::control {

using FindingId = Id<struct ControlFindingTag>;
using ClaimId = Id<struct ClaimTag>;

enum class Subject : std::uint8_t { invoice, order };
enum class FindingState : std::uint8_t { found, claimed, set_aside, settled };

struct Stored : Finding {  // a finding with its date and what became of it
    FindingId id;
    MunicipalityId municipality;
    UnitId unit_id;
    Subject subject = Subject::invoice;
    std::int64_t subject_id = 0;
    std::string subject_number;  // the supplier's invoice number, our order number
    Date issued;
    party::SupplierId supplier;
    std::string supplier_name;
    std::string agreement_title;
    Money net;  // of the line
    Instant found_at;
    FindingState state = FindingState::found;
    bool confirmed = false;  // a person has looked at a question: it is for the supplier
    std::string reason;      // why it was set aside
    ClaimId claim;
    Money recovered;
    bool claimable() const {
        return state == FindingState::found && subject == Subject::invoice &&
               against_supplier(kind) && at_stake > Money() && (certain() || confirmed);
    }
    std::string path() const { return "/kontroll/" + std::to_string(id.value); }
    std::string subject_path() const {
        return (subject == Subject::invoice ? "/fakturaer/" : "/bestillinger/") +
               std::to_string(subject_id);
    }
};

enum class ClaimState : std::uint8_t { draft, sent, disputed, recovered, withdrawn, written_off };
inline constexpr int kClaimStates = 6;

struct Credit {
    invoice::InvoiceId invoice;
    std::string number;
    Money amount;
    Instant at;
};
struct Claim {
    ClaimId id;
    std::string number;  // "KRAV-3322-2026-0004"
    MunicipalityId municipality;
    party::SupplierId supplier;
    std::string supplier_name;
    ClaimState state = ClaimState::draft;
    Date made_on;
    UserId made_by;
    std::optional<Date> sent_on, due, reminded_on;
    std::string reason;
    Money claimed, recovered;
    int findings = 0;
    std::string path() const { return "/krav/" + std::to_string(id.value); }
};

// ---- The control -------------------------------------------------------------------------------
// Holds the document against what was agreed and keeps the findings. Again: what nobody has dealt
// with is replaced. A credit note is held against the claims instead.
Outcome control_invoice(db::Tx&, const Actor&, Instant, invoice::InvoiceId);
Outcome control_order(db::Tx&, const Actor&, Instant, order::OrderId);
void register_hooks();

// ---- What a person does ------------------------------------------------------------------------
bool may_act(const Actor&, MunicipalityId);  // accounts in their municipality, the coordinator
Result<void> set_aside(db::Tx&, const Actor&, Instant, FindingId, std::string_view reason);
Result<void> confirm(db::Tx&, const Actor&, Instant, FindingId);
// Everything that may be claimed of this supplier for this municipality, in one claim.
Result<ClaimId> make_claim(db::Tx&, const Actor&, Instant, MunicipalityId, party::SupplierId);
Result<void> send_claim(db::Tx&, const Actor&, Instant, ClaimId);
Result<void> remind(db::Tx&, const Actor&, Instant, ClaimId);
Result<void> supplier_refuses(db::Tx&, const Actor&, Instant, ClaimId, std::string_view answer);
Result<void> insist(db::Tx&, const Actor&, Instant, ClaimId);
Result<void> withdraw(db::Tx&, const Actor&, Instant, ClaimId, std::string_view reason);
Result<void> write_off(db::Tx&, const Actor&, Instant, ClaimId, std::string_view reason);

// ---- Reading -----------------------------------------------------------------------------------
struct Filter {
    std::optional<Kind> kind;
    std::optional<FindingState> state;
    std::optional<bool> certain;  // confirmed ones count as certain
    bool leakage = false;         // only what was bought elsewhere; else everything but
    MunicipalityId municipality;
    party::SupplierId supplier;
    agreement::AgreementId agreement;
    int limit = 200;
};
std::vector<Stored> findings(db::Session&, const Actor&, const Filter&);  // largest first
std::optional<Stored> finding(db::Session&, const Actor&, FindingId);
std::vector<Stored> findings_of(db::Session&, Subject, std::int64_t subject);
std::vector<Stored> findings_of(db::Session&, ClaimId);
std::vector<Claim> claims(db::Session&, const Actor&);  // newest first
std::optional<Claim> claim(db::Session&, const Actor&, ClaimId);
std::vector<Credit> credits_of(db::Session&, ClaimId);

struct Sum {  // claimed and recovered, per agreement and municipality
    agreement::AgreementId agreement;
    std::string agreement_title;
    MunicipalityId municipality;
    std::string municipality_name;
    Money found, claimed, recovered;
    int findings = 0;
};
std::vector<Sum> sums(db::Session&, const Actor&);

struct Leak {  // by municipality, unit and the agreement that covers it
    MunicipalityId municipality;
    std::string municipality_name;
    UnitId unit;
    std::string unit_name;
    agreement::AgreementId agreement;
    std::string agreement_title;
    Money net;     // bought elsewhere
    Money dearer;  // above the agreement's price, where the goods could be matched
    int lines = 0, priced = 0;
};
std::vector<Leak> leaks(db::Session&, const Actor&, Date from, Date to);  // largest first

}  // namespace samkjop::control
