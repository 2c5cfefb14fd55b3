// Reads what an agreement has several of, for one agreement or for a whole list with the same few
// questions.

#include <map>

#include "agreement/store.h"
#include "db/db.h"

namespace samkjop::agreement {
namespace {

class Parts {
public:
    Parts(db::Session& session, std::span<Agreement> agreements) : session_(session) {
        for (Agreement& each : agreements) by_id_[each.id] = &each;
        only_ = agreements.size() == 1 ? agreements.front().id : AgreementId{};
    }

    // The first column is the agreement; the function gets it and the row.
    template <class F>
    void each(const char* sql, F function) {
        session_.each(
            sql,
            [&](const db::Row& row) {
                const auto found = by_id_.find(row.get<AgreementId>(0));
                if (found != by_id_.end()) function(*found->second, row);
            },
            only_);
    }

private:
    db::Session& session_;
    std::map<AgreementId, Agreement*> by_id_;
    AgreementId only_;
};

using OptionalMoney = std::optional<Money>;

void read_members(Parts& parts) {
    parts.each(
        "SELECT agreement_id, municipality_id, joined_on, left_on, decided_on, reference, "
        "estimated_ore, maximum_ore FROM agreement_member WHERE ($1 = 0 OR agreement_id = $1)",
        [](Agreement& agreement, const db::Row& row) {
            agreement.members.push_back({row.get<MunicipalityId>(1),
                                         "",
                                         row.get<Date>(2),
                                         row.get<std::optional<Date>>(3),
                                         row.get<std::optional<Date>>(4),
                                         row.get<std::string>(5),
                                         row.get<OptionalMoney>(6),
                                         row.get<OptionalMoney>(7),
                                         {}});
        });
    parts.each(
        "SELECT agreement_id, municipality_id, unit_id FROM agreement_unit "
        "WHERE ($1 = 0 OR agreement_id = $1) ORDER BY unit_id",
        [](Agreement& agreement, const db::Row& row) {
            for (Member& member : agreement.members) {
                if (member.municipality == row.get<MunicipalityId>(1))
                    member.units.push_back(row.get<UnitId>(2));
            }
        });
}

void read_suppliers(Parts& parts) {
    parts.each(
        "SELECT agreement_id, id, number, title, cpv, estimated_ore, maximum_ore "
        "FROM agreement_lot WHERE ($1 = 0 OR agreement_id = $1) ORDER BY number",
        [](Agreement& agreement, const db::Row& row) {
            agreement.lots.push_back({row.get<LotId>(1), row.get<int>(2), row.get<std::string>(3),
                                      row.get<std::string>(4), row.get<OptionalMoney>(5),
                                      row.get<OptionalMoney>(6)});
        });
    parts.each(
        "SELECT agreement_id, id, supplier_id, rank, lot_id FROM agreement_supplier "
        "WHERE ($1 = 0 OR agreement_id = $1) ORDER BY rank, id",
        [](Agreement& agreement, const db::Row& row) {
            agreement.suppliers.push_back({row.get<std::int64_t>(1), row.get<party::SupplierId>(2),
                                           "", "", row.get<int>(3),
                                           row.get<std::optional<LotId>>(4).value_or(LotId{})});
        });
    parts.each(
        "SELECT agreement_id, code FROM agreement_cpv WHERE ($1 = 0 OR agreement_id = $1) "
        "ORDER BY position",
        [](Agreement& agreement, const db::Row& row) {
            agreement.cpvs.push_back(row.get<std::string>(1));
        });
    parts.each(
        "SELECT agreement_id, id, number, valid_to, deadline, used_on, reference "
        "FROM agreement_option WHERE ($1 = 0 OR agreement_id = $1) ORDER BY number",
        [](Agreement& agreement, const db::Row& row) {
            agreement.option_list.push_back({row.get<std::int64_t>(1), row.get<int>(2),
                                             row.get<Date>(3), row.get<std::optional<Date>>(4),
                                             row.get<std::optional<Date>>(5),
                                             row.get<std::string>(6)});
        });
}

constexpr const char* kFees =
    "SELECT agreement_id, id, kind, most_ore, percent, below_ore, text FROM agreement_fee "
    "WHERE ($1 = 0 OR agreement_id = $1) ORDER BY kind, id";

Fee read_fee(const db::Row& row) {
    return {row.get<std::int64_t>(1),  row.get<FeeKind>(2),
            row.get<OptionalMoney>(3), row.get<std::optional<Decimal>>(4),
            row.get<OptionalMoney>(5), row.get<std::string>(6)};
}

void read_terms(Parts& parts) {
    parts.each(
        "SELECT agreement_id, id, kind, municipality_id, person_id, name, email, telephone "
        "FROM agreement_contact WHERE ($1 = 0 OR agreement_id = $1) ORDER BY kind, id",
        [](Agreement& agreement, const db::Row& row) {
            agreement.contacts.push_back(
                {row.get<std::int64_t>(1), row.get<ContactKind>(2),
                 row.get<std::optional<MunicipalityId>>(3).value_or(MunicipalityId{}),
                 row.get<std::optional<UserId>>(4).value_or(UserId{}), row.get<std::string>(5),
                 row.get<std::string>(6), row.get<std::string>(7)});
        });
    parts.each(kFees, [](Agreement& agreement, const db::Row& row) {
        agreement.fees.push_back(read_fee(row));
    });
    parts.each(
        "SELECT agreement_id, id, kind, lot_id, product_group, discount, index_name, index_base, "
        "index_share, every_months, fixed_until, note FROM agreement_price_rule "
        "WHERE ($1 = 0 OR agreement_id = $1) ORDER BY kind, product_group, id",
        [](Agreement& agreement, const db::Row& row) {
            agreement.price_rules.push_back(
                {row.get<std::int64_t>(1), row.get<PriceRuleKind>(2),
                 row.get<std::optional<LotId>>(3).value_or(LotId{}), row.get<std::string>(4),
                 row.get<std::optional<Decimal>>(5), row.get<std::string>(6),
                 row.get<std::string>(7), row.get<std::optional<Decimal>>(8), row.get<int>(9),
                 row.get<std::optional<Date>>(10), row.get<std::string>(11)});
        });
    parts.each(
        "SELECT agreement_id, id, kind, text, how, every_months, next_on, last_on, last_note "
        "FROM agreement_requirement WHERE ($1 = 0 OR agreement_id = $1) ORDER BY kind, id",
        [](Agreement& agreement, const db::Row& row) {
            agreement.requirements.push_back(
                {row.get<std::int64_t>(1), row.get<RequirementKind>(2), row.get<std::string>(3),
                 row.get<std::string>(4), row.get<int>(5), row.get<std::optional<Date>>(6),
                 row.get<std::optional<Date>>(7), row.get<std::string>(8)});
        });
}

// Names, and the order of the valley.
void name_members(std::vector<Member>& members, std::span<const party::Municipality> order) {
    std::vector<Member> out;
    for (const party::Municipality& municipality : order) {
        for (Member& member : members) {
            if (member.municipality != municipality.id) continue;
            member.name = municipality.name;
            out.push_back(std::move(member));
        }
    }
    members = std::move(out);
}

class SupplierNames {
public:
    explicit SupplierNames(db::Session& session) : session_(session) {}
    const party::Supplier& of(party::SupplierId id) {
        const auto [at, is_new] = known_.try_emplace(id);
        if (is_new) at->second = party::supplier(session_, id).value_or(party::Supplier{});
        return at->second;
    }

private:
    db::Session& session_;
    std::map<party::SupplierId, party::Supplier> known_;
};

// What the main row has of its own is the first of the list, also where there is no list.
void complete(Agreement& agreement, SupplierNames& names) {
    if (agreement.suppliers.empty()) agreement.suppliers.push_back({0, agreement.supplier, "", ""});
    for (Supplying& each : agreement.suppliers) {
        each.name = names.of(each.supplier).name;
        each.organisation_number = names.of(each.supplier).organisation_number;
    }
    agreement.supplier_name = names.of(agreement.supplier).name;
    agreement.supplier_number = names.of(agreement.supplier).organisation_number;
    if (agreement.cpvs.empty() && !agreement.cpv.empty()) agreement.cpvs = {agreement.cpv};
}

}  // namespace

void load_parts(db::Session& session, std::span<Agreement> agreements) {
    if (agreements.empty()) return;
    Parts parts(session, agreements);
    read_members(parts);
    read_suppliers(parts);
    read_terms(parts);
    const auto order = party::municipalities(session);
    SupplierNames names(session);
    for (Agreement& each : agreements) {
        name_members(each.members, order);
        complete(each, names);
    }
}

std::vector<Fee> fees_of(db::Session& session, AgreementId id) {
    return session.list(kFees, read_fee, id);
}

std::vector<Document> documents(db::Session& session, AgreementId id) {
    auto out = session.list(
        "SELECT d.id, d.kind, d.title, d.version, d.file_id, d.file_name, d.at, d.by_name, "
        "(SELECT MAX(n.version) FROM agreement_document n WHERE n.agreement_id = d.agreement_id "
        "AND n.title = d.title) FROM agreement_document d "
        "WHERE d.agreement_id = $1 ORDER BY d.kind, d.title, d.version DESC",
        [](const db::Row& row) {
            const int version = row.get<int>(3);
            return Document{row.get<std::int64_t>(0),   row.get<DocumentKind>(1),
                            row.get<std::string>(2),    version,
                            version == row.get<int>(8), row.get<files::FileId>(4),
                            row.get<std::string>(5),    row.get<Instant>(6),
                            row.get<std::string>(7)};
        },
        id);
    return out;
}

std::vector<Happening> happenings(db::Session& session, AgreementId id) {
    return session.list(
        "SELECT id, day, text, by_name, at FROM agreement_happening WHERE agreement_id = $1 "
        "ORDER BY day DESC, id DESC",
        [](const db::Row& row) {
            return Happening{row.get<std::int64_t>(0), row.get<Date>(1), row.get<std::string>(2),
                             row.get<std::string>(3), row.get<Instant>(4)};
        },
        id);
}

}  // namespace samkjop::agreement
