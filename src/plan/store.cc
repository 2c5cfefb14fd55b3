// The plan's tables. A change writes a trail line and a row that says when.

#include <fmt/format.h>

#include "db/db.h"
#include "plan/plan.h"
#include "plan/texts.h"
#include "trail/trail.h"

namespace samkjop::plan {
namespace {

constexpr std::string_view kSelect =
    "SELECT id, number, title, description, cpv, value_band, estimate_ore, duration, announcement, "
    "start, method, contact_name, contact_email, notice, replaces, agreement, note, status, "
    "released, created_at, changed_at FROM planned_purchase ";

std::vector<std::string> parted(const std::string& words) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = std::min(words.find(' ', at), words.size());
        if (end > at) out.push_back(words.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

PlannedPurchase read(const db::Row& row) {
    PlannedPurchase out;
    out.id = row.get<PlanId>(0);
    out.number = row.get<std::string>(1);
    out.title = row.get<std::string>(2);
    out.description = row.get<std::string>(3);
    out.cpv = parted(row.get<std::string>(4));
    out.value_band = row.get<ValueBand>(5);
    out.estimate = row.get<std::optional<Money>>(6);
    out.duration = row.get<std::string>(7);
    out.announcement = Quarter::parse(row.get<std::string>(8));
    out.start = Quarter::parse(row.get<std::string>(9));
    out.method = row.get<Method>(10);
    out.contact_name = row.get<std::string>(11);
    out.contact_email = row.get<std::string>(12);
    out.notice = row.get<std::string>(13);
    out.replaces = row.get<std::string>(14);
    out.agreement = row.get<std::string>(15);
    out.note = row.get<std::string>(16);
    out.status = row.get<Status>(17);
    out.released = row.get<bool>(18);
    out.created_at = row.get<Instant>(19);
    out.changed_at = row.get<Instant>(20);
    return out;
}

void add_municipalities(db::Session& session, PlannedPurchase& purchase) {
    purchase.municipalities = session.list(
        "SELECT p.municipality_id FROM planned_purchase_municipality p "
        "JOIN municipality m ON m.id = p.municipality_id "
        "WHERE p.planned_purchase_id = $1 ORDER BY m.number",
        [](const db::Row& row) { return row.get<MunicipalityId>(0); }, purchase.id);
}

void changed(db::Tx& tx, const Actor& actor, Instant at, PlanId id, std::string_view event,
             const trail::Detail& detail) {
    tx->run("UPDATE planned_purchase SET changed_at = $2 WHERE id = $1", id, at);
    tx->run("INSERT INTO plan_change (planned_purchase_id, at) VALUES ($1, $2)", id, at);
    trail::append(tx, actor, at, {"plan", id.value}, event, detail);
}

// «P2026-007»: after the highest of the year.
std::string next_number(db::Session& session, Date today) {
    const std::string year = fmt::format("P{}-", today.year());
    int highest = 0;
    session.each(
        "SELECT number FROM planned_purchase WHERE number >= $1 AND number < $2",
        [&](const db::Row& row) {
            const auto number = row.get<std::string>(0).substr(year.size());
            int value = 0;
            std::from_chars(number.data(), number.data() + number.size(), value);
            highest = std::max(highest, value);
        },
        year, fmt::format("P{}.", today.year()));
    return fmt::format("{}{:03}", year, highest + 1);
}

std::string code_of(const std::optional<Quarter>& quarter) {
    return quarter ? quarter->code() : "";
}

void set_municipalities(db::Tx& tx, const PlannedPurchase& purchase) {
    tx->run("DELETE FROM planned_purchase_municipality WHERE planned_purchase_id = $1",
            purchase.id);
    for (const MunicipalityId municipality : purchase.municipalities) {
        tx->run(
            "INSERT INTO planned_purchase_municipality (planned_purchase_id, municipality_id) "
            "VALUES ($1, $2) ON CONFLICT DO NOTHING",
            purchase.id, municipality);
    }
}

void insert(db::Tx& tx, Instant at, PlannedPurchase& purchase) {
    purchase.id = PlanId{tx->insert(
        "INSERT INTO planned_purchase (number, title, description, cpv, value_band, estimate_ore, "
        "duration, announcement, start, method, contact_name, contact_email, notice, replaces, "
        "agreement, note, status, released, created_at, changed_at) VALUES ($1, $2, $3, $4, $5, "
        "$6, "
        "$7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19) RETURNING id",
        purchase.number, purchase.title, purchase.description, joined(purchase.cpv),
        purchase.value_band, purchase.estimate, purchase.duration, code_of(purchase.announcement),
        code_of(purchase.start), purchase.method, purchase.contact_name, purchase.contact_email,
        purchase.notice, purchase.replaces, purchase.agreement, purchase.note, Status::planned,
        false, at)};
}

void update(db::Tx& tx, const PlannedPurchase& purchase) {
    tx->run(
        "UPDATE planned_purchase SET title = $2, description = $3, cpv = $4, value_band = $5, "
        "estimate_ore = $6, duration = $7, announcement = $8, start = $9, method = $10, "
        "contact_name = $11, contact_email = $12, notice = $13, replaces = $14, agreement = $15, "
        "note = $16 WHERE id = $1",
        purchase.id, purchase.title, purchase.description, joined(purchase.cpv),
        purchase.value_band, purchase.estimate, purchase.duration, code_of(purchase.announcement),
        code_of(purchase.start), purchase.method, purchase.contact_name, purchase.contact_email,
        purchase.notice, purchase.replaces, purchase.agreement, purchase.note);
}

}  // namespace

std::optional<PlannedPurchase> find(db::Session& session, PlanId id) {
    auto out = session.one(std::string(kSelect) + "WHERE id = $1", read, id);
    if (out) add_municipalities(session, *out);
    return out;
}

std::optional<PlannedPurchase> find_by_number(db::Session& session, std::string_view number) {
    auto out = session.one(std::string(kSelect) + "WHERE number = $1", read, number);
    if (out) add_municipalities(session, *out);
    return out;
}

std::vector<PlannedPurchase> list(db::Session& session) {
    auto out = session.list(
        std::string(kSelect) +
            "ORDER BY CASE WHEN announcement = '' THEN 1 ELSE 0 END, announcement, title, id",
        read);
    std::map<PlanId, PlannedPurchase*> by_id;
    for (PlannedPurchase& each : out) by_id[each.id] = &each;
    session.each(
        "SELECT p.planned_purchase_id, p.municipality_id FROM planned_purchase_municipality p "
        "JOIN municipality m ON m.id = p.municipality_id ORDER BY m.number",
        [&](const db::Row& row) {
            by_id[row.get<PlanId>(0)]->municipalities.push_back(row.get<MunicipalityId>(1));
        });
    return out;
}

Changed last_change(db::Session& session) {
    return session
        .one("SELECT sequence, at FROM plan_change ORDER BY sequence DESC LIMIT 1",
             [](const db::Row& row) {
                 return Changed{row.get<std::int64_t>(0), row.get<Instant>(1)};
             })
        .value_or(Changed{});
}

std::expected<PlanId, std::vector<Refusal>> save(db::Tx& tx, const Actor& actor, Instant at,
                                                 PlannedPurchase purchase) {
    if (auto wrong = findings(purchase); !wrong.empty()) return std::unexpected(std::move(wrong));
    const bool is_new = !purchase.id;
    if (is_new) {
        if (purchase.number.empty()) purchase.number = next_number(tx, at.oslo_date());
        if (find_by_number(tx, purchase.number)) {
            return std::unexpected(std::vector<Refusal>{
                {&text::number_taken, {{"number", purchase.number}}, "number"}});
        }
        insert(tx, at, purchase);
    } else {
        update(tx, purchase);
    }
    set_municipalities(tx, purchase);
    changed(tx, actor, at, purchase.id, is_new ? "created" : "changed",
            trail::Detail()
                .add("number", purchase.number)
                .add("title", purchase.title)
                .add("announcement", code_of(purchase.announcement))
                .add("start", code_of(purchase.start)));
    return purchase.id;
}

Result<void> happen(db::Tx& tx, const Actor& actor, Instant at, PlanId id, Event event) {
    const auto purchase = find(tx, id);
    if (!purchase) return refuse(text::unknown);
    const Status to = TRY(decide(*purchase, event));
    tx->run("UPDATE planned_purchase SET status = $2 WHERE id = $1", id, to);
    changed(tx, actor, at, id, name(event),
            trail::Detail().add("from", code(purchase->status)).add("to", code(to)));
    return {};
}

Result<void> set_released(db::Tx& tx, const Actor& actor, Instant at, PlanId id, bool released) {
    const auto purchase = find(tx, id);
    if (!purchase) return refuse(text::unknown);
    if (purchase->released == released) return {};
    tx->run("UPDATE planned_purchase SET released = $2 WHERE id = $1", id, released);
    changed(tx, actor, at, id, released ? "released" : "withdrawn", trail::Detail());
    return {};
}

}  // namespace samkjop::plan
