// Writes the agreement's own fields and the rows of what it has several of. Each leaves a trail
// line that says which section was changed.

#include "agreement/acts.h"
#include "agreement/store.h"
#include "agreement/texts.h"
#include "db/db.h"

namespace samkjop::agreement {
namespace {

void section_changed(db::Tx& tx, const Actor& actor, Instant at, AgreementId id,
                     std::string_view section, std::string_view what = {}) {
    trail::Detail detail;
    detail.add("section", section);
    if (!what.empty()) detail.add("what", what);
    changed(tx, actor, at, id, "changed", detail);
}

template <class T>
std::optional<T> or_nothing(T id) {
    return id ? std::optional(id) : std::nullopt;
}

void save_cpvs(db::Tx& tx, const Agreement& agreement) {
    tx->run("DELETE FROM agreement_cpv WHERE agreement_id = $1", agreement.id);
    for (std::size_t i = 0; i < agreement.cpvs.size(); ++i) {
        tx->run("INSERT INTO agreement_cpv (agreement_id, position, code) VALUES ($1, $2, $3)",
                agreement.id, i, agreement.cpvs[i]);
    }
}

Result<void> check(const Agreement& agreement) {
    if (agreement.number.empty()) return refuse(text::number_missing, {}, "number");
    if (agreement.title.empty()) return refuse(text::title_missing, {}, "title");
    if (agreement.valid_to < agreement.valid_from)
        return refuse(text::ends_before_it_begins, {}, "valid_to");
    if (agreement.maximum && agreement.estimated && *agreement.maximum < *agreement.estimated)
        return refuse(text::estimate_above_maximum, {}, "estimated");
    return {};
}

}  // namespace

Result<AgreementId> create(db::Tx& tx, const Actor& actor, Instant at, const Agreement& agreement) {
    TRY(check(agreement));
    if (find_by_number(tx, agreement.number))
        return refuse(text::number_used, {{"number", agreement.number}}, "number");
    Agreement made = agreement;
    made.id = {tx->insert(
        "INSERT INTO agreement (number, title, kind, state, supplier_id, cpv, valid_from, "
        "valid_to, options, delivery_days, notice, product_groups, contact, terms, released) "
        "VALUES ($1, $2, $3, $4, $5, '', $6, $7, '', 0, '', '', '', '', $8) RETURNING id",
        agreement.number, agreement.title, agreement.kind, State::draft, agreement.supplier,
        agreement.valid_from, agreement.valid_to, false)};
    changed(tx, actor, at, made.id, "created",
            trail::Detail()
                .add("number", made.number)
                .add("title", made.title)
                .add("from", made.valid_from.iso())
                .add("to", made.valid_to.iso()));
    TRY(save(tx, actor, at, made, "basics"));
    return made.id;
}

Result<void> save(db::Tx& tx, const Actor& actor, Instant at, const Agreement& is,
                  std::string_view section) {
    TRY(check(is));
    const auto same_number = find_by_number(tx, is.number);
    if (same_number && same_number->id != is.id)
        return refuse(text::number_used, {{"number", is.number}}, "number");
    tx->run(
        "UPDATE agreement SET number = $2, title = $3, kind = $4, supplier_id = $5, cpv = $6, "
        "valid_from = $7, valid_to = $8, options = $9, free_delivery_from_ore = $10, "
        "delivery_days = $11, notice = $12, product_groups = $13, contact = $14, terms = $15, "
        "description = $16, case_reference = $17, notice_months = $18, renegotiate_on = $19 "
        "WHERE id = $1",
        is.id, is.number, is.title, is.kind, is.supplier, is.cpvs.empty() ? "" : is.cpvs.front(),
        is.valid_from, is.valid_to, is.options, is.free_delivery_from, is.delivery_days, is.notice,
        is.product_groups, is.contact, is.terms, is.description, is.case_reference,
        is.notice_months, is.renegotiate);
    tx->run(
        "UPDATE agreement SET estimated_ore = $2, maximum_ore = $3, delivery_terms = $4, "
        "payment_terms = $5, payment_days = $6, manager_id = $7, released = $8, public_text = $9 "
        "WHERE id = $1",
        is.id, is.estimated, is.maximum, is.delivery_terms, is.payment_terms, is.payment_days,
        or_nothing(is.manager), is.released, is.public_text);
    save_cpvs(tx, is);
    section_changed(tx, actor, at, is.id, section);
    return {};
}

Result<void> save_lot(db::Tx& tx, const Actor& actor, Instant at, AgreementId id, const Lot& lot) {
    if (lot.title.empty()) return refuse(text::title_missing, {}, "title");
    const auto taken = tx->value<LotId>(
        "SELECT id FROM agreement_lot WHERE agreement_id = $1 AND number = $2", id, lot.number);
    if (taken && *taken != lot.id) return refuse(text::lot_number_used, {}, "number");
    if (lot.id) {
        tx->run(
            "UPDATE agreement_lot SET number = $3, title = $4, cpv = $5, estimated_ore = $6, "
            "maximum_ore = $7 WHERE id = $1 AND agreement_id = $2",
            lot.id, id, lot.number, lot.title, lot.cpv, lot.estimated, lot.maximum);
    } else {
        tx->run(
            "INSERT INTO agreement_lot (agreement_id, number, title, cpv, estimated_ore, "
            "maximum_ore) VALUES ($1, $2, $3, $4, $5, $6)",
            id, lot.number, lot.title, lot.cpv, lot.estimated, lot.maximum);
    }
    section_changed(tx, actor, at, id, "lots", lot.title);
    return {};
}

namespace {

// The agreement's first supplier is the one with the first rank of the whole agreement.
void refresh_first_supplier(db::Tx& tx, AgreementId id) {
    tx->run(
        "UPDATE agreement SET supplier_id = COALESCE((SELECT s.supplier_id FROM agreement_supplier "
        "s WHERE s.agreement_id = $1 ORDER BY s.rank, s.id LIMIT 1), supplier_id) WHERE id = $1",
        id);
}

// Before the first row of the list is written, the one supplier there was becomes its first row.
void keep_first_supplier(db::Tx& tx, AgreementId id) {
    tx->run(
        "INSERT INTO agreement_supplier (agreement_id, supplier_id, rank) "
        "SELECT a.id, a.supplier_id, 1 FROM agreement a WHERE a.id = $1 AND NOT EXISTS "
        "(SELECT 1 FROM agreement_supplier s WHERE s.agreement_id = a.id)",
        id);
}

}  // namespace

Result<void> save_supplying(db::Tx& tx, const Actor& actor, Instant at, AgreementId id,
                            const Supplying& is) {
    const auto supplier = party::supplier(tx, is.supplier);
    if (!supplier) return refuse(text::supplier_missing, {}, "supplier");
    if (is.rank < 1) return refuse(text::rank_wrong, {}, "rank");
    keep_first_supplier(tx, id);
    const auto taken = tx->value<std::int64_t>(
        "SELECT id FROM agreement_supplier WHERE agreement_id = $1 AND supplier_id = $2 AND "
        "COALESCE(lot_id, 0) = $3",
        id, is.supplier, is.lot);
    const std::int64_t row = is.id != 0 ? is.id : taken.value_or(0);
    if (taken && *taken != row) return refuse(text::supplier_twice, {}, "supplier");
    if (row != 0) {
        tx->run(
            "UPDATE agreement_supplier SET supplier_id = $3, rank = $4, lot_id = $5 "
            "WHERE id = $1 AND agreement_id = $2",
            row, id, is.supplier, is.rank, or_nothing(is.lot));
    } else {
        tx->run(
            "INSERT INTO agreement_supplier (agreement_id, supplier_id, rank, lot_id) "
            "VALUES ($1, $2, $3, $4)",
            id, is.supplier, is.rank, or_nothing(is.lot));
    }
    refresh_first_supplier(tx, id);
    section_changed(tx, actor, at, id, "suppliers", supplier->name);
    return {};
}

Result<void> save_option(db::Tx& tx, const Actor& actor, Instant at, AgreementId id,
                         const Option& is) {
    const auto agreement = find(tx, id);
    if (!agreement) return refuse(text::not_now);
    if (is.valid_to <= agreement->valid_to) return refuse(text::option_too_short, {}, "valid_to");
    if (is.deadline && *is.deadline >= is.valid_to)
        return refuse(text::option_deadline_late, {}, "deadline");
    for (const Option& each : agreement->option_list) {
        if (each.number == is.number && each.id != is.id)
            return refuse(text::option_number_used, {}, "number");
        if (each.id == is.id && each.used_on) return refuse(text::option_used, {}, "number");
    }
    if (is.id != 0) {
        tx->run(
            "UPDATE agreement_option SET number = $3, valid_to = $4, deadline = $5 "
            "WHERE id = $1 AND agreement_id = $2 AND used_on IS NULL",
            is.id, id, is.number, is.valid_to, is.deadline);
    } else {
        tx->run(
            "INSERT INTO agreement_option (agreement_id, number, valid_to, deadline, used_on, "
            "reference) VALUES ($1, $2, $3, $4, $5, $6)",
            id, is.number, is.valid_to, is.deadline, is.used_on, is.reference);
    }
    section_changed(tx, actor, at, id, "options", std::to_string(is.number));
    return {};
}

Result<void> save_contact(db::Tx& tx, const Actor& actor, Instant at, AgreementId id,
                          const Contact& is) {
    if (is.name.empty()) return refuse(text::name_missing, {}, "name");
    if (is.id != 0) {
        tx->run(
            "UPDATE agreement_contact SET kind = $3, municipality_id = $4, person_id = $5, "
            "name = $6, email = $7, telephone = $8 WHERE id = $1 AND agreement_id = $2",
            is.id, id, is.kind, or_nothing(is.municipality), or_nothing(is.person), is.name,
            is.email, is.telephone);
    } else {
        tx->run(
            "INSERT INTO agreement_contact (agreement_id, kind, municipality_id, person_id, name, "
            "email, telephone) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            id, is.kind, or_nothing(is.municipality), or_nothing(is.person), is.name, is.email,
            is.telephone);
    }
    section_changed(tx, actor, at, id, "contacts", is.name);
    return {};
}

Result<void> save_fee(db::Tx& tx, const Actor& actor, Instant at, AgreementId id, const Fee& is) {
    if (!is.most && !is.percent) return refuse(text::fee_needs_amount, {}, "most");
    if (is.id != 0) {
        tx->run(
            "UPDATE agreement_fee SET kind = $3, most_ore = $4, percent = $5, below_ore = $6, "
            "text = $7 WHERE id = $1 AND agreement_id = $2",
            is.id, id, is.kind, is.most, is.percent, is.below, is.text);
    } else {
        tx->run(
            "INSERT INTO agreement_fee (agreement_id, kind, most_ore, percent, below_ore, text) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            id, is.kind, is.most, is.percent, is.below, is.text);
    }
    section_changed(tx, actor, at, id, "fees", is.text);
    return {};
}

Result<void> save_price_rule(db::Tx& tx, const Actor& actor, Instant at, AgreementId id,
                             const PriceRule& is) {
    if (is.kind == PriceRuleKind::list_discount && !is.discount)
        return refuse(text::discount_missing, {}, "discount");
    if (is.kind == PriceRuleKind::index && (is.index_name.empty() || is.index_base.empty()))
        return refuse(text::index_missing, {}, "index_name");
    if (is.id != 0) {
        tx->run(
            "UPDATE agreement_price_rule SET kind = $3, lot_id = $4, product_group = $5, "
            "discount = $6, index_name = $7, index_base = $8, index_share = $9, every_months = "
            "$10, fixed_until = $11, note = $12 WHERE id = $1 AND agreement_id = $2",
            is.id, id, is.kind, or_nothing(is.lot), is.group, is.discount, is.index_name,
            is.index_base, is.index_share, is.every_months, is.fixed_until, is.note);
    } else {
        tx->run(
            "INSERT INTO agreement_price_rule (agreement_id, kind, lot_id, product_group, "
            "discount, index_name, index_base, index_share, every_months, fixed_until, note) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            id, is.kind, or_nothing(is.lot), is.group, is.discount, is.index_name, is.index_base,
            is.index_share, is.every_months, is.fixed_until, is.note);
    }
    section_changed(tx, actor, at, id, "price_rules", is.group);
    return {};
}

Result<void> save_requirement(db::Tx& tx, const Actor& actor, Instant at, AgreementId id,
                              const Requirement& is) {
    if (is.text.empty()) return refuse(text::requirement_missing, {}, "text");
    if (is.id != 0) {
        tx->run(
            "UPDATE agreement_requirement SET kind = $3, text = $4, how = $5, every_months = $6, "
            "next_on = $7 WHERE id = $1 AND agreement_id = $2",
            is.id, id, is.kind, is.text, is.how, is.every_months, is.next_on);
    } else {
        tx->run(
            "INSERT INTO agreement_requirement (agreement_id, kind, text, how, every_months, "
            "next_on, last_note) VALUES ($1, $2, $3, $4, $5, $6, '')",
            id, is.kind, is.text, is.how, is.every_months, is.next_on);
    }
    section_changed(tx, actor, at, id, "requirements", is.text);
    return {};
}

Result<void> save_units(db::Tx& tx, const Actor& actor, Instant at, AgreementId id,
                        MunicipalityId municipality, std::span<const UnitId> units) {
    tx->run("DELETE FROM agreement_unit WHERE agreement_id = $1 AND municipality_id = $2", id,
            municipality);
    std::string named;
    for (const UnitId each : units) {
        const auto unit = party::unit(tx, each);
        if (!unit || unit->municipality != municipality)
            return refuse(text::unit_unknown, {}, "units");
        tx->run(
            "INSERT INTO agreement_unit (agreement_id, municipality_id, unit_id) VALUES ($1, $2, "
            "$3)",
            id, municipality, each);
        named += (named.empty() ? "" : ", ") + unit->name;
    }
    section_changed(tx, actor, at, id, "units", named);
    return {};
}

Result<void> follow_up(db::Tx& tx, const Actor& actor, Instant at, AgreementId id,
                       std::int64_t requirement, Date on, std::string_view note) {
    if (note.empty()) return refuse(text::finding_missing, {}, "note");
    if (on > at.oslo_date()) return refuse(text::day_not_come, {}, "on");
    const auto agreement = find(tx, id);
    if (!agreement) return refuse(text::not_now);
    for (const Requirement& each : agreement->requirements) {
        if (each.id != requirement) continue;
        tx->run(
            "UPDATE agreement_requirement SET last_on = $2, last_note = $3, next_on = $4 "
            "WHERE id = $1",
            requirement, on, note,
            each.every_months > 0 ? std::optional(months_after(on, each.every_months))
                                  : std::nullopt);
        changed(tx, actor, at, id, "followed_up",
                trail::Detail().add("what", each.text).add("on", on.iso()).add("note", note));
        return {};
    }
    return refuse(text::not_now);
}

Result<void> add_happening(db::Tx& tx, const Actor& actor, Instant at, AgreementId id, Date on,
                           std::string_view words) {
    if (words.empty()) return refuse(text::text_missing, {}, "text");
    if (on > at.oslo_date()) return refuse(text::day_not_come, {}, "on");
    tx->run(
        "INSERT INTO agreement_happening (agreement_id, day, text, by_name, at) "
        "VALUES ($1, $2, $3, $4, $5)",
        id, on, words, actor.name, at);
    changed(tx, actor, at, id, "told", trail::Detail().add("on", on.iso()).add("what", words));
    return {};
}

Result<void> add_document(db::Tx& tx, const Actor& actor, Instant at, AgreementId id,
                          DocumentKind kind, std::string_view title, files::FileId file,
                          std::string_view file_name) {
    if (title.empty()) return refuse(text::title_missing, {}, "title");
    const int version = tx->value<int>(
                              "SELECT COALESCE(MAX(version), 0) FROM agreement_document "
                              "WHERE agreement_id = $1 AND title = $2",
                              id, title)
                            .value_or(0) +
                        1;
    tx->run(
        "INSERT INTO agreement_document (agreement_id, kind, title, version, file_id, file_name, "
        "by_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id, kind, title, version, file, file_name, actor.name, at);
    changed(tx, actor, at, id, "document",
            trail::Detail().add("title", title).add("version", std::int64_t{version}));
    return {};
}

Result<void> remove(db::Tx& tx, const Actor& actor, Instant at, AgreementId id, Part part,
                    std::int64_t row) {
    struct Table {
        const char* name;
        const char* section;
        const char* sql;
    };
    static constexpr Table kTables[] = {
        {"lot", "lots", "DELETE FROM agreement_lot WHERE id = $1 AND agreement_id = $2"},
        {"supplying", "suppliers",
         "DELETE FROM agreement_supplier WHERE id = $1 AND agreement_id = $2"},
        {"option", "options",
         "DELETE FROM agreement_option WHERE id = $1 AND agreement_id = $2 AND used_on IS NULL"},
        {"contact", "contacts",
         "DELETE FROM agreement_contact WHERE id = $1 AND agreement_id = $2"},
        {"fee", "fees", "DELETE FROM agreement_fee WHERE id = $1 AND agreement_id = $2"},
        {"price_rule", "price_rules",
         "DELETE FROM agreement_price_rule WHERE id = $1 AND agreement_id = $2"},
        {"requirement", "requirements",
         "DELETE FROM agreement_requirement WHERE id = $1 AND agreement_id = $2"},
    };
    if (part == Part::lot) {
        const bool used =
            tx->value<std::int64_t>("SELECT 1 FROM agreement_supplier WHERE lot_id = $1", row) ||
            tx->value<std::int64_t>("SELECT 1 FROM agreement_price_rule WHERE lot_id = $1", row);
        if (used) return refuse(text::lot_in_use);
    }
    const Table& table = kTables[static_cast<std::size_t>(part)];
    if (tx->run(table.sql, row, id) == 0) return refuse(text::not_now);
    if (part == Part::supplying) refresh_first_supplier(tx, id);
    changed(tx, actor, at, id, "removed",
            trail::Detail().add("section", table.section).add("row", row));
    return {};
}

}  // namespace samkjop::agreement
