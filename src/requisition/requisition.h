#pragma once
// A requisition: what somebody asks to buy, for whose money, and who said yes. The basket is a
// requisition in draft. When the last line is decided, the approved lines are handed to
// on_approved, which makes the orders in the same transaction.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/actor.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/result.h"
#include "coding/coding.h"
#include "ledger/ledger.h"
#include "party/party.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::requisition {

using RequisitionId = Id<struct RequisitionTag>;
using LineId = Id<struct RequisitionLineTag>;

enum class State : std::uint8_t {
    draft,            // the basket
    waiting,          // for approval
    asked,            // the approver has a question; the requester's turn
    approved,         // every line
    partly_approved,  // at least one line, and at least one was rejected
    rejected,         // every line
    withdrawn,        // by the requester, before the last line was decided
};
inline constexpr int kStates = 7;
std::string_view name(State);  // "partly_approved"

enum class LineState : std::uint8_t { open, approved, rejected, withdrawn };

// Why the coding is as it is: «Foreslått ut fra varegruppen», «Delt av deg».
enum class CodingReason : std::uint8_t { last_purchase, product_group, unit, none, own };

// One coding of a line. Weights divide the line (ledger.md 1.4); a line has at least one part.
struct Part {
    std::int64_t weight = 1;
    std::array<std::string, coding::kDimensions> codes;
    std::array<std::string, coding::kDimensions> names;  // as they were when it was coded
    coding::CodingId coding;  // 0: incomplete, and the requisition cannot be sent
    UnitId unit;              // whose budget: the unit with this ansvar
    std::string vat_code;     // the municipality's own
    Decimal rate;             // 0.25: expected
    int right = 0;            // share of 10 000 that comes back
};

struct Line {
    LineId id;
    int position = 0;
    LineState state = LineState::open;
    std::int64_t item = 0;  // catalogue item; 0: free text
    party::SupplierId supplier;
    std::string supplier_name;
    std::int64_t agreement = 0;    // 0: without agreement
    std::string agreement_number;  // «2025-014»
    std::string agreement_name;
    std::string item_number;  // the seller's
    std::string gtin;
    std::string name;  // what it is; for free text the requester's description
    std::string unspsc;
    std::string unit_code;  // UN/ECE recommendation 20: "BX", "EA"
    Decimal quantity;
    Decimal price;               // kroner per unit without VAT
    Decimal vat_rate;            // 0.25
    std::string vat_category;    // UNCL5305: "S"
    std::string outside_reason;  // why outside agreement, or empty
    CodingReason coding_reason = CodingReason::none;
    std::vector<Part> parts;
    ledger::LineId ledger_line;  // given at submit; the order keeps it
    UserId decided_by;
    std::string decided_by_name;
    std::optional<Instant> decided_at;
    std::string decision_reason;  // why it was rejected

    bool free_text() const { return item == 0; }
    Money net() const { return times(quantity, price); }
    Money cost() const;            // with the VAT that does not come back
    std::string item_key() const;  // what the unit recognises as the same thing again
};

struct Requisition {
    RequisitionId id;
    MunicipalityId municipality;
    UnitId unit;  // that buys
    std::string unit_name;
    UserId requester;
    std::string requester_name;
    State state = State::draft;
    std::string number;    // "R-2026-0481"; a basket has none
    std::string title;     // «Forbruksmateriell før jul»
    std::string message;   // to the approver
    UnitId delivery_unit;  // where it is delivered
    std::optional<Date> wished;
    std::string over_reason;      // why it must go over the budget
    Money over;                   // by how much it went over when it was sent
    std::string approval_reason;  // why the approver let it
    Instant created_at;
    std::optional<Instant> submitted_at, decided_at;
    std::vector<Line> lines;

    Money net() const;  // of lines that are neither rejected nor withdrawn
    Money cost() const;
    bool decided() const { return state >= State::approved; }
    std::string path() const { return "/rekvisisjoner/" + std::to_string(id.value); }
};

// Called in the transaction of the last decision, with the approved lines and the others. The order
// module makes one order per supplier and posts their commitment. Set by the program at start.
using ApprovedHook = void (*)(db::Tx&, const Actor&, Instant, const Requisition&);
inline ApprovedHook on_approved = nullptr;

// What of it an agreement does not allow: somebody who may not call off, or more than its maximum.
// with_reason: a reason, kept in the trail, lets it through. Asked when it is sent and when it is
// approved. Set by the program at start.
struct Stop {
    Refusal refusal;
    bool with_reason = false;
};
using LimitHook = std::optional<Stop> (*)(db::Session&, const Requisition&, Date today);
inline LimitHook beyond_agreement = nullptr;

// Out of the actor's reach is not found. Somebody else's basket is nobody's business.
std::optional<Requisition> find(db::Session&, const Actor&, RequisitionId);
// Lines in the actor's basket: the number in the page head.
int basket_count(db::Session&, const Actor&, Date today);

// ---- What a person does ------------------------------------------------------------------------
// Each loads, decides by the lifecycle's table and carries out in the caller's transaction; the
// caller commits. A refusal has changed nothing that the caller need keep.

struct NewLine {  // from the catalogue or as free text
    std::int64_t item = 0;
    party::SupplierId supplier;
    std::int64_t agreement = 0;
    std::string agreement_number, agreement_name, item_number, gtin, name, unspsc, unit_code;
    Decimal quantity, price, vat_rate;
    std::string vat_category;
    std::string vat_code;  // chosen by the requester (free text), else proposed
    std::string outside_reason;
};
// Into the actor's basket, which is made if there is none. The same item again adds its quantity.
Result<LineId> add_to_basket(db::Tx&, const Actor&, Instant, const NewLine&);

struct Share {  // one row of the coding form
    std::array<std::string, coding::kDimensions> codes;
    std::string vat_code;
    std::int64_t weight = 1;
};
// In the basket, or (a change of request) while it waits for approval.
Result<void> code_line(db::Tx&, const Actor&, Instant, LineId, std::span<const Share>);

struct Heading {
    std::string title, message;
    UnitId delivery_unit;
    std::optional<Date> wished;
};
Result<void> save_heading(db::Tx&, const Actor&, Instant, RequisitionId, const Heading&);

struct NewQuantity {
    LineId line;
    Decimal quantity;  // 0: the line leaves
};
// In the basket, or (a change of request) while it waits for approval.
Result<void> change_quantities(db::Tx&, const Actor&, Instant, RequisitionId,
                               std::span<const NewQuantity>, std::string_view over_reason = {});

Result<void> submit(db::Tx&, const Actor&, Instant, RequisitionId,
                    std::string_view over_reason = {});
Result<void> approve(db::Tx&, const Actor&, Instant, RequisitionId,
                     std::string_view over_reason = {});
Result<void> reject(db::Tx&, const Actor&, Instant, RequisitionId, std::span<const LineId>,
                    std::string_view reason);
Result<void> ask(db::Tx&, const Actor&, Instant, RequisitionId, std::string_view question);
Result<void> answer(db::Tx&, const Actor&, Instant, RequisitionId, std::string_view text);
Result<void> withdraw(db::Tx&, const Actor&, Instant, RequisitionId);
inline constexpr std::string_view kRejectedTask = "answer_rejected_lines";
// The requester has seen which lines were rejected: the notice goes away.
Result<void> put_away_rejection(db::Tx&, const Actor&, Instant, RequisitionId);

}  // namespace samkjop::requisition
