-- What people ask to buy: the basket (state 0), its lines, how each line is charged, and who said yes.

CREATE TABLE requisition(
    id {pk},
    municipality_id {i64} NOT NULL REFERENCES municipality(id),
    unit_id {i64} NOT NULL REFERENCES unit(id),
    unit_name TEXT NOT NULL,
    requester_id {i64} NOT NULL REFERENCES person(id),
    requester_name TEXT NOT NULL,
    state {i64} NOT NULL CHECK (state BETWEEN 0 AND 6),
    number TEXT,
    title TEXT NOT NULL,
    message TEXT NOT NULL,
    delivery_unit_id {i64} NOT NULL REFERENCES unit(id),
    wished TEXT,
    over_reason TEXT NOT NULL,
    over_ore {i64} NOT NULL,
    approval_reason TEXT NOT NULL,
    override_by {i64},
    net_ore {i64} NOT NULL,
    line_count {i64} NOT NULL,
    created_at TEXT NOT NULL,
    submitted_at TEXT,
    decided_at TEXT,
    UNIQUE (municipality_id, number),
    CHECK (state = 0 OR (number IS NOT NULL AND submitted_at IS NOT NULL)),
    CHECK (state < 3 OR decided_at IS NOT NULL)
) {strict};
-- One basket per person.
CREATE UNIQUE INDEX requisition_basket ON requisition(requester_id) WHERE state = 0;
CREATE INDEX requisition_by_requester ON requisition(requester_id, id);
CREATE INDEX requisition_by_municipality ON requisition(municipality_id, id);

CREATE TABLE requisition_counter(
    municipality_id {i64} NOT NULL REFERENCES municipality(id),
    year {i64} NOT NULL,
    last_number {i64} NOT NULL,
    PRIMARY KEY (municipality_id, year)
) {strict};

CREATE TABLE requisition_line(
    id {pk},
    requisition_id {i64} NOT NULL REFERENCES requisition(id),
    position {i64} NOT NULL,
    state {i64} NOT NULL CHECK (state BETWEEN 0 AND 3),
    item_id {i64} NOT NULL,
    supplier_id {i64} NOT NULL REFERENCES supplier(id),
    supplier_name TEXT NOT NULL,
    agreement_id {i64} NOT NULL,
    agreement_number TEXT NOT NULL,
    agreement_name TEXT NOT NULL,
    item_number TEXT NOT NULL,
    gtin TEXT NOT NULL,
    name TEXT NOT NULL,
    unspsc TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    quantity {i64} NOT NULL CHECK (quantity > 0),
    price {i64} NOT NULL CHECK (price >= 0),
    vat_rate {i64} NOT NULL CHECK (vat_rate >= 0),
    vat_category TEXT NOT NULL,
    outside_reason TEXT NOT NULL,
    coding_reason {i64} NOT NULL,
    ledger_line_id {i64},
    decided_by {i64},
    decided_by_name TEXT NOT NULL,
    decided_at TEXT,
    decision_reason TEXT NOT NULL
) {strict};
CREATE INDEX requisition_line_of ON requisition_line(requisition_id, position);

CREATE TABLE requisition_part(
    line_id {i64} NOT NULL REFERENCES requisition_line(id),
    position {i64} NOT NULL,
    weight {i64} NOT NULL CHECK (weight > 0),
    coding_id {i64} REFERENCES coding(id),
    unit_id {i64} REFERENCES unit(id),
    art TEXT NOT NULL, ansvar TEXT NOT NULL, funksjon TEXT NOT NULL, prosjekt TEXT NOT NULL,
    free_1 TEXT NOT NULL, free_2 TEXT NOT NULL, free_3 TEXT NOT NULL,
    art_name TEXT NOT NULL, ansvar_name TEXT NOT NULL, funksjon_name TEXT NOT NULL,
    prosjekt_name TEXT NOT NULL, free_1_name TEXT NOT NULL, free_2_name TEXT NOT NULL,
    free_3_name TEXT NOT NULL,
    vat_code TEXT NOT NULL,
    vat_rate {i64} NOT NULL,
    vat_right {i64} NOT NULL CHECK (vat_right BETWEEN 0 AND 10000),
    PRIMARY KEY (line_id, position)
) {strict};

-- Yes on behalf of one unit's budget. A requisition over several units is decided when each has one.
-- A change of the request takes them away; the trail keeps what was said.
CREATE TABLE requisition_consent(
    requisition_id {i64} NOT NULL REFERENCES requisition(id),
    unit_id {i64} NOT NULL REFERENCES unit(id),
    user_id {i64} NOT NULL REFERENCES person(id),
    at TEXT NOT NULL,
    PRIMARY KEY (requisition_id, unit_id)
) {strict};
