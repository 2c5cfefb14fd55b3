// Tasks and who may deal with them. Closed tasks keep their row, their assignees' rows go.

#include "db/db.h"
#include "party/party.h"
#include "worklist/worklist.h"

namespace samkjop::worklist {

void open(db::Tx& tx, const NewTask& task, std::span<const UserId> assignees, Instant at) {
    const auto id = tx->insert(
        "INSERT INTO task(kind, subject_id, municipality_id, unit_id, title, context, path,"
        " amount_ore, due, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING "
        "id",
        task.kind, task.subject, task.municipality, task.unit, task.title, task.context, task.path,
        task.amount, task.due, at);
    for (const UserId user : assignees) {
        tx->run(
            "INSERT INTO task_assignee(user_id, task_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            user, id);
    }
    if (opened != nullptr) opened(tx, task, assignees, at);
}

std::optional<Instant> close(db::Tx& tx, std::string_view kind, std::int64_t subject, Instant at) {
    struct Closed {
        std::int64_t id;
        Instant since;
    };
    const auto closed = tx->one(
        "UPDATE task SET closed_at = $3 WHERE kind = $1 AND subject_id = $2 AND closed_at IS NULL"
        " RETURNING id, opened_at",
        [](const db::Row& row) { return Closed{row.get<std::int64_t>(0), row.get<Instant>(1)}; },
        kind, subject, at);
    if (!closed) return std::nullopt;
    tx->run("DELETE FROM task_assignee WHERE task_id = $1", closed->id);
    return closed->since;
}

namespace {

void add_tasks(db::Session& session, UserId user, const std::string& on_behalf_of,
               std::map<std::int64_t, Task>& out) {
    session.each(
        "SELECT t.id, t.kind, t.title, t.context, t.path, t.amount_ore, t.opened_at, t.due"
        " FROM task_assignee a JOIN task t ON t.id = a.task_id WHERE a.user_id = $1",
        [&](const db::Row& row) {
            out.emplace(row.get<std::int64_t>(0),
                        Task{row.get<std::string>(1), row.get<std::string>(2),
                             row.get<std::string>(3), row.get<std::string>(4), row.get<Money>(5),
                             row.get<Instant>(6), row.get<std::optional<Date>>(7), on_behalf_of});
        },
        user);
}

}  // namespace

std::vector<Task> of(db::Session& session, const Actor& actor, Date today) {
    std::map<std::int64_t, Task> tasks;
    add_tasks(session, actor.user, "", tasks);
    for (const auto& [absent, name] : party::stands_in_for(session, actor.user, today)) {
        add_tasks(session, absent, name, tasks);
    }
    std::map<std::pair<Instant, std::int64_t>, Task> oldest_first;
    for (auto& [id, task] : tasks) oldest_first.emplace(std::pair(task.since, id), std::move(task));
    std::vector<Task> out;
    for (auto& [key, task] : oldest_first) out.push_back(std::move(task));
    return out;
}

bool waits(db::Session& session, UserId user, std::string_view kind, std::int64_t subject) {
    return session
        .value<std::int64_t>(
            "SELECT t.id FROM task t JOIN task_assignee a ON a.task_id = t.id"
            " WHERE t.kind = $1 AND t.subject_id = $2 AND t.closed_at IS NULL AND a.user_id = $3",
            kind, subject, user)
        .has_value();
}

int count(db::Session& session, const Actor& actor, Date today) {
    const auto absent = party::stands_in_for(session, actor.user, today);
    if (!absent.empty()) return static_cast<int>(of(session, actor, today).size());
    return static_cast<int>(
        session
            .value<std::int64_t>("SELECT count(*) FROM task_assignee WHERE user_id = $1",
                                 actor.user)
            .value());
}

}  // namespace samkjop::worklist
