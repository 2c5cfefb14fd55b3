// The file that waits for a yes, and what the yes stores: each agreement as if its sections had
// been written by hand, with one line in the trail that says which file it was taken over from.

#include "agreement/acts.h"
#include "agreement/intake.h"
#include "agreement/store.h"
#include "agreement/texts.h"
#include "db/db.h"

namespace samkjop::agreement::intake {

std::int64_t keep(db::Tx& tx, const Actor& actor, Instant at, std::string_view file_name,
                  std::string_view bytes) {
    // One waits for each person: what was never confirmed is let go.
    tx->run("DELETE FROM agreement_intake WHERE person_id = $1 AND taken_at IS NULL", actor.user);
    return tx->insert(
        "INSERT INTO agreement_intake (person_id, file_name, at, bytes) VALUES ($1, $2, $3, $4) "
        "RETURNING id",
        actor.user, file_name, at, db::Blob{bytes});
}

std::optional<Kept> kept(db::Session& session, const Actor& actor, std::int64_t id) {
    return session.one(
        "SELECT id, person_id, file_name, bytes, taken_at FROM agreement_intake "
        "WHERE id = $1 AND person_id = $2",
        [](const db::Row& row) {
            return Kept{row.get<std::int64_t>(0), row.get<UserId>(1), row.get<std::string>(2),
                        row.blob(3), !row.null(4)};
        },
        id, actor.user);
}

void mark_taken(db::Tx& tx, Instant at, std::int64_t id) {
    tx->run("UPDATE agreement_intake SET taken_at = $2 WHERE id = $1", id, at);
}

namespace {

void overlay(std::string& to, const std::string& from) {
    if (!from.empty()) to = from;
}
template <class T>
void overlay(std::optional<T>& to, const std::optional<T>& from) {
    if (from) to = from;
}

// What the file says, over what was there: an empty cell takes nothing away.
Agreement overlaid(Agreement old, const Agreement& is) {
    for (const auto field :
         {&Agreement::title, &Agreement::description, &Agreement::terms, &Agreement::options,
          &Agreement::case_reference, &Agreement::notice, &Agreement::product_groups,
          &Agreement::delivery_terms, &Agreement::payment_terms, &Agreement::public_text,
          &Agreement::contact})
        overlay(old.*field, is.*field);
    overlay(old.estimated, is.estimated);
    overlay(old.maximum, is.maximum);
    overlay(old.renegotiate, is.renegotiate);
    if (!is.cpvs.empty()) old.cpvs = is.cpvs;
    if (is.manager) old.manager = is.manager;
    if (is.notice_months > 0) old.notice_months = is.notice_months;
    return old;
}

class Storing {
public:
    Storing(db::Tx& tx, const Actor& actor, Instant at) : tx_(tx), actor_(actor), at_(at) {}

    Result<void> store(const Row& row) {
        Agreement is = row.is;
        for (const party::Supplier& each : row.new_suppliers) TRY(register_supplier(each));
        for (Supplying& each : is.suppliers) {
            if (each.supplier) continue;
            const auto made = party::supplier_by_organisation_number(tx_, each.organisation_number);
            if (made) each.supplier = made->id;
        }
        is.supplier = is.suppliers.front().supplier;
        if (row.existing) return change(*row.existing, is);
        is.id = TRY(create(tx_, actor_, at_, is));
        TRY(save(tx_, actor_, at_, is, "taken_over"));
        TRY(parts(is, Agreement{}));
        run(is);
        return {};
    }

private:
    Result<void> register_supplier(const party::Supplier& supplier) {
        if (party::supplier_by_organisation_number(tx_, supplier.organisation_number)) return {};
        TRY(party::create_supplier(tx_, actor_, at_, supplier));
        return {};
    }

    Result<void> change(AgreementId id, const Agreement& is) {
        const auto old = find(tx_, id);
        if (!old) return refuse(text::not_now);
        TRY(save(tx_, actor_, at_, overlaid(*old, is), "taken_over"));
        if (old->decision.empty() && is.decided_on && !is.decision.empty()) {
            tx_->run("UPDATE agreement SET decided_on = $2, decision = $3 WHERE id = $1", id,
                     is.decided_on, is.decision);
            if (is.signed_on)
                tx_->run("UPDATE agreement SET signed_on = $2 WHERE id = $1", id, is.signed_on);
            changed(tx_, actor_, at_, id, "taken_over",
                    trail::Detail().add("reference", is.decision));
        }
        Agreement parts_of = is;
        parts_of.id = id;
        return parts(parts_of, *old);
    }

    // Those that have joined, and their decisions as the file has them.
    Result<void> members(const Agreement& is, const Agreement& old) {
        for (const Member& each : is.members) {
            const Member* before = old.member(each.municipality);
            if (before == nullptr) {
                TRY(join(tx_, actor_, at_, is.id, each));
            } else if (each.decided() && (each.decided_on != before->decided_on ||
                                          each.reference != before->reference)) {
                Member now = *before;
                now.decided_on = each.decided_on;
                now.reference = each.reference;
                TRY(join(tx_, actor_, at_, is.id, now));
            }
        }
        return {};
    }

    // What the agreement had none of comes from the file; what it had is not touched.
    Result<void> parts(const Agreement& is, const Agreement& old) {
        TRY(members(is, old));
        const auto each_of = [&](const auto& before, const auto& now, auto keep) -> Result<void> {
            if (!before.empty()) return {};
            for (auto each : now) {
                each.id = {};
                TRY(keep(tx_, actor_, at_, is.id, each));
            }
            return {};
        };
        TRY(each_of(old.lots, is.lots, save_lot));
        TRY(each_of(old.option_list, is.option_list, save_option));
        TRY(each_of(old.contacts, is.contacts, save_contact));
        TRY(each_of(old.requirements, is.requirements, save_requirement));
        const auto stored = find(tx_, is.id);
        for (Supplying each : is.suppliers) {
            if (old.is_supplied_by(each.supplier)) continue;
            if (is.suppliers.size() == 1 && !each.lot) continue;  // the agreement's own
            each.lot = lot_stored(*stored, each.lot);
            TRY(save_supplying(tx_, actor_, at_, is.id, each));
        }
        return {};
    }

    // While the file was read, a lot's number stood for its id.
    static LotId lot_stored(const Agreement& stored, LotId number) {
        for (const Lot& each : stored.lots) {
            if (each.number == number.value) return each.id;
        }
        return {};
    }

    // It runs already: the state is taken over with it, not decided here.
    void run(const Agreement& is) {
        tx_->run(
            "UPDATE agreement SET state = $2, decided_on = $3, decision = $4, signed_on = $5 "
            "WHERE id = $1",
            is.id, is.state, is.decided_on, is.decision, is.signed_on);
        changed(tx_, actor_, at_, is.id, "taken_over",
                trail::Detail().add("state", name(is.state)).add("reference", is.decision));
    }

    db::Tx& tx_;
    const Actor& actor_;
    Instant at_;
};

}  // namespace

Result<int> store(db::Tx& tx, const Actor& actor, Instant at, const Reading& reading) {
    int out = 0;
    Storing storing(tx, actor, at);
    for (const Row& row : reading.rows) {
        if (row.left_out() || (row.existing && !row.changes)) continue;
        TRY(storing.store(row));
        ++out;
    }
    return out;
}

}  // namespace samkjop::agreement::intake

namespace samkjop::agreement {

Result<int> take_register(db::Tx& tx, const Actor& actor, Instant at, std::string_view bytes,
                          bool undecided_in_force) {
    const auto reading = intake::read(tx, bytes, at.oslo_date(), undecided_in_force);
    if (!reading.refusals.empty()) return std::unexpected(reading.refusals.front());
    return intake::store(tx, actor, at, reading);
}

}  // namespace samkjop::agreement
