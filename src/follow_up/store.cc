// Reviews by those who use an agreement, and the warnings as its maximum is used up.

#include "db/db.h"
#include "follow_up/follow_up.h"
#include "follow_up/texts.h"
#include "trail/trail.h"
#include "worklist/worklist.h"

namespace samkjop::follow_up {

std::vector<Review> reviews(db::Session& session, agreement::AgreementId id) {
    auto out = session.list(
        "SELECT person_id, municipality_id, grade, words, at FROM follow_up_review "
        "WHERE agreement_id = $1 ORDER BY at DESC, person_id",
        [&](const db::Row& row) {
            Review each;
            each.person = row.get<UserId>(0);
            each.municipality = std::to_string(row.get<std::int64_t>(1));
            each.grade = row.get<int>(2);
            each.words = row.get<std::string>(3);
            each.at = row.get<Instant>(4);
            return each;
        },
        id);
    for (Review& each : out) {
        if (const auto person = party::person(session, each.person)) {
            each.name = person->name;
            if (const auto found = party::municipality(session, person->municipality))
                each.municipality = found->name;
        }
    }
    return out;
}

Result<void> review(db::Tx& tx, const Actor& actor, Instant at, agreement::AgreementId id,
                    int grade, std::string_view words) {
    if (grade < 1 || grade > 5) return refuse(text::grade_missing, {}, "grade");
    tx->run(
        "INSERT INTO follow_up_review (agreement_id, person_id, municipality_id, grade, words, at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (agreement_id, person_id) DO UPDATE SET "
        "grade = excluded.grade, words = excluded.words, at = excluded.at",
        id, actor.user, actor.municipality, grade, words, at);
    trail::append(tx, actor, at, {"agreement", id.value}, "rated",
                  trail::Detail().add("grade", std::int64_t{grade}));
    return {};
}

namespace {

void tell(db::Tx& tx, Instant at, const agreement::Agreement& is, Money used, int step) {
    std::vector<party::Person> people;
    for (const UserId each : agreement::those_who_follow(tx, is)) {
        if (auto person = party::person(tx, each)) people.push_back(*std::move(person));
    }
    if (people.empty()) return;
    std::vector<UserId> ids;
    for (const party::Person& each : people) ids.push_back(each.id);
    const auto words = [&](const Text& text, Language language) {
        return render(text, language,
                      {{"percent", percent(used, *is.maximum)},
                       {"title", is.title},
                       {"number", is.number},
                       {"supplier", is.supplier_name},
                       {"ordered", format_kroner(used)},
                       {"maximum", format_kroner(*is.maximum)}});
    };
    worklist::close(tx, "agreement_used", is.id.value, at);
    worklist::open(tx,
                   {.kind = "agreement_used",
                    .subject = is.id.value,
                    .municipality = people.front().municipality,
                    .unit = people.front().unit,
                    .title = words(text::task_used, people.front().language),
                    .context = is.number + ", " + is.supplier_name,
                    .path = is.path() + "/avrop",
                    .amount = used,
                    .due = std::nullopt},
                   ids, at);
    trail::append(tx, Actor::system(), at, {"agreement", is.id.value}, "used",
                  trail::Detail().add("percent", std::int64_t{step}).add("ordered_ore", used));
    if (agreement::mail == nullptr) return;
    for (const party::Person& each : people) {
        if (each.email.empty()) continue;
        agreement::mail(tx, at,
                        {each.name, each.email, words(text::task_used, each.language),
                         words(text::mail_used_body, each.language), each.municipality,
                         each.language, is.path() + "/avrop"});
    }
}

}  // namespace

int by_the_clock(db::Tx& tx, Instant at) {
    int out = 0;
    for (const agreement::Agreement& is : agreement::list(tx, {}, at.oslo_date())) {
        if (!is.maximum) continue;
        const Money used = order::called_off(tx, is.id.value, {});
        const int step = warning(used, is.maximum);
        if (step == 0) continue;
        const auto last = tx->value<int>(
            "SELECT COALESCE(MAX(percent), 0) FROM follow_up_warning WHERE agreement_id = $1",
            is.id);
        if (last && *last >= step) continue;
        tx->run("INSERT INTO follow_up_warning (agreement_id, percent, at) VALUES ($1, $2, $3)",
                is.id, step, at);
        tell(tx, at, is, used, step);
        ++out;
    }
    return out;
}

}  // namespace samkjop::follow_up
