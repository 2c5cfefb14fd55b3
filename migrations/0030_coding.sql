-- The municipality's account string, its values, VAT codes, and what a purchase is charged to.

CREATE TABLE dimension_rule (
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    dimension {i64} NOT NULL CHECK (dimension BETWEEN 0 AND 6),
    place {i64} NOT NULL,
    label TEXT NOT NULL,
    required {bool} NOT NULL,
    used {bool} NOT NULL,
    PRIMARY KEY (municipality_id, dimension)
) {strict};

CREATE TABLE dimension_value (
    id {pk},
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    dimension {i64} NOT NULL CHECK (dimension BETWEEN 0 AND 6),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    parent TEXT NOT NULL,
    kostra TEXT NOT NULL,
    investment {bool} NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    blocked {bool} NOT NULL,
    budget_only {bool} NOT NULL,
    UNIQUE (municipality_id, dimension, code, valid_from)
) {strict};

CREATE TABLE vat_code (
    id {pk},
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    rate {i64} NOT NULL CHECK (rate >= 0),
    right_share {i64} NOT NULL CHECK (right_share BETWEEN 0 AND 10000),
    saft_code TEXT NOT NULL,
    category TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    UNIQUE (municipality_id, code, valid_from)
) {strict};

-- One account string of one municipality. The row is never changed, so the ledger may point at it.
CREATE TABLE coding (
    id {pk},
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    art TEXT NOT NULL,
    ansvar TEXT NOT NULL,
    funksjon TEXT NOT NULL,
    prosjekt TEXT NOT NULL,
    free_1 TEXT NOT NULL,
    free_2 TEXT NOT NULL,
    free_3 TEXT NOT NULL,
    UNIQUE (municipality_id, art, ansvar, funksjon, prosjekt, free_1, free_2, free_3)
) {strict};

-- Product group (UNSPSC prefix) → art and VAT code. The longest prefix wins.
CREATE TABLE product_group_rule (
    id {pk},
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    prefix TEXT NOT NULL,
    name TEXT NOT NULL,
    art TEXT NOT NULL,
    vat_code TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    UNIQUE (municipality_id, prefix, valid_from)
) {strict};

-- What a unit charged an item to the last time: the best guess for the next.
CREATE TABLE last_purchase (
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    unit_id {i64} NOT NULL REFERENCES unit (id),
    item_key TEXT NOT NULL,
    art TEXT NOT NULL,
    ansvar TEXT NOT NULL,
    funksjon TEXT NOT NULL,
    prosjekt TEXT NOT NULL,
    free_1 TEXT NOT NULL,
    free_2 TEXT NOT NULL,
    free_3 TEXT NOT NULL,
    vat_code TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (municipality_id, unit_id, item_key)
) {strict};

-- Arts and functions that KOSTRA does not accept in running or investment accounts. An empty art or
-- function means any. The source is Statistics Norway's control programme for municipal accounts.
CREATE TABLE invalid_combination (
    id {pk},
    investment {bool} NOT NULL,
    art TEXT NOT NULL,
    funksjon TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    source TEXT NOT NULL
) {strict};
CREATE INDEX invalid_combination_by_art ON invalid_combination (art);

-- postgresql
CREATE FUNCTION refuse_coding_change() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'append-only table %', TG_TABLE_NAME; END$$;
CREATE TRIGGER coding_append_only BEFORE UPDATE OR DELETE ON coding
    FOR EACH ROW EXECUTE FUNCTION refuse_coding_change();
-- end
-- sqlite
CREATE TRIGGER coding_no_update BEFORE UPDATE ON coding
BEGIN SELECT RAISE(ABORT, 'append-only table coding'); END;
CREATE TRIGGER coding_no_delete BEFORE DELETE ON coding
BEGIN SELECT RAISE(ABORT, 'append-only table coding'); END;
-- end

INSERT INTO invalid_combination (investment, art, funksjon, valid_from, valid_to, source) VALUES
    (1 = 0, '280', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 0, '512', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 0, '521', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 0, '522', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 0, '529', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 0, '670', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 0, '910', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 0, '911', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 0, '912', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 0, '921', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 0, '922', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 0, '929', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 0, '970', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 0, '', '841', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '070', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '080', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '110', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '114', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '240', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '509', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '570', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '590', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '600', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '629', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '630', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '640', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '800', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '870', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '871', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '872', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '873', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '874', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '875', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '876', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '877', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '878', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '879', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '909', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '990', '', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '', '800', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '', '840', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '', '850', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 1, '', '860', '2020-01-01', '9999-12-31', 'SSB kostra-kontrollprogram 2026'),
    (1 = 0, '270', '', '2026-01-01', '9999-12-31',
        'FOR-2025-10-29-2134 and SSB kostra-kontrollprogram 2026'),
    (1 = 1, '270', '', '2026-01-01', '9999-12-31',
        'FOR-2025-10-29-2134 and SSB kostra-kontrollprogram 2026');
