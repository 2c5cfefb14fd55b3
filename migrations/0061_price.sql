-- What the price lists say besides, how their goods are found, and what suppliers propose.

-- Only where the list says more than a price of six decimals for one ordered unit. amount is exact;
-- steps: "20 55.5;100 50" (from so many ordered units, so much for the base).
CREATE TABLE price_detail (
    price_list_id {i64} NOT NULL REFERENCES price_list (id),
    item_id {i64} NOT NULL REFERENCES catalogue_item (id),
    amount TEXT NOT NULL,
    base {i64} NOT NULL CHECK (base > 0),
    steps TEXT NOT NULL,
    maximum {i64} NOT NULL,
    list_price {i64} NOT NULL,
    discount_group TEXT NOT NULL,
    unspsc_version TEXT NOT NULL,
    cpv TEXT NOT NULL,
    hazard TEXT NOT NULL,
    emission_factor TEXT NOT NULL,
    emission_net_quantity TEXT NOT NULL,
    emission_source TEXT NOT NULL,
    emission_rate TEXT NOT NULL,
    emission_unit TEXT NOT NULL,
    PRIMARY KEY (price_list_id, item_id)
) {strict};

-- What an item has been called: 'n' and its number without signs, 'g' and its GTIN, 't' and its
-- words in alphabetical order.
CREATE TABLE price_key (
    key TEXT NOT NULL,
    supplier_id {i64} NOT NULL,
    item_id {i64} NOT NULL REFERENCES catalogue_item (id),
    PRIMARY KEY (key, supplier_id, item_id)
) {strict};
CREATE INDEX price_key_by_supplier ON price_key (supplier_id, key, item_id);

-- A supplier's new catalogue: a proposal until a person has answered it. The file is kept in pieces,
-- so that reading can go on where it was stopped.
-- formats: 0 Peppol Catalogue, 1 spreadsheet. states: 0 being read, 1 waits for an answer, 2 taken
-- in use, 3 refused, 4 cannot be read.
CREATE TABLE price_proposal (
    id {pk},
    supplier_id {i64} NOT NULL REFERENCES supplier (id),
    agreement_id {i64} REFERENCES agreement (id),
    format {i64} NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    document_id {i64} NOT NULL,
    came_at TEXT NOT NULL,
    state {i64} NOT NULL,
    bytes {i64} NOT NULL,
    bytes_read {i64} NOT NULL,
    lines_read {i64} NOT NULL,
    only_changes {bool} NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    reason TEXT NOT NULL,
    decided_at TEXT,
    price_list_id {i64}
) {strict};
CREATE INDEX price_proposal_open ON price_proposal (state) WHERE state IN (0, 1);
CREATE UNIQUE INDEX price_proposal_once ON price_proposal (supplier_id, COALESCE(agreement_id, 0), sha256);

CREATE TABLE price_proposal_bytes (
    proposal_id {i64} NOT NULL REFERENCES price_proposal (id),
    number {i64} NOT NULL,
    bytes {blob} NOT NULL,
    PRIMARY KEY (proposal_id, number)
) {strict};

-- change: bits of price::Change; 0: as before, and then nothing more is kept.
-- decision: 0 none, 1 accepted, 2 refused.
CREATE TABLE price_proposal_line (
    proposal_id {i64} NOT NULL REFERENCES price_proposal (id),
    position {i64} NOT NULL,
    item_number TEXT NOT NULL,
    change {i64} NOT NULL,
    allowed {bool} NOT NULL,
    why {i64} NOT NULL,
    first_detail TEXT NOT NULL,
    second_detail TEXT NOT NULL,
    decision {i64} NOT NULL,
    before_row TEXT NOT NULL,
    after_row TEXT NOT NULL,
    PRIMARY KEY (proposal_id, position)
) {strict};
CREATE UNIQUE INDEX price_proposal_line_by_item ON price_proposal_line (proposal_id, item_number);
CREATE INDEX price_proposal_line_changed ON price_proposal_line (proposal_id, decision, position)
    WHERE change <> 0;

-- Lines that cannot stand on a price list, with the reason.
CREATE TABLE price_proposal_message (
    proposal_id {i64} NOT NULL REFERENCES price_proposal (id),
    number {i64} NOT NULL,
    line {i64} NOT NULL,
    nb TEXT NOT NULL,
    nn TEXT NOT NULL,
    en TEXT NOT NULL,
    PRIMARY KEY (proposal_id, number)
) {strict};

-- Index tables that prices are regulated by: a month and its value, as the source has it.
CREATE TABLE price_index (
    name TEXT NOT NULL,
    month TEXT NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    stored_at TEXT NOT NULL,
    PRIMARY KEY (name, month)
) {strict};
