-- Who may come in: accounts, their sessions and their API tokens.
-- Times are UTC, ISO 8601 with milliseconds, so that text order is time order.
-- Of every secret (password, session, token) only a hash is kept.

CREATE TABLE accounts (
  id                  INTEGER PRIMARY KEY AUTOINCREMENT,
  name                TEXT NOT NULL UNIQUE CHECK (name = lower(name) AND length(name) BETWEEN 2 AND 64),
  role                TEXT NOT NULL CHECK (
                        role IN ('minister', 'leader', 'provincial_leader', 'analyst', 'administrator', 'service')),
  provinces           TEXT NOT NULL,  -- 'all', or a JSON array of codes; [] sees nothing
  password_hash       TEXT NOT NULL,
  password_changed_at TEXT NOT NULL,
  created_at          TEXT NOT NULL,
  disabled_at         TEXT
) STRICT;

CREATE TABLE sessions (
  hash         TEXT PRIMARY KEY,
  account_id   INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at   TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  expires_at   TEXT NOT NULL,  -- the absolute end, however busy the session is
  address      TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_of_account ON sessions (account_id);

CREATE TABLE tokens (
  id           TEXT PRIMARY KEY,  -- public, to name a token in lists and when revoking
  hash         TEXT NOT NULL UNIQUE,
  account_id   INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at   TEXT NOT NULL,
  expires_at   TEXT NOT NULL,
  last_used_at TEXT,
  revoked_at   TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX tokens_of_account ON tokens (account_id);

-- Failed sign-ins, counted per name and per address. Names are hashed: people type passwords into the name field.
CREATE TABLE sign_in_failures (
  key          TEXT PRIMARY KEY,
  failures     INTEGER NOT NULL,
  last_at      TEXT NOT NULL,
  locked_until TEXT
) STRICT, WITHOUT ROWID;
