#pragma once
// «Til meg»: what waits for somebody. A stage opens a task in the transaction that makes it wait
// and closes it in the transaction that ends the waiting. It knows no stage: kind is the stage's
// word, path is where it is dealt with.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::worklist {

struct NewTask {
    std::string_view kind;     // "approve_requisition", "approve_change", "receive_goods",
                               // "certify_invoice", "authorise_invoice", "invoice_deviation" …
    std::int64_t subject = 0;  // the document's id; (kind, subject) is open at most once
    MunicipalityId municipality;
    UnitId unit;
    std::string title;    // what the row says: «Forbruksmateriell før jul»
    std::string context;  // who and how much: «Marit Svarteberg, 12 480 kr»
    std::string path;     // "/rekvisisjoner/481"
    Money amount;
    std::optional<Date> due;
};

// Whoever of the assignees acts first ends it. During a person's absence the substitute sees the
// person's tasks too (party: delegations); guards decide anew when somebody acts.
void open(db::Tx& tx, const NewTask& task, std::span<const UserId> assignees, Instant at);
// Told of every task that is opened; who wires the program decides which of them leave by e-mail.
using Opened = void (*)(db::Tx&, const NewTask&, std::span<const UserId> assignees, Instant at);
inline Opened opened = nullptr;
// Answers since when it waited, where it did: what is opened again for the same waiting keeps its
// age.
std::optional<Instant> close(db::Tx& tx, std::string_view kind, std::int64_t subject, Instant at);

struct Task {
    std::string kind;
    std::string title;
    std::string context;
    std::string path;
    Money amount;
    Instant since;
    std::optional<Date> due;
    std::string on_behalf_of;  // the absent person's name, or empty
};
std::vector<Task> of(db::Session& session, const Actor& actor, Date today);  // oldest first
// Whether this very task waits for this very person.
bool waits(db::Session& session, UserId user, std::string_view kind, std::int64_t subject);
int count(db::Session& session, const Actor& actor, Date today);

}  // namespace samkjop::worklist
