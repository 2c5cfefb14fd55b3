-- The commitment ledger. Entries and postings are written once; everything else here follows from
-- them and is re-proved by ledger::verify().

CREATE TABLE ledger_entry (
    sequence {pk},
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    date TEXT NOT NULL,
    year {i64} NOT NULL,
    at TEXT NOT NULL,
    actor_id {i64} NOT NULL,
    document_kind TEXT NOT NULL,
    document_id {i64} NOT NULL,
    event TEXT NOT NULL,
    reason TEXT NOT NULL,
    key TEXT,
    content TEXT,
    outcome TEXT,
    reverses {i64} REFERENCES ledger_entry (sequence)
) {strict};
CREATE UNIQUE INDEX ledger_entry_key ON ledger_entry (municipality_id, key) WHERE key IS NOT NULL;
CREATE UNIQUE INDEX ledger_entry_reverses ON ledger_entry (reverses) WHERE reverses IS NOT NULL;

-- Both sides share coding and year, so no row can be out of balance. Kinds are numbered as in
-- ledger::Kind.
CREATE TABLE ledger_posting (
    entry {i64} NOT NULL REFERENCES ledger_entry (sequence),
    position {i64} NOT NULL,
    credit {i64} NOT NULL CHECK (credit BETWEEN 0 AND 7),
    debit {i64} NOT NULL CHECK (debit BETWEEN 0 AND 7 AND debit <> credit),
    amount_ore {i64} NOT NULL CHECK (amount_ore > 0),
    coding_id {i64} NOT NULL,
    year {i64} NOT NULL,
    line_id {i64},
    voucher_id {i64},
    PRIMARY KEY (entry, position)
) {strict};
CREATE INDEX ledger_posting_coding ON ledger_posting (coding_id, year, entry);
CREATE INDEX ledger_posting_line ON ledger_posting (line_id) WHERE line_id IS NOT NULL;
CREATE INDEX ledger_posting_voucher ON ledger_posting (voucher_id) WHERE voucher_id IS NOT NULL;

-- The cached sums. The dimensions stand here too, so that cover is judged without a join.
CREATE TABLE ledger_balance (
    coding_id {i64} NOT NULL REFERENCES coding (id),
    year {i64} NOT NULL,
    municipality_id {i64} NOT NULL,
    art TEXT NOT NULL,
    art_group TEXT NOT NULL,
    ansvar TEXT NOT NULL,
    funksjon TEXT NOT NULL,
    prosjekt TEXT NOT NULL,
    adopted {i64} NOT NULL,
    change {i64} NOT NULL,
    reserved {i64} NOT NULL,
    committed {i64} NOT NULL,
    received {i64} NOT NULL,
    invoiced {i64} NOT NULL,
    posted {i64} NOT NULL,
    PRIMARY KEY (coding_id, year)
) {strict};
CREATE INDEX ledger_balance_unit ON ledger_balance (municipality_id, ansvar, funksjon, year);
CREATE INDEX ledger_balance_project ON ledger_balance (municipality_id, prosjekt) WHERE prosjekt <> '';

-- An order line's bookkeeping; body is ledger::encode(Line). open_ore: what stands in reserved,
-- committed and received together.
CREATE TABLE ledger_line (
    id {pk},
    municipality_id {i64} NOT NULL,
    year {i64} NOT NULL,
    state {i64} NOT NULL,
    open_ore {i64} NOT NULL,
    document_kind TEXT NOT NULL,
    document_id {i64} NOT NULL,
    body TEXT NOT NULL
) {strict};
CREATE INDEX ledger_line_open ON ledger_line (municipality_id, year) WHERE open_ore > 0;

-- An invoice, a credit note or a correction; body is ledger::encode(Voucher). identity: seller,
-- number, date and amount, so that the same invoice counts once whatever way it came.
CREATE TABLE ledger_voucher (
    id {pk},
    municipality_id {i64} NOT NULL,
    kind {i64} NOT NULL,
    state {i64} NOT NULL,
    of_id {i64},
    identity TEXT,
    document_kind TEXT NOT NULL,
    document_id {i64} NOT NULL,
    registered TEXT NOT NULL,
    posted TEXT,
    first_year {i64} NOT NULL,
    last_year {i64} NOT NULL,
    body TEXT NOT NULL
) {strict};
CREATE UNIQUE INDEX ledger_voucher_identity ON ledger_voucher (municipality_id, identity)
    WHERE identity IS NOT NULL;
CREATE INDEX ledger_voucher_unposted ON ledger_voucher (municipality_id) WHERE state = 0;

-- Early visibility per unit: how much was seen how many days ahead. days -1: what the weights are
-- measured against.
CREATE TABLE ledger_visibility (
    municipality_id {i64} NOT NULL,
    until {i64} NOT NULL,
    year {i64} NOT NULL,
    ansvar TEXT NOT NULL,
    month {i64} NOT NULL,
    days {i64} NOT NULL,
    weight_ore {i64} NOT NULL,
    PRIMARY KEY (municipality_id, until, year, ansvar, month, days)
) {strict};

CREATE TABLE ledger_closed_year (
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    year {i64} NOT NULL,
    closed_at TEXT NOT NULL,
    actor_id {i64} NOT NULL,
    PRIMARY KEY (municipality_id, year)
) {strict};

-- sqlite
CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'append-only table ledger_entry'); END;
CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'append-only table ledger_entry'); END;
CREATE TRIGGER ledger_posting_no_update BEFORE UPDATE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'append-only table ledger_posting'); END;
CREATE TRIGGER ledger_posting_no_delete BEFORE DELETE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'append-only table ledger_posting'); END;
-- end
-- postgresql
CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'append-only table %', TG_TABLE_NAME; END$$;
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER ledger_posting_append_only BEFORE UPDATE OR DELETE ON ledger_posting
    FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
-- end
