-- Framework agreements: who supplies, who has joined, what is agreed. An agreement is never
-- deleted: it ends with a date.

CREATE TABLE agreement (
    id {pk},
    number TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    kind {i64} NOT NULL DEFAULT 0 CHECK (kind BETWEEN 0 AND 4),
    state {i64} NOT NULL DEFAULT 2 CHECK (state BETWEEN 0 AND 6),
    supplier_id {i64} NOT NULL REFERENCES supplier (id),
    cpv TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    options TEXT NOT NULL,
    free_delivery_from_ore {i64},
    delivery_days {i64} NOT NULL,
    notice TEXT NOT NULL,
    product_groups TEXT NOT NULL,
    contact TEXT NOT NULL,
    terms TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    case_reference TEXT NOT NULL DEFAULT '',
    decided_on TEXT,
    decision TEXT NOT NULL DEFAULT '',
    signed_on TEXT,
    end_reason TEXT NOT NULL DEFAULT '',
    notice_months {i64} NOT NULL DEFAULT 0,
    renegotiate_on TEXT,
    estimated_ore {i64},
    maximum_ore {i64},
    delivery_terms TEXT NOT NULL DEFAULT '',
    payment_terms TEXT NOT NULL DEFAULT '',
    payment_days {i64} NOT NULL DEFAULT 0,
    manager_id {i64} REFERENCES person (id),
    released {bool} NOT NULL,
    public_text TEXT NOT NULL DEFAULT '',
    CHECK (valid_from <= valid_to),
    -- Nothing is signed without the decision it rests on. What was taken over from before has no
    -- day of signing here.
    CHECK (signed_on IS NULL OR (decided_on IS NOT NULL AND decision <> ''))
) {strict};
CREATE INDEX agreement_by_supplier ON agreement (supplier_id);

CREATE TABLE agreement_member (
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    joined_on TEXT NOT NULL,
    left_on TEXT,
    decided_on TEXT,
    reference TEXT NOT NULL,
    estimated_ore {i64},
    maximum_ore {i64},
    PRIMARY KEY (agreement_id, municipality_id)
) {strict};
CREATE INDEX agreement_member_by_municipality ON agreement_member (municipality_id, agreement_id);

-- Where only some of a municipality's units may call off: these, and what is below them.
CREATE TABLE agreement_unit (
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    unit_id {i64} NOT NULL REFERENCES unit (id),
    PRIMARY KEY (agreement_id, unit_id)
) {strict};
CREATE INDEX agreement_unit_of ON agreement_unit (agreement_id, municipality_id);

CREATE TABLE agreement_lot (
    id {pk},
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    number {i64} NOT NULL,
    title TEXT NOT NULL,
    cpv TEXT NOT NULL,
    estimated_ore {i64},
    maximum_ore {i64},
    UNIQUE (agreement_id, number)
) {strict};

CREATE TABLE agreement_supplier (
    id {pk},
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    supplier_id {i64} NOT NULL REFERENCES supplier (id),
    rank {i64} NOT NULL,
    lot_id {i64} REFERENCES agreement_lot (id)
) {strict};
CREATE UNIQUE INDEX agreement_supplier_once
    ON agreement_supplier (agreement_id, supplier_id, COALESCE(lot_id, 0));
CREATE INDEX agreement_supplier_of ON agreement_supplier (supplier_id, agreement_id);

CREATE TABLE agreement_cpv (
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    position {i64} NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (agreement_id, position)
) {strict};

CREATE TABLE agreement_option (
    id {pk},
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    number {i64} NOT NULL,
    valid_to TEXT NOT NULL,
    deadline TEXT,
    used_on TEXT,
    reference TEXT NOT NULL,
    UNIQUE (agreement_id, number),
    CHECK (used_on IS NULL OR reference <> '')
) {strict};

CREATE TABLE agreement_contact (
    id {pk},
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    kind {i64} NOT NULL,
    municipality_id {i64} REFERENCES municipality (id),
    person_id {i64} REFERENCES person (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    telephone TEXT NOT NULL
) {strict};
CREATE INDEX agreement_contact_of ON agreement_contact (agreement_id);

-- percent, discount and index_share are integers of 10^-6: 0.18 is 180000.
CREATE TABLE agreement_fee (
    id {pk},
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    kind {i64} NOT NULL,
    most_ore {i64},
    percent {i64},
    below_ore {i64},
    text TEXT NOT NULL
) {strict};
CREATE INDEX agreement_fee_of ON agreement_fee (agreement_id);

CREATE TABLE agreement_price_rule (
    id {pk},
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    kind {i64} NOT NULL,
    lot_id {i64} REFERENCES agreement_lot (id),
    product_group TEXT NOT NULL,
    discount {i64},
    index_name TEXT NOT NULL,
    index_base TEXT NOT NULL,
    index_share {i64},
    every_months {i64} NOT NULL,
    fixed_until TEXT,
    note TEXT NOT NULL
) {strict};
CREATE INDEX agreement_price_rule_of ON agreement_price_rule (agreement_id);

CREATE TABLE agreement_requirement (
    id {pk},
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    kind {i64} NOT NULL,
    text TEXT NOT NULL,
    how TEXT NOT NULL,
    every_months {i64} NOT NULL,
    next_on TEXT,
    last_on TEXT,
    last_note TEXT NOT NULL
) {strict};
CREATE INDEX agreement_requirement_of ON agreement_requirement (agreement_id);

CREATE TABLE agreement_document (
    id {pk},
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    kind {i64} NOT NULL,
    title TEXT NOT NULL,
    version {i64} NOT NULL,
    file_id {i64} NOT NULL,
    file_name TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (agreement_id, title, version)
) {strict};

CREATE TABLE agreement_happening (
    id {pk},
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    day TEXT NOT NULL,
    text TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL
) {strict};
CREATE INDEX agreement_happening_of ON agreement_happening (agreement_id);

-- What was said about a date that comes: once per agreement, kind, item, day and step.
CREATE TABLE agreement_reminder (
    agreement_id {i64} NOT NULL REFERENCES agreement (id),
    kind {i64} NOT NULL,
    item_id {i64} NOT NULL,
    due_on TEXT NOT NULL,
    step {i64} NOT NULL,
    at TEXT NOT NULL,
    open {bool} NOT NULL,
    PRIMARY KEY (agreement_id, kind, item_id, due_on, step)
) {strict};

-- The address of a person's calendar feed; a new token makes the old address unknown. It opens dates
-- that everybody who signs in may read.
CREATE TABLE agreement_calendar (
    person_id {i64} NOT NULL PRIMARY KEY REFERENCES person (id),
    token TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL
) {strict};

-- A register that is being taken in: kept while a person looks at the preview, stored as agreements
-- only when it is confirmed.
CREATE TABLE agreement_intake (
    id {pk},
    person_id {i64} NOT NULL REFERENCES person (id),
    file_name TEXT NOT NULL,
    at TEXT NOT NULL,
    bytes {blob} NOT NULL,
    taken_at TEXT
) {strict};

-- Outbox for what is derived from agreements.
CREATE TABLE agreement_change (
    sequence {pk},
    agreement_id {i64} NOT NULL REFERENCES agreement (id)
) {strict};
