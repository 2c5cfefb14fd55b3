-- The goods sold on agreements, or without one. A price list and an item are never deleted: they end
-- with a date.

-- One version of what one supplier sells, on an agreement or without one. A version that was
-- replaced before it began has valid_to before valid_from.
CREATE TABLE price_list (
    id {pk},
    supplier_id {i64} NOT NULL REFERENCES supplier (id),
    agreement_id {i64} REFERENCES agreement (id),
    version {i64} NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    source_name TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    stored_at TEXT NOT NULL,
    items {i64} NOT NULL
) {strict};
CREATE UNIQUE INDEX price_list_version ON price_list (supplier_id, COALESCE(agreement_id, 0), version);
CREATE UNIQUE INDEX price_list_source
    ON price_list (supplier_id, COALESCE(agreement_id, 0), source_sha256);

-- What keeps its id through every version: one item number of one supplier on one agreement.
CREATE TABLE catalogue_item (
    id {pk},
    supplier_id {i64} NOT NULL REFERENCES supplier (id),
    agreement_id {i64} REFERENCES agreement (id),
    item_number TEXT NOT NULL
) {strict};
CREATE UNIQUE INDEX catalogue_item_number
    ON catalogue_item (supplier_id, item_number, COALESCE(agreement_id, 0));

-- The item as one price list has it.
CREATE TABLE catalogue_item_version (
    item_id {i64} NOT NULL REFERENCES catalogue_item (id),
    price_list_id {i64} NOT NULL REFERENCES price_list (id),
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    gtin TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    brand TEXT NOT NULL,
    unspsc TEXT NOT NULL,
    unit TEXT NOT NULL,
    unit_name TEXT NOT NULL,
    content {i64} NOT NULL CHECK (content > 0),
    content_unit TEXT NOT NULL,
    price {i64} NOT NULL CHECK (price >= 0),
    vat_rate {i64} NOT NULL,
    minimum {i64} NOT NULL CHECK (minimum > 0),
    multiple {i64} NOT NULL CHECK (multiple > 0),
    delivery_days {i64} NOT NULL,
    environment TEXT NOT NULL,
    picture TEXT NOT NULL,
    policy {i64} NOT NULL CHECK (policy BETWEEN 0 AND 2),
    policy_reason TEXT NOT NULL,
    replacement_id {i64} REFERENCES catalogue_item (id),
    PRIMARY KEY (item_id, price_list_id)
) {strict};
CREATE INDEX catalogue_item_version_by_list ON catalogue_item_version (price_list_id);

-- Outbox for the search index: a price list that was stored or ended.
CREATE TABLE catalogue_change (
    sequence {pk},
    price_list_id {i64} NOT NULL REFERENCES price_list (id)
) {strict};

-- What a unit bought the last time: the quantity proposed the next time.
CREATE TABLE catalogue_bought (
    unit_id {i64} NOT NULL REFERENCES unit (id),
    item_id {i64} NOT NULL REFERENCES catalogue_item (id),
    quantity {i64} NOT NULL,
    last_on TEXT NOT NULL,
    times {i64} NOT NULL,
    PRIMARY KEY (unit_id, item_id)
) {strict};
CREATE INDEX catalogue_bought_last ON catalogue_bought (unit_id, last_on);
