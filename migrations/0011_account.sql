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

-- A link by which a person sets a password without an old one: works once, and for some days. Only
-- the hash of what stands in the link is kept.
CREATE TABLE invitation (
    id         {pk},
    token_hash TEXT NOT NULL UNIQUE,
    user_id    {i64} NOT NULL REFERENCES person (id),
    created    TEXT NOT NULL,
    expires    TEXT NOT NULL,
    used       TEXT
) {strict};
CREATE INDEX invitation_by_user ON invitation (user_id);

-- Attempts to sign in, kept while they count. Of the name only the hash: people type their password
-- into the wrong field.
CREATE TABLE sign_in_attempt (
    id        {pk},
    name_hash TEXT NOT NULL,
    address   TEXT NOT NULL,
    at        TEXT NOT NULL
) {strict};
CREATE INDEX sign_in_attempt_by_name ON sign_in_attempt (name_hash, at);
CREATE INDEX sign_in_attempt_by_address ON sign_in_attempt (address, at);
CREATE INDEX sign_in_attempt_by_time ON sign_in_attempt (at);
