-- Who there is: municipalities, units, people, roles, authority limits, substitutes, suppliers.
-- Nothing here is deleted: it is blocked, or ended with a date.

CREATE TABLE municipality (
    id {pk},
    number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    organisation_number TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL DEFAULT 'nb' CHECK (language IN ('nb', 'nn', 'en')),
    host {bool} NOT NULL
) {strict};

CREATE TABLE municipality_settings (
    municipality_id {i64} NOT NULL PRIMARY KEY REFERENCES municipality (id),
    budget_policy {i64} NOT NULL,
    budget_scope {i64} NOT NULL,
    allowed_overrun_ore {i64} NOT NULL,
    increase_tolerance_ore {i64} NOT NULL,
    over_receipt_percent {i64} NOT NULL,
    invoice_price_percent {i64} NOT NULL,
    invoice_line_tolerance_ore {i64} NOT NULL,
    invoice_total_tolerance_ore {i64} NOT NULL,
    receipt_required {bool} NOT NULL,
    invoice_reference_label TEXT NOT NULL,
    invoice_reference_pattern TEXT NOT NULL,
    upload_limit_bytes {i64} NOT NULL,
    finance_profile TEXT NOT NULL,
    finance_client TEXT NOT NULL
) {strict};

CREATE TABLE unit (
    id {pk},
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    parent_id {i64} REFERENCES unit (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    function_code TEXT NOT NULL,
    delivery_name TEXT NOT NULL,
    street TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    leader_id {i64},
    last_day TEXT,
    UNIQUE (municipality_id, code)
) {strict};
CREATE INDEX unit_by_parent ON unit (parent_id);

-- How the commitment ledger is kept, by the day it holds from. A change is a new row; of two from the
-- same day the later one holds.
CREATE TABLE ledger_rules (
    id {pk},
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    valid_from TEXT NOT NULL,
    disputed_agreed_only {bool} NOT NULL,
    release_after_days {i64} NOT NULL CHECK (release_after_days >= 0),
    carry_reserved {bool} NOT NULL,
    set_by TEXT NOT NULL,
    set_at TEXT NOT NULL
) {strict};
CREATE INDEX ledger_rules_by_day ON ledger_rules (municipality_id, valid_from, id);

-- The tree, closed: every unit with itself (steps 0) and with each unit above it.
CREATE TABLE unit_within (
    inner_id {i64} NOT NULL REFERENCES unit (id),
    outer_id {i64} NOT NULL REFERENCES unit (id),
    steps {i64} NOT NULL CHECK (steps >= 0),
    PRIMARY KEY (inner_id, outer_id)
) {strict};
CREATE INDEX unit_within_outer ON unit_within (outer_id, inner_id);

CREATE TABLE person (
    id {pk},
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    unit_id {i64} NOT NULL REFERENCES unit (id),
    user_name TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    blocked {bool} NOT NULL,
    password_hash TEXT
) {strict};
CREATE INDEX person_by_municipality ON person (municipality_id, name);

-- A role in a unit and everything below it; no unit is the whole municipality.
CREATE TABLE role_grant (
    id {pk},
    person_id {i64} NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    unit_id {i64} REFERENCES unit (id),
    granted_at TEXT NOT NULL,
    ended_at TEXT
) {strict};
CREATE UNIQUE INDEX role_grant_once ON role_grant (person_id, role, COALESCE(unit_id, 0))
    WHERE ended_at IS NULL;
CREATE INDEX role_grant_by_unit ON role_grant (unit_id, role) WHERE ended_at IS NULL;

-- Which units a person sees: own unit, the units of the grants, and everything below them.
-- Rewritten when a grant or the tree changes, so that a page need not climb the tree.
CREATE TABLE reach (
    person_id {i64} NOT NULL REFERENCES person (id),
    unit_id {i64} NOT NULL REFERENCES unit (id),
    PRIMARY KEY (person_id, unit_id)
) {strict};
CREATE INDEX reach_by_unit ON reach (unit_id);

-- Budsjettdisponeringsmyndighet: how much, where, when, by whose decision.
CREATE TABLE authority_limit (
    id {pk},
    person_id {i64} NOT NULL REFERENCES person (id),
    unit_id {i64} REFERENCES unit (id),
    limit_ore {i64} NOT NULL CHECK (limit_ore >= 0),
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    reference TEXT NOT NULL
) {strict};
CREATE INDEX authority_limit_by_person ON authority_limit (person_id);
CREATE INDEX authority_limit_by_unit ON authority_limit (unit_id);

CREATE TABLE delegation (
    id {pk},
    lender_id {i64} NOT NULL REFERENCES person (id),
    substitute_id {i64} NOT NULL REFERENCES person (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    limit_ore {i64},
    reason TEXT NOT NULL,
    CHECK (lender_id <> substitute_id)
) {strict};
CREATE INDEX delegation_by_lender ON delegation (lender_id);
CREATE INDEX delegation_by_substitute ON delegation (substitute_id);

CREATE TABLE supplier (
    id {pk},
    organisation_number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    street TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    email TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    bank_account TEXT NOT NULL,
    finance_number TEXT NOT NULL,
    blocked {bool} NOT NULL
) {strict};

-- The supplier's number in one municipality's finance system, where it differs from the region's.
CREATE TABLE supplier_number (
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    supplier_id {i64} NOT NULL REFERENCES supplier (id),
    number TEXT NOT NULL,
    PRIMARY KEY (municipality_id, supplier_id)
) {strict};
CREATE UNIQUE INDEX supplier_number_once ON supplier_number (municipality_id, number);
