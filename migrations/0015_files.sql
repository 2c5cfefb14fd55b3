-- What people attach: an offer, a photo of a damaged box, a delivery note. The content stands in a
-- table of its own, so that lists never touch it; it never changes.
CREATE TABLE file (
    id              {pk},
    municipality_id {i64} NOT NULL,
    unit_id         {i64} NOT NULL,
    subject_kind    TEXT NOT NULL,
    subject_id      {i64} NOT NULL,
    name            TEXT NOT NULL,
    media_type      TEXT NOT NULL,
    size_bytes      {i64} NOT NULL CHECK (size_bytes > 0),
    sha256          TEXT NOT NULL,
    uploaded_by     {i64} NOT NULL,
    at              TEXT NOT NULL,
    removed_at      TEXT
) {strict};
CREATE INDEX file_by_subject ON file (subject_kind, subject_id);

CREATE TABLE file_content (
    file_id {i64} NOT NULL PRIMARY KEY REFERENCES file (id),
    bytes   {blob} NOT NULL
) {strict};

-- sqlite
CREATE TRIGGER file_content_never_changes BEFORE UPDATE ON file_content
BEGIN SELECT RAISE(ABORT, 'a file never changes'); END;
CREATE TRIGGER file_content_never_leaves BEFORE DELETE ON file_content
BEGIN SELECT RAISE(ABORT, 'a file never leaves'); END;
-- end
-- postgresql
CREATE FUNCTION file_content_stays() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'a file never changes'; END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER file_content_never_changes BEFORE UPDATE OR DELETE ON file_content
FOR EACH ROW EXECUTE FUNCTION file_content_stays();
-- end
