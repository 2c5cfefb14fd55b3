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
CREATE INDEX price_key_by_supplier ON price_key (supplier_id, key);
