-- Documents in and out. The row moves through its states; the bytes never change, and nothing is ever
-- removed: an invoice must be there for five years (bokføringsloven § 13), and no clock here deletes.

CREATE TABLE gateway_document (
    id {pk},
    direction {i64} NOT NULL,
    state {i64} NOT NULL,
    municipality_id {i64} NOT NULL,
    type TEXT NOT NULL,
    channel TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sender TEXT NOT NULL,
    receiver TEXT NOT NULL,
    counterpart TEXT NOT NULL,
    number TEXT NOT NULL,
    instance TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size {i64} NOT NULL,
    business_key TEXT NOT NULL,
    reason_name TEXT NOT NULL DEFAULT '',
    reason_nb TEXT NOT NULL DEFAULT '',
    reason_nn TEXT NOT NULL DEFAULT '',
    reason_en TEXT NOT NULL DEFAULT '',
    findings TEXT NOT NULL DEFAULT '',
    duplicate_of {i64},
    subject_kind TEXT NOT NULL DEFAULT '',
    subject_id {i64} NOT NULL DEFAULT 0,
    label TEXT NOT NULL DEFAULT '',
    path TEXT NOT NULL DEFAULT '',
    attempts {i64} NOT NULL DEFAULT 0,
    at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    next_attempt_at TEXT
) {strict};
-- States as in gateway.h: 0 filed, 1 quarantined, 2 discarded, 3 duplicate, 4 queued, 5 sent, 7 failed, 8 given up.
CREATE INDEX gateway_document_by_municipality ON gateway_document (municipality_id, id);
CREATE INDEX gateway_document_waits ON gateway_document (next_attempt_at) WHERE state IN (4, 7);
CREATE INDEX gateway_document_sent ON gateway_document (id) WHERE state = 5;
CREATE INDEX gateway_document_problem ON gateway_document (municipality_id, state) WHERE state IN (1, 4, 7, 8);
CREATE INDEX gateway_document_by_hash ON gateway_document (sha256) WHERE direction = 0;
CREATE INDEX gateway_document_by_subject ON gateway_document (subject_kind, subject_id);
CREATE INDEX gateway_document_sent_as ON gateway_document (instance) WHERE direction = 1;
CREATE UNIQUE INDEX gateway_document_transmission ON gateway_document (instance)
    WHERE direction = 0 AND state IN (0, 1, 2) AND instance <> '';
CREATE UNIQUE INDEX gateway_document_once ON gateway_document (business_key)
    WHERE direction = 0 AND state = 0 AND business_key <> '';

CREATE TABLE gateway_bytes (
    document_id {i64} NOT NULL PRIMARY KEY REFERENCES gateway_document (id),
    packed {blob} NOT NULL  -- zstd; gateway_document.sha256 and size are of the original
) {strict};

-- sqlite
CREATE TRIGGER gateway_bytes_never_change BEFORE UPDATE ON gateway_bytes
BEGIN SELECT RAISE(ABORT, 'a document that came is never changed'); END;
CREATE TRIGGER gateway_bytes_never_leave BEFORE DELETE ON gateway_bytes
BEGIN SELECT RAISE(ABORT, 'a document that came is never removed'); END;
CREATE TRIGGER gateway_document_never_leaves BEFORE DELETE ON gateway_document
BEGIN SELECT RAISE(ABORT, 'a document that came is never removed'); END;
CREATE TRIGGER gateway_document_keeps_its_hash BEFORE UPDATE OF sha256, size, at ON gateway_document
BEGIN SELECT RAISE(ABORT, 'the hash of a document is never changed'); END;
-- end
-- postgresql
CREATE TRIGGER gateway_bytes_never_change BEFORE UPDATE OR DELETE ON gateway_bytes
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER gateway_document_never_leaves BEFORE DELETE ON gateway_document
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER gateway_document_keeps_its_hash BEFORE UPDATE OF sha256, size, at ON gateway_document
FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- end

-- What the other side is registered for in the network, as far as we know: which answers it takes.
CREATE TABLE gateway_peer (
    participant TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    takes_invoice_response {bool} NOT NULL,
    takes_mlr {bool} NOT NULL,
    changed_at TEXT NOT NULL
) {strict};
