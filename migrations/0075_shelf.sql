-- Shopping lists: a person's favourites, and lists that a unit or a municipality shares.

CREATE TABLE shopping_list (
    id {pk},
    municipality_id {i64} NOT NULL REFERENCES municipality (id),
    reach {i64} NOT NULL CHECK (reach BETWEEN 0 AND 2),
    unit_id {i64} REFERENCES unit (id),
    owner_id {i64} NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    put_away {bool} NOT NULL
) {strict};
CREATE INDEX shopping_list_of ON shopping_list (municipality_id, reach);

CREATE TABLE shopping_list_line (
    list_id {i64} NOT NULL REFERENCES shopping_list (id),
    item_id {i64} NOT NULL REFERENCES catalogue_item (id),
    position {i64} NOT NULL,
    quantity {i64} NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (list_id, item_id)
) {strict};
