-- What has happened, one line each, and what waits for somebody.
CREATE TABLE trail_line(
    sequence {i64} PRIMARY KEY,
    at TEXT NOT NULL,
    municipality_id {i64} NOT NULL,
    user_id {i64} NOT NULL,
    user_name TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id {i64} NOT NULL,
    event TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) {strict};
CREATE INDEX trail_line_subject ON trail_line(subject_kind, subject_id, sequence);

-- Signed heads: what the trail ended with at a moment. Copies stand outside the database.
CREATE TABLE trail_head(
    sequence {i64} NOT NULL,
    hash TEXT NOT NULL,
    at TEXT NOT NULL,
    public_key TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (sequence, at)
) {strict};

CREATE TABLE trail_link(
    from_kind TEXT NOT NULL,
    from_id {i64} NOT NULL,
    to_kind TEXT NOT NULL,
    to_id {i64} NOT NULL,
    label TEXT NOT NULL,
    path TEXT NOT NULL,
    from_label TEXT NOT NULL,
    from_path TEXT NOT NULL,
    PRIMARY KEY (from_kind, from_id, to_kind, to_id)
) {strict};
CREATE INDEX trail_link_to ON trail_link(to_kind, to_id);

CREATE TABLE task(
    id {pk},
    kind TEXT NOT NULL,
    subject_id {i64} NOT NULL,
    municipality_id {i64} NOT NULL,
    unit_id {i64} NOT NULL,
    title TEXT NOT NULL,
    context TEXT NOT NULL,
    path TEXT NOT NULL,
    amount_ore {i64} NOT NULL,
    due TEXT,
    opened_at TEXT NOT NULL,
    closed_at TEXT
) {strict};
CREATE UNIQUE INDEX task_open ON task(kind, subject_id) WHERE closed_at IS NULL;

-- One row per person who may deal with an open task; gone when it is closed, so that «Til meg» stays
-- small however much has been done.
CREATE TABLE task_assignee(
    user_id {i64} NOT NULL,
    task_id {i64} NOT NULL REFERENCES task(id),
    PRIMARY KEY (user_id, task_id)
) {strict};
CREATE INDEX task_assignee_task ON task_assignee(task_id);

-- sqlite
CREATE TRIGGER trail_line_never_changes BEFORE UPDATE ON trail_line
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER trail_line_never_leaves BEFORE DELETE ON trail_line
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
-- end
-- postgresql
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'this table is append-only'; END $$;
CREATE TRIGGER trail_line_never_changes BEFORE UPDATE OR DELETE ON trail_line
FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- end
