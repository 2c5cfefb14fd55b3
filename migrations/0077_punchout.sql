-- Suppliers' own shops, and each visit to one: who went, with which key, and what came back.

CREATE TABLE punchout_shop (
    id {pk},
    supplier_id {i64} NOT NULL REFERENCES supplier (id),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    secret TEXT NOT NULL,
    open {bool} NOT NULL
) {strict};

-- The key is known to the browser that carries it; only its digest is kept.
CREATE TABLE punchout_visit (
    id {pk},
    shop_id {i64} NOT NULL REFERENCES punchout_shop (id),
    user_id {i64} NOT NULL REFERENCES person (id),
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    key_digest TEXT NOT NULL UNIQUE,
    state {i64} NOT NULL CHECK (state BETWEEN 0 AND 3),
    begun_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    returned_at TEXT,
    refused TEXT NOT NULL,
    document TEXT NOT NULL
) {strict};
CREATE INDEX punchout_visit_of ON punchout_visit (user_id, state);
