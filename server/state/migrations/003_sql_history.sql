-- What each account asked by SQL and how it ended, so that it can be asked again. Text of the questions, never rows of answers.
CREATE TABLE sql_history (
  id           TEXT PRIMARY KEY,
  account      TEXT NOT NULL REFERENCES accounts (name) ON DELETE CASCADE,
  at           TEXT NOT NULL,
  sql          TEXT NOT NULL,
  format       TEXT NOT NULL,
  status       TEXT NOT NULL CHECK (status IN ('done', 'failed', 'cancelled')),
  rows         INTEGER,
  milliseconds INTEGER NOT NULL,
  error        TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX sql_history_of_account ON sql_history (account, at);
