-- A form that was carried out: the key it carried, what it said, and where the answer led.
CREATE TABLE form_key (
    key      TEXT NOT NULL,
    user_id  {i64} NOT NULL,
    path     TEXT NOT NULL,
    digest   TEXT NOT NULL,
    location TEXT NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (key, user_id, path)
) {strict};
CREATE INDEX form_key_at ON form_key (at);
