-- Orders, their lines as they stand now and as they were sent, and the answers that came.

CREATE TABLE purchase_order (
    id {pk},
    municipality_id {i64} NOT NULL,
    unit_id {i64} NOT NULL,
    number TEXT NOT NULL UNIQUE,
    state {i64} NOT NULL,
    before_state {i64} NOT NULL DEFAULT 1,
    buyer_asked {bool} NOT NULL,
    requisition_id {i64} NOT NULL,
    requisition_number TEXT NOT NULL,
    title TEXT NOT NULL,
    supplier_id {i64} NOT NULL,
    supplier_name TEXT NOT NULL,
    supplier_number TEXT NOT NULL,
    supplier_endpoint TEXT NOT NULL,
    requester_id {i64} NOT NULL,
    requester_name TEXT NOT NULL,
    approver_id {i64} NOT NULL,
    agreement_number TEXT NOT NULL,
    currency TEXT NOT NULL,
    buyer_reference TEXT NOT NULL,
    note TEXT NOT NULL,
    delivery_name TEXT NOT NULL,
    street TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    contact_email TEXT NOT NULL,
    wished TEXT,
    promised TEXT,
    at TEXT NOT NULL,
    total_ore {i64} NOT NULL,
    approved_total_ore {i64} NOT NULL,
    by_peppol {bool} NOT NULL,
    receipt_required {bool} NOT NULL,
    paying_units TEXT NOT NULL
) {strict};
CREATE INDEX purchase_order_by_unit ON purchase_order (municipality_id, unit_id, id);
CREATE INDEX purchase_order_by_state ON purchase_order (municipality_id, state, id);
CREATE INDEX purchase_order_by_supplier ON purchase_order (supplier_number, municipality_id, id);
CREATE INDEX purchase_order_by_requisition ON purchase_order (requisition_id);

-- Quantities and prices are integers of 10^-6. price is per one unit.
CREATE TABLE purchase_order_line (
    id {pk},
    order_id {i64} NOT NULL REFERENCES purchase_order (id),
    position {i64} NOT NULL,
    ledger_line_id {i64} NOT NULL,
    requisition_line_id {i64} NOT NULL,
    agreement_id {i64} NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    item_number TEXT NOT NULL,
    gtin TEXT NOT NULL,
    unspsc TEXT NOT NULL,
    unit TEXT NOT NULL,
    quantity {i64} NOT NULL,
    price {i64} NOT NULL,
    ordered_quantity {i64} NOT NULL,
    ordered_price {i64} NOT NULL,
    vat_rate {i64} NOT NULL,
    vat_category TEXT NOT NULL,
    accounting_cost TEXT NOT NULL,
    answer {i64} NOT NULL DEFAULT 0,
    confirmed_quantity {i64},
    confirmed_price {i64},
    promised TEXT,
    answer_note TEXT NOT NULL DEFAULT '',
    substitute_name TEXT NOT NULL DEFAULT '',
    substitute_item_number TEXT NOT NULL DEFAULT '',
    waits {bool} NOT NULL,
    closed {bool} NOT NULL,
    received {i64} NOT NULL DEFAULT 0,
    invoiced {i64} NOT NULL DEFAULT 0,
    UNIQUE (order_id, position)
) {strict};

-- Call-offs on an agreement: the draw-down counts them.
CREATE INDEX purchase_order_line_by_agreement ON purchase_order_line (agreement_id, order_id)
    WHERE agreement_id <> 0;

-- What each order counts on an agreement, and the sums of it: a purchase asks for what is left of a
-- maximum, and must not read every call-off to know.
CREATE TABLE purchase_order_called_off (
    order_id {i64} NOT NULL REFERENCES purchase_order (id),
    agreement_id {i64} NOT NULL,
    net_ore {i64} NOT NULL,
    PRIMARY KEY (order_id, agreement_id)
) {strict};
CREATE TABLE agreement_called_off (
    agreement_id {i64} NOT NULL,
    municipality_id {i64} NOT NULL,
    net_ore {i64} NOT NULL,
    PRIMARY KEY (agreement_id, municipality_id)
) {strict};

-- The running number of each short name and year.
CREATE TABLE purchase_order_number (
    short_name TEXT NOT NULL,
    year {i64} NOT NULL,
    last {i64} NOT NULL,
    PRIMARY KEY (short_name, year)
) {strict};

-- The supplier's answers, as they came.
CREATE TABLE purchase_order_answer (
    id {pk},
    order_id {i64} NOT NULL REFERENCES purchase_order (id),
    document_id {i64} NOT NULL,
    number TEXT NOT NULL,
    code TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL
) {strict};
CREATE INDEX purchase_order_answer_by_order ON purchase_order_answer (order_id);
