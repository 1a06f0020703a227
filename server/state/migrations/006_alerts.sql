-- When each rule was last evaluated, and of what: the rule's own text and the state of the warehouse.
CREATE TABLE alert_rules (
  rule         TEXT PRIMARY KEY,
  basis        TEXT,  -- what it was evaluated of; evaluated again when that changes
  evaluated_at TEXT,
  problem      TEXT,  -- why the last attempt came to nothing
  next_try_at  TEXT,
  owner        TEXT,  -- the process that evaluates it …
  leased_until TEXT   -- … and until when it alone may
) STRICT, WITHOUT ROWID;

-- One alert for each place or dataset that a rule watches.
CREATE TABLE alerts (
  rule            TEXT NOT NULL,
  subject         TEXT NOT NULL,  -- a province's code, '00' the whole country, or a dataset
  phase           TEXT NOT NULL CHECK (phase IN ('ok', 'pending', 'firing', 'recovering', 'no_data')),
  streak          INTEGER NOT NULL,
  missing         INTEGER NOT NULL,
  value           REAL,
  sentence        TEXT NOT NULL,  -- JSON: vi, en
  evaluated_at    TEXT NOT NULL,
  changed_at      TEXT,           -- when it last began or ended
  acknowledged_at TEXT,
  acknowledged_by TEXT,
  note            TEXT,
  PRIMARY KEY (rule, subject)
) STRICT, WITHOUT ROWID;

-- Every change, with what was said then.
CREATE TABLE alert_changes (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  rule     TEXT NOT NULL,
  subject  TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('fired', 'recovered', 'no_data', 'acknowledged', 'reopened')),
  at       TEXT NOT NULL,
  value    REAL,
  sentence TEXT,  -- JSON: vi, en; of what the product found
  account  TEXT,  -- of what a person did
  note     TEXT
) STRICT;

CREATE INDEX alert_changes_by_alert ON alert_changes (rule, subject, id);
CREATE INDEX alert_changes_by_time ON alert_changes (at);

-- Messages to accounts: of changes as they come, and the digest of a day.
CREATE TABLE alert_messages (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  kind         TEXT NOT NULL CHECK (kind IN ('changes', 'digest')),
  account      TEXT NOT NULL,
  planned_at   TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'skipped')),
  reason       TEXT,
  detail       TEXT,
  attempts     INTEGER NOT NULL DEFAULT 0,
  next_try_at  TEXT,
  owner        TEXT,
  leased_until TEXT,
  ended_at     TEXT
) STRICT;

CREATE INDEX alert_messages_open ON alert_messages (planned_at) WHERE state IN ('waiting', 'sending');

-- What an account is to be told of; without a message it waits for the digest.
CREATE TABLE alert_notices (
  change_id  INTEGER NOT NULL REFERENCES alert_changes (id) ON DELETE CASCADE,
  account    TEXT NOT NULL,
  message_id INTEGER REFERENCES alert_messages (id) ON DELETE SET NULL,
  PRIMARY KEY (change_id, account)
) STRICT, WITHOUT ROWID;

CREATE INDEX alert_notices_held ON alert_notices (account) WHERE message_id IS NULL;
CREATE INDEX alert_notices_by_message ON alert_notices (message_id);

-- Days whose digest has been planned.
CREATE TABLE alert_digests (planned_at TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
