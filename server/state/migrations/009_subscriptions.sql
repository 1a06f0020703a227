-- Saved views that arrive by mail: each is a report of its own (its slots are those of report 'subscription:ID'), made with the rights
-- its account has then.
CREATE TABLE subscriptions (
  id         TEXT PRIMARY KEY,
  view       TEXT NOT NULL,  -- id of a saved view, which may be gone
  name       TEXT NOT NULL,  -- of the view, as it was last called
  account    TEXT NOT NULL REFERENCES accounts (name) ON DELETE CASCADE,
  rhythm     TEXT NOT NULL CHECK (rhythm IN ('day', 'week', 'month')),
  hour       INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),  -- Asia/Ho_Chi_Minh
  system     TEXT NOT NULL CHECK (system IN ('calendar', 'reporting')),
  formats    TEXT NOT NULL,  -- JSON array; the message itself always has the figures
  created_at TEXT NOT NULL,
  ended_at   TEXT,
  end_reason TEXT CHECK (end_reason IN ('unsubscribed', 'replaced', 'view_gone', 'not_shared', 'not_possible', 'disabled'))
) STRICT, WITHOUT ROWID;

-- One a view and account at a time.
CREATE UNIQUE INDEX subscriptions_alive ON subscriptions (account, view) WHERE ended_at IS NULL;
