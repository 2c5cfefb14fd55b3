-- What the control of prices found, and what is claimed back of it.

-- When a document was last held against the agreements. subject_kind: 0 invoice, 1 order.
CREATE TABLE control_run (
    subject_kind {i64} NOT NULL,
    subject_id {i64} NOT NULL,
    at TEXT NOT NULL,
    lines {i64} NOT NULL,
    matched {i64} NOT NULL,
    PRIMARY KEY (subject_kind, subject_id)
) {strict};

CREATE TABLE control_claim (
    id {pk},
    number TEXT NOT NULL UNIQUE,
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    supplier_id {i64} NOT NULL REFERENCES supplier (id),
    state {i64} NOT NULL,
    made_on TEXT NOT NULL,
    made_by {i64} NOT NULL,
    sent_on TEXT,
    due TEXT,
    reminded_on TEXT,
    reason TEXT NOT NULL
) {strict};
CREATE INDEX control_claim_open ON control_claim (supplier_id, municipality_id, state);

-- states: 0 found, 1 claimed, 2 set aside by a person, 3 settled. confirmed: a person has said that
-- a question is one for the supplier.
CREATE TABLE control_finding (
    id {pk},
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    unit_id {i64} NOT NULL,
    subject_kind {i64} NOT NULL,
    subject_id {i64} NOT NULL,
    subject_number TEXT NOT NULL,
    issued TEXT NOT NULL,
    position {i64} NOT NULL,
    kind {i64} NOT NULL,
    doubt {i64} NOT NULL,
    confirmed {bool} NOT NULL,
    match {i64} NOT NULL,
    likeness {i64} NOT NULL,
    supplier_id {i64} NOT NULL REFERENCES supplier (id),
    agreement_id {i64} NOT NULL,
    item_id {i64} NOT NULL,
    price_list_id {i64} NOT NULL,
    what TEXT NOT NULL,
    price_day TEXT NOT NULL,
    quantity {i64} NOT NULL,
    unit TEXT NOT NULL,
    agreed {i64} NOT NULL,
    found {i64} NOT NULL,
    at_stake_ore {i64} NOT NULL,
    net_ore {i64} NOT NULL,
    found_at TEXT NOT NULL,
    state {i64} NOT NULL,
    reason TEXT NOT NULL,
    claim_id {i64} REFERENCES control_claim (id),
    recovered_ore {i64} NOT NULL
) {strict};
CREATE INDEX control_finding_by_subject ON control_finding (subject_kind, subject_id);
CREATE INDEX control_finding_by_state ON control_finding (municipality_id, state, kind);
CREATE INDEX control_finding_by_claim ON control_finding (claim_id) WHERE claim_id IS NOT NULL;

-- A credit note that answers a claim.
CREATE TABLE control_credit (
    claim_id {i64} NOT NULL REFERENCES control_claim (id),
    invoice_id {i64} NOT NULL,
    amount_ore {i64} NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (claim_id, invoice_id)
) {strict};
CREATE INDEX control_credit_by_invoice ON control_credit (invoice_id);

CREATE TABLE control_number (
    municipality_id {i64} NOT NULL,
    year {i64} NOT NULL,
    last {i64} NOT NULL,
    PRIMARY KEY (municipality_id, year)
) {strict};
