// What happens to an agreement: the table decides, the columns follow, the trail tells.

#include "agreement/acts.h"

#include "agreement/store.h"
#include "agreement/texts.h"
#include "db/db.h"

namespace samkjop::agreement {
namespace {

trail::Detail told(const Particulars& said) {
    trail::Detail out;
    out.add("on", said.on.iso());
    if (!said.reference.empty()) out.add("reference", said.reference);
    if (!said.reason.empty()) out.add("reason", said.reason);
    return out;
}

void carry_out(db::Tx& tx, const Agreement& agreement, Event event, const Particulars& said) {
    switch (event) {
        case Event::decide:
            tx->run("UPDATE agreement SET decided_on = $2, decision = $3 WHERE id = $1",
                    agreement.id, said.on, said.reference);
            break;
        case Event::reconsider:
            tx->run("UPDATE agreement SET decided_on = NULL, decision = '' WHERE id = $1",
                    agreement.id);
            break;
        case Event::sign:
            tx->run("UPDATE agreement SET signed_on = $2 WHERE id = $1", agreement.id, said.on);
            break;
        case Event::use_option: {
            const Option* option = next_option(agreement);
            tx->run("UPDATE agreement_option SET used_on = $2, reference = $3 WHERE id = $1",
                    option->id, said.on, said.reference);
            tx->run("UPDATE agreement SET valid_to = $2 WHERE id = $1", agreement.id,
                    option->valid_to);
            break;
        }
        case Event::terminate:
            tx->run("UPDATE agreement SET valid_to = $2, end_reason = $3 WHERE id = $1",
                    agreement.id, said.on, said.reason);
            break;
        case Event::discard:
            tx->run("UPDATE agreement SET end_reason = $2 WHERE id = $1", agreement.id,
                    said.reason);
            break;
        case Event::expire:
            break;
    }
}

}  // namespace

Result<void> happen(db::Tx& tx, const Actor& actor, Instant at, AgreementId id, Event event,
                    const Particulars& said) {
    const auto agreement = find(tx, id);
    if (!agreement) return refuse(text::agreement_unknown, {{"number", std::to_string(id.value)}});
    const bool is_manager = actor.user && actor.user == agreement->manager;
    const State to = TRY(decide(actor, event, {&*agreement, said, is_manager}));
    carry_out(tx, *agreement, event, said);
    tx->run("UPDATE agreement SET state = $2 WHERE id = $1", id, to);
    changed(tx, actor, at, id, name(event), told(said));
    return {};
}

int expire_due(db::Tx& tx, Instant at) {
    const Date today = at.oslo_date();
    const auto due = tx->list(
        "SELECT id FROM agreement WHERE state IN ($1, $2) AND valid_to < $3",
        [](const db::Row& row) { return row.get<AgreementId>(0); }, State::in_force,
        State::extended, today);
    int out = 0;
    for (const AgreementId id : due) {
        out +=
            happen(tx, Actor::system(), at, id, Event::expire, {today, "", "", today}).has_value();
    }
    return out;
}

}  // namespace samkjop::agreement
