-- The supplier's invoices and credit notes. What arrived never changes; where it stands does.

CREATE TABLE invoice_number (
    municipality_id {i64} NOT NULL,
    year {i64} NOT NULL,
    last {i64} NOT NULL,
    PRIMARY KEY (municipality_id, year)
) {strict};

CREATE TABLE invoice (
    id {pk},
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    reference TEXT NOT NULL UNIQUE,
    credit_note {bool} NOT NULL,
    number TEXT NOT NULL,
    type_code TEXT NOT NULL,
    issued TEXT NOT NULL,
    issue_year {i64} NOT NULL,
    due TEXT,
    currency TEXT NOT NULL,
    seller_number TEXT NOT NULL,
    seller_name TEXT NOT NULL,
    seller_endpoint TEXT NOT NULL,
    buyer_reference TEXT NOT NULL,
    order_reference TEXT NOT NULL,
    accounting_cost TEXT NOT NULL,
    contract_reference TEXT NOT NULL,
    contact TEXT NOT NULL,
    note TEXT NOT NULL,
    kid TEXT NOT NULL,
    account TEXT NOT NULL,
    preceding TEXT NOT NULL,
    net_ore {i64} NOT NULL,
    vat_ore {i64} NOT NULL,
    payable_ore {i64} NOT NULL,
    rounding_ore {i64} NOT NULL,
    prepaid_ore {i64} NOT NULL,
    adds_up {bool} NOT NULL,
    document_id {i64} NOT NULL,
    document_hash TEXT NOT NULL,
    received_at TEXT NOT NULL
) {strict};
-- The same invoice enters once, by whatever channel.
CREATE UNIQUE INDEX invoice_once ON invoice (seller_number, number, issue_year, credit_note, payable_ore);
CREATE INDEX invoice_by_municipality ON invoice (municipality_id, id);
CREATE INDEX invoice_by_seller ON invoice (municipality_id, seller_number, issue_year);

-- Lines, and after them the charges and allowances of the document.
CREATE TABLE invoice_line (
    invoice_id {i64} NOT NULL REFERENCES invoice (id),
    position {i64} NOT NULL,
    charge {bool} NOT NULL,
    identifier TEXT NOT NULL,
    name TEXT NOT NULL,
    item_number TEXT NOT NULL,
    gtin TEXT NOT NULL,
    unit TEXT NOT NULL,
    order_line_reference TEXT NOT NULL,
    accounting_cost TEXT NOT NULL,
    quantity {i64} NOT NULL,
    unit_price {i64} NOT NULL,
    net_ore {i64} NOT NULL,
    rate {i64} NOT NULL,
    category TEXT NOT NULL,
    PRIMARY KEY (invoice_id, position)
) {strict};

CREATE TABLE invoice_vat (
    invoice_id {i64} NOT NULL REFERENCES invoice (id),
    position {i64} NOT NULL,
    rate {i64} NOT NULL,
    category TEXT NOT NULL,
    base_ore {i64} NOT NULL,
    amount_ore {i64} NOT NULL,
    PRIMARY KEY (invoice_id, position)
) {strict};

-- Where it stands.
CREATE TABLE invoice_case (
    invoice_id {i64} NOT NULL PRIMARY KEY REFERENCES invoice (id),
    municipality_id {i64} NOT NULL,
    state {i64} NOT NULL,
    state_at TEXT NOT NULL,
    unit_id {i64} NOT NULL,
    supplier_id {i64} NOT NULL,
    order_id {i64} NOT NULL,
    order_number TEXT NOT NULL,
    voucher_id {i64} NOT NULL,
    exchange_rate {i64} NOT NULL,
    at_stake_ore {i64} NOT NULL,
    credited_ore {i64} NOT NULL,
    automatic {bool} NOT NULL,
    credits_invoice_id {i64} NOT NULL,
    credit_kind {i64},
    certifier_id {i64} NOT NULL,
    authoriser_id {i64} NOT NULL,
    responsible TEXT NOT NULL,
    reason TEXT NOT NULL,
    batch_id {i64} NOT NULL,
    voucher TEXT NOT NULL,
    voucher_date TEXT,
    CHECK (certifier_id = 0 OR certifier_id <> authoriser_id)
) {strict};
CREATE INDEX invoice_case_by_state ON invoice_case (municipality_id, state, invoice_id);
CREATE INDEX invoice_case_by_credited ON invoice_case (credits_invoice_id)
    WHERE credits_invoice_id <> 0;

-- Which order lines an invoice line answers to, as posted in the ledger.
CREATE TABLE invoice_match (
    invoice_id {i64} NOT NULL REFERENCES invoice (id),
    number {i64} NOT NULL,
    position {i64} NOT NULL,
    order_id {i64} NOT NULL,
    order_line_id {i64} NOT NULL,
    ledger_line_id {i64} NOT NULL,
    quantity {i64} NOT NULL,
    net_ore {i64} NOT NULL,
    how {i64} NOT NULL,
    confidence {i64} NOT NULL,
    PRIMARY KEY (invoice_id, number)
) {strict};
CREATE INDEX invoice_match_by_order ON invoice_match (order_id, invoice_id);
CREATE INDEX invoice_match_by_order_line ON invoice_match (order_line_id, invoice_id);

-- The coding of what no order line answers to.
CREATE TABLE invoice_share (
    invoice_id {i64} NOT NULL REFERENCES invoice (id),
    position {i64} NOT NULL,
    number {i64} NOT NULL,
    coding_id {i64} NOT NULL,
    vat_code TEXT NOT NULL,
    weight {i64} NOT NULL,
    right_share {i64} NOT NULL,
    PRIMARY KEY (invoice_id, position, number)
) {strict};

-- What was coded anew after it was posted.
CREATE TABLE invoice_recode (
    invoice_id {i64} NOT NULL REFERENCES invoice (id),
    number {i64} NOT NULL,
    step {i64} NOT NULL,
    from_coding_id {i64} NOT NULL,
    to_coding_id {i64} NOT NULL,
    vat_code TEXT NOT NULL,
    weight {i64} NOT NULL,
    right_share {i64} NOT NULL,
    PRIMARY KEY (invoice_id, number)
) {strict};

-- A booked invoice on the wrong coding: asked for by one, granted by another, a voucher of its own.
CREATE TABLE invoice_correction (
    id {pk},
    invoice_id {i64} NOT NULL REFERENCES invoice (id),
    municipality_id {i64} NOT NULL,
    step {i64} NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    from_coding_id {i64} NOT NULL,
    amount_ore {i64} NOT NULL,
    reason TEXT NOT NULL,
    asked_by {i64} NOT NULL,
    asked_by_name TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    decided_by {i64} NOT NULL,
    decided_by_name TEXT NOT NULL,
    state {i64} NOT NULL,
    answer TEXT NOT NULL,
    voucher_id {i64} NOT NULL,
    batch_id {i64} NOT NULL,
    voucher TEXT NOT NULL,
    voucher_date TEXT,
    CHECK (voucher_id = 0 OR asked_by <> decided_by)
) {strict};
CREATE INDEX invoice_correction_by_invoice ON invoice_correction (invoice_id, id);
CREATE INDEX invoice_correction_by_state ON invoice_correction (municipality_id, state, id);

CREATE TABLE invoice_correction_share (
    correction_id {i64} NOT NULL REFERENCES invoice_correction (id),
    number {i64} NOT NULL,
    coding_id {i64} NOT NULL,
    vat_code TEXT NOT NULL,
    weight {i64} NOT NULL,
    right_share {i64} NOT NULL,
    PRIMARY KEY (correction_id, number)
) {strict};

CREATE TABLE invoice_finding (
    invoice_id {i64} NOT NULL REFERENCES invoice (id),
    number {i64} NOT NULL,
    kind {i64} NOT NULL,
    position {i64} NOT NULL,
    at_stake_ore {i64} NOT NULL,
    quantity {i64} NOT NULL,
    unit TEXT NOT NULL,
    expected {i64} NOT NULL,
    found {i64} NOT NULL,
    what TEXT NOT NULL,
    PRIMARY KEY (invoice_id, number)
) {strict};

-- sqlite
CREATE TRIGGER invoice_no_update BEFORE UPDATE ON invoice
BEGIN SELECT RAISE(ABORT, 'append-only table invoice'); END;
CREATE TRIGGER invoice_no_delete BEFORE DELETE ON invoice
BEGIN SELECT RAISE(ABORT, 'append-only table invoice'); END;
CREATE TRIGGER invoice_line_no_update BEFORE UPDATE ON invoice_line
BEGIN SELECT RAISE(ABORT, 'append-only table invoice_line'); END;
CREATE TRIGGER invoice_line_no_delete BEFORE DELETE ON invoice_line
BEGIN SELECT RAISE(ABORT, 'append-only table invoice_line'); END;
CREATE TRIGGER invoice_vat_no_update BEFORE UPDATE ON invoice_vat
BEGIN SELECT RAISE(ABORT, 'append-only table invoice_vat'); END;
CREATE TRIGGER invoice_vat_no_delete BEFORE DELETE ON invoice_vat
BEGIN SELECT RAISE(ABORT, 'append-only table invoice_vat'); END;
-- end
-- postgresql
CREATE FUNCTION refuse_invoice_change() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'append-only table %', TG_TABLE_NAME; END$$;
CREATE TRIGGER invoice_append_only BEFORE UPDATE OR DELETE ON invoice
    FOR EACH ROW EXECUTE FUNCTION refuse_invoice_change();
CREATE TRIGGER invoice_line_append_only BEFORE UPDATE OR DELETE ON invoice_line
    FOR EACH ROW EXECUTE FUNCTION refuse_invoice_change();
CREATE TRIGGER invoice_vat_append_only BEFORE UPDATE OR DELETE ON invoice_vat
    FOR EACH ROW EXECUTE FUNCTION refuse_invoice_change();
-- end
