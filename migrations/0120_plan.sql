-- What the region is going to buy. A planned purchase is never deleted: it is completed or cancelled.
CREATE TABLE planned_purchase (
    id {pk},
    number TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    cpv TEXT NOT NULL,              -- codes parted by blanks, the main one first
    value_band {i64} NOT NULL,
    estimate_ore {i64},             -- for those who plan; never shown outside
    duration TEXT NOT NULL,
    announcement TEXT NOT NULL,     -- "2027-Q1", or empty
    start TEXT NOT NULL,            -- likewise
    method {i64} NOT NULL,
    contact_name TEXT NOT NULL,
    contact_email TEXT NOT NULL,
    notice TEXT NOT NULL,           -- the address of the notice on Doffin
    replaces TEXT NOT NULL,         -- the number of the agreement that ends
    agreement TEXT NOT NULL,        -- the number of the agreement that came of it
    note TEXT NOT NULL,             -- internal
    status {i64} NOT NULL,
    released {bool} NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
) {strict};

CREATE TABLE planned_purchase_municipality (
    planned_purchase_id {i64} NOT NULL REFERENCES planned_purchase (id),
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    PRIMARY KEY (planned_purchase_id, municipality_id)
) {strict};

-- When the plan as a whole last changed: what readers outside compare with.
CREATE TABLE plan_change (
    sequence {pk},
    planned_purchase_id {i64} NOT NULL REFERENCES planned_purchase (id),
    at TEXT NOT NULL
) {strict};
