-- Export to the finance system and its answers. What has been exported never changes.

-- How the municipality's finance system wants its files; JSON, read by the program.
CREATE TABLE finance_profile (
    municipality_id {i64} NOT NULL PRIMARY KEY REFERENCES municipality (id),
    settings TEXT NOT NULL
) {strict};

CREATE TABLE export_batch (
    id {pk},
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    running {i64} NOT NULL,
    year {i64} NOT NULL,
    number TEXT NOT NULL UNIQUE,
    format TEXT NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes {blob} NOT NULL,
    hash TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    invoices {i64} NOT NULL,
    total_ore {i64} NOT NULL,
    UNIQUE (municipality_id, year, running)
) {strict};

CREATE TABLE export_item (
    batch_id {i64} NOT NULL REFERENCES export_batch (id),
    invoice_id {i64} NOT NULL,
    correction_id {i64} NOT NULL,
    reference TEXT NOT NULL,
    amount_ore {i64} NOT NULL,
    PRIMARY KEY (batch_id, reference)
) {strict};
CREATE INDEX export_item_by_invoice ON export_item (invoice_id);

-- The same file written once more: when, and by whom.
CREATE TABLE export_repeat (
    id {pk},
    batch_id {i64} NOT NULL REFERENCES export_batch (id),
    at TEXT NOT NULL,
    by_whom TEXT NOT NULL
) {strict};
CREATE INDEX export_repeat_by_batch ON export_repeat (batch_id);

CREATE TABLE finance_receipt (
    id {pk},
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    at TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    hash TEXT NOT NULL,
    posted {i64} NOT NULL,
    repeated {i64} NOT NULL,
    rejected {i64} NOT NULL,
    wrong {i64} NOT NULL
) {strict};

CREATE TABLE finance_receipt_line (
    receipt_id {i64} NOT NULL REFERENCES finance_receipt (id),
    line {i64} NOT NULL,
    reference TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail_nb TEXT NOT NULL,
    detail_nn TEXT NOT NULL,
    detail_en TEXT NOT NULL,
    PRIMARY KEY (receipt_id, line)
) {strict};

-- sqlite
CREATE TRIGGER export_batch_no_update BEFORE UPDATE ON export_batch
BEGIN SELECT RAISE(ABORT, 'append-only table export_batch'); END;
CREATE TRIGGER export_batch_no_delete BEFORE DELETE ON export_batch
BEGIN SELECT RAISE(ABORT, 'append-only table export_batch'); END;
CREATE TRIGGER export_item_no_update BEFORE UPDATE ON export_item
BEGIN SELECT RAISE(ABORT, 'append-only table export_item'); END;
CREATE TRIGGER export_item_no_delete BEFORE DELETE ON export_item
BEGIN SELECT RAISE(ABORT, 'append-only table export_item'); END;
-- end
-- postgresql
CREATE FUNCTION refuse_export_change() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'append-only table %', TG_TABLE_NAME; END$$;
CREATE TRIGGER export_batch_append_only BEFORE UPDATE OR DELETE ON export_batch
    FOR EACH ROW EXECUTE FUNCTION refuse_export_change();
CREATE TRIGGER export_item_append_only BEFORE UPDATE OR DELETE ON export_item
    FOR EACH ROW EXECUTE FUNCTION refuse_export_change();
-- end
