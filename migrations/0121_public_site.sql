-- What the coordinator writes for everybody to read, and what readers write back. Agreements and
-- plans are not here: the public site reads them where they are kept.

CREATE TABLE public_setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) {strict};

-- A page: strategy, routines, what suppliers should know. Readers see the released version.
CREATE TABLE public_page (
    id {pk},
    slug TEXT NOT NULL UNIQUE,
    kind {i64} NOT NULL,
    position {i64} NOT NULL,
    released_version {i64},
    released_at TEXT
) {strict};

-- What a version says in one language. A version never changes; the next one takes its place.
CREATE TABLE public_page_text (
    page_id {i64} NOT NULL REFERENCES public_page (id),
    version {i64} NOT NULL,
    language {i64} NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    at TEXT NOT NULL,
    by_name TEXT NOT NULL,
    PRIMARY KEY (page_id, version, language)
) {strict};

CREATE TABLE public_feedback (
    id {pk},
    at TEXT NOT NULL,
    about TEXT NOT NULL,      -- the page that it came from, or empty
    language {i64} NOT NULL,
    message TEXT NOT NULL,
    name TEXT NOT NULL,       -- erased when it is closed
    email TEXT NOT NULL,      -- likewise
    closed_at TEXT,
    closed_by TEXT NOT NULL,
    answer TEXT NOT NULL      -- what was done about it
) {strict};

-- When settings and pages last changed: what readers outside compare with.
CREATE TABLE public_change (
    sequence {pk},
    at TEXT NOT NULL
) {strict};

-- sqlite
CREATE TRIGGER public_page_text_never_changes BEFORE UPDATE ON public_page_text
BEGIN SELECT RAISE(ABORT, 'a version never changes'); END;
CREATE TRIGGER public_page_text_never_leaves BEFORE DELETE ON public_page_text
BEGIN SELECT RAISE(ABORT, 'a version never leaves'); END;
-- end
-- postgresql
CREATE FUNCTION public_page_text_stays() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'a version never changes'; END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER public_page_text_never_changes BEFORE UPDATE OR DELETE ON public_page_text
FOR EACH ROW EXECUTE FUNCTION public_page_text_stays();
-- end
