// Reminders and the addresses of the calendar feeds. A reminder is given once for each step before
// a day: in the person's list, and by e-mail. When the day is no longer to be remembered (an option
// was used, a requirement followed up), it leaves the list.

#include <set>

#include "agreement/acts.h"
#include "agreement/calendar.h"
#include "agreement/form.h"
#include "agreement/texts.h"
#include "db/db.h"
#include "worklist/worklist.h"

namespace samkjop::agreement {

std::string calendar_token(db::Session& session, UserId person) {
    return session
        .value<std::string>("SELECT token FROM agreement_calendar WHERE person_id = $1", person)
        .value_or("");
}

void set_calendar_token(db::Tx& tx, UserId person, Instant at, std::string_view token) {
    tx->run(
        "INSERT INTO agreement_calendar (person_id, token, made_at) VALUES ($1, $2, $3) "
        "ON CONFLICT (person_id) DO UPDATE SET token = excluded.token, made_at = excluded.made_at",
        person, token, at);
}

std::optional<UserId> calendar_owner(db::Session& session, std::string_view token) {
    return session.value<UserId>("SELECT person_id FROM agreement_calendar WHERE token = $1",
                                 token);
}

namespace {

constexpr int kOverdueDays = 400;  // what a person should have done stays in the list
constexpr int kAheadDays = 370;

// Days before the date on which a reminder is given, the earliest first.
std::span<const int> steps(DueKind kind) {
    static constexpr int long_before[] = {365, 180, 90, 30};
    static constexpr int decide_before[] = {180, 90, 30, 7};
    static constexpr int shortly_before[] = {30, 7, 0};
    switch (kind) {
        case DueKind::expiry:
            return long_before;
        case DueKind::option:
        case DueKind::notice:
            return decide_before;
        default:
            return shortly_before;
    }
}

// The step that has been reached, -1 before the first.
int step_reached(const Due& due, Date today) {
    int out = -1;
    const auto all = steps(due.kind);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (due.on - today <= all[i]) out = static_cast<int>(i);
    }
    return out;
}

// A date that has passed is remembered only where there is still something to do.
bool still_counts(const Due& due, Date today) {
    return due.on >= today || due.kind == DueKind::follow_up || due.kind == DueKind::renegotiate;
}

std::string task_kind(DueKind kind) {
    static constexpr std::string_view names[] = {"option",    "notice",      "expiry",
                                                 "follow_up", "renegotiate", "price_rule"};
    return "agreement_" + std::string(names[static_cast<std::size_t>(kind)]);
}

std::int64_t task_subject(const Agreement& agreement, const Due& due) {
    return due.item != 0 ? due.item : agreement.id.value;
}

std::vector<UserId> coordinators(db::Session& session) {
    std::vector<UserId> out;
    for (const party::Municipality& municipality : party::municipalities(session)) {
        for (const party::Person& each : party::people(session, municipality.id)) {
            const bool is = !each.blocked && std::ranges::any_of(each.grants, [](const Grant& g) {
                return g.role == Role::coordinator;
            });
            if (is) out.push_back(each.id);
        }
    }
    return out;
}

std::vector<UserId> manager_first(const Agreement& agreement, std::vector<UserId> people) {
    if (agreement.manager) {
        std::erase(people, agreement.manager);
        people.insert(people.begin(), agreement.manager);
    }
    return people;
}

class Reminding {
public:
    Reminding(db::Tx& tx, Instant at)
        : tx_(tx), at_(at), today_(at.oslo_date()), coordinators_(coordinators(tx)) {}

    int run() {
        const auto agreements = list(tx_, {}, today_);
        for (const Agreement& each : agreements) {
            for (const Due& due : dues(each, today_ - kOverdueDays, today_ + kAheadDays)) {
                if (!still_counts(due, today_)) continue;
                if (step_reached(due, today_) >= 0) remind(each, due);
            }
        }
        close_the_rest();
        return given_;
    }

private:
    using Key = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::string>;

    void remind(const Agreement& agreement, const Due& due) {
        current_.insert(
            {agreement.id.value, static_cast<std::int64_t>(due.kind), due.item, due.on.iso()});
        const int step = step_reached(due, today_);
        const bool is_new = tx_->run(
                                "INSERT INTO agreement_reminder (agreement_id, kind, item_id, "
                                "due_on, step, at, open) VALUES ($1, $2, $3, $4, $5, $6, $7) "
                                "ON CONFLICT DO NOTHING",
                                agreement.id, due.kind, due.item, due.on, step, at_, true) > 0;
        if (!is_new) return;
        ++given_;
        const std::vector<UserId> people = manager_first(agreement, coordinators_);
        if (people.empty()) return;
        const auto first = party::person(tx_, people.front());
        worklist::close(tx_, task_kind(due.kind), task_subject(agreement, due), at_);
        worklist::open(tx_, task(agreement, due, *first), people, at_);
        if (mail == nullptr) return;
        for (const UserId each : people) {
            if (const auto person = party::person(tx_, each)) write(agreement, due, *person);
        }
    }

    worklist::NewTask task(const Agreement& agreement, const Due& due, const party::Person& who) {
        worklist::NewTask out;
        kind_ = task_kind(due.kind);
        out.kind = kind_;
        out.subject = task_subject(agreement, due);
        out.municipality = who.municipality;
        out.unit = who.unit;
        out.title = std::string(words(due.kind).in(who.language)) + ": " + agreement.title;
        out.context = agreement.number + ", " + agreement.supplier_name;
        if (!due.what.empty() && due.kind == DueKind::follow_up) out.context += ", " + due.what;
        out.path = agreement.path();
        out.due = due.on;
        return out;
    }

    void write(const Agreement& agreement, const Due& due, const party::Person& person) {
        if (person.email.empty() || person.blocked) return;
        const Arguments about = {{"what", std::string(words(due.kind).in(person.language))},
                                 {"title", agreement.title},
                                 {"number", agreement.number},
                                 {"supplier", agreement.supplier_name},
                                 {"date", due.on},
                                 {"detail", due.what}};
        mail(tx_, at_,
             {person.name, person.email, render(text::mail_subject, person.language, about),
              render(text::mail_body, person.language, about), person.municipality, person.language,
              agreement.path()});
    }

    void close_the_rest() {
        struct Open {
            Key key;
            DueKind kind = DueKind::expiry;
            std::int64_t subject = 0;
        };
        const auto open = tx_->list(
            "SELECT DISTINCT agreement_id, kind, item_id, due_on FROM agreement_reminder "
            "WHERE open = $1",
            [](const db::Row& row) {
                const auto agreement = row.get<std::int64_t>(0);
                const auto item = row.get<std::int64_t>(2);
                return Open{{agreement, row.get<std::int64_t>(1), item, row.get<std::string>(3)},
                            row.get<DueKind>(1),
                            item != 0 ? item : agreement};
            },
            true);
        for (const Open& each : open) {
            if (current_.contains(each.key)) continue;
            const bool moved = std::ranges::any_of(current_, [&](const Key& key) {
                return std::get<1>(key) == std::get<1>(each.key) &&
                       (std::get<2>(key) != 0 ? std::get<2>(key) : std::get<0>(key)) ==
                           each.subject;
            });
            if (!moved) worklist::close(tx_, task_kind(each.kind), each.subject, at_);
            const auto& [agreement, kind, item, day] = each.key;
            tx_->run(
                "UPDATE agreement_reminder SET open = $5 WHERE agreement_id = $1 AND kind = $2 "
                "AND item_id = $3 AND due_on = $4",
                agreement, kind, item, day, false);
        }
    }

    db::Tx& tx_;
    Instant at_;
    Date today_;
    std::vector<UserId> coordinators_;
    std::set<Key> current_;
    std::string kind_;
    int given_ = 0;
};

}  // namespace

std::vector<UserId> those_who_follow(db::Session& session, const Agreement& agreement) {
    return manager_first(agreement, coordinators(session));
}

int by_the_clock(db::Tx& tx, Instant at) {
    const int expired = expire_due(tx, at);
    return expired + Reminding(tx, at).run();
}

}  // namespace samkjop::agreement
