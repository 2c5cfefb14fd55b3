-- What has come. A receipt is never changed: it is undone by another that names it.

CREATE TABLE receipt (
    id {pk},
    order_id {i64} NOT NULL,
    municipality_id {i64} NOT NULL,
    by_id {i64} NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    day TEXT NOT NULL,
    undoes_id {i64} REFERENCES receipt (id),
    reason TEXT NOT NULL,
    form_key TEXT NOT NULL
) {strict};
CREATE INDEX receipt_by_order ON receipt (order_id, id);
CREATE UNIQUE INDEX receipt_once ON receipt (form_key) WHERE form_key <> '';
CREATE UNIQUE INDEX receipt_undone_once ON receipt (undoes_id) WHERE undoes_id IS NOT NULL;

-- Quantities are integers of 10^-6. quantity is what was accepted; damaged and wrong came, but were not.
CREATE TABLE receipt_line (
    id {pk},
    receipt_id {i64} NOT NULL REFERENCES receipt (id),
    order_line_id {i64} NOT NULL,
    quantity {i64} NOT NULL CHECK (quantity >= 0),
    damaged {i64} NOT NULL CHECK (damaged >= 0),
    wrong {i64} NOT NULL CHECK (wrong >= 0),
    note TEXT NOT NULL
) {strict};
CREATE INDEX receipt_line_by_receipt ON receipt_line (receipt_id);
CREATE INDEX receipt_line_by_order_line ON receipt_line (order_line_id);

CREATE TABLE receipt_picture (
    receipt_line_id {i64} NOT NULL REFERENCES receipt_line (id),
    file_id {i64} NOT NULL,
    PRIMARY KEY (receipt_line_id, file_id)
) {strict};

-- sqlite
CREATE TRIGGER receipt_never_changes BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'a receipt is undone, not changed'); END;
CREATE TRIGGER receipt_never_leaves BEFORE DELETE ON receipt
BEGIN SELECT RAISE(ABORT, 'a receipt is undone, not removed'); END;
CREATE TRIGGER receipt_line_never_changes BEFORE UPDATE ON receipt_line
BEGIN SELECT RAISE(ABORT, 'a receipt is undone, not changed'); END;
CREATE TRIGGER receipt_line_never_leaves BEFORE DELETE ON receipt_line
BEGIN SELECT RAISE(ABORT, 'a receipt is undone, not removed'); END;
-- end
-- postgresql
CREATE TRIGGER receipt_never_changes BEFORE UPDATE OR DELETE ON receipt
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER receipt_line_never_changes BEFORE UPDATE OR DELETE ON receipt_line
FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- end
