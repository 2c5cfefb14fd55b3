-- A sign-in that lasts. Only the hash of the cookie is kept: who reads the table cannot sign in.
CREATE TABLE session (
    id         {pk},
    token_hash TEXT NOT NULL UNIQUE,
    user_id    {i64} NOT NULL REFERENCES person (id),
    created    TEXT NOT NULL,
    last_seen  TEXT NOT NULL,
    expires    TEXT NOT NULL,
    ended      TEXT
) {strict};
CREATE INDEX session_by_user ON session (user_id);
