-- Reports that are made and sent by themselves: what was planned, what came of it, and who was sent what.

-- Where the reports of an account are sent; null: nowhere.
ALTER TABLE accounts ADD COLUMN email TEXT;

-- Up to which planned time slots of a report have been entered.
CREATE TABLE report_schedules (
  report       TEXT PRIMARY KEY,
  looked_until TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One run of a report for one planned time, entered before anything is made.
CREATE TABLE report_slots (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  report       TEXT NOT NULL,
  planned_at   TEXT NOT NULL,
  period       TEXT NOT NULL,
  cause        TEXT NOT NULL CHECK (cause IN ('schedule', 'hand')),
  state        TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'sent', 'partly', 'failed', 'skipped')),
  reason       TEXT,
  detail       TEXT,
  attempts     INTEGER NOT NULL DEFAULT 0,
  next_try_at  TEXT,
  owner        TEXT,  -- the process that runs it …
  leased_until TEXT,  -- … and until when it alone may
  started_at   TEXT,
  ended_at     TEXT,
  UNIQUE (report, planned_at)
) STRICT;

CREATE INDEX report_slots_open ON report_slots (next_try_at) WHERE state IN ('waiting', 'running');
CREATE INDEX report_slots_by_time ON report_slots (planned_at);

-- Its files, as they were sent.
CREATE TABLE report_files (
  slot_id INTEGER NOT NULL REFERENCES report_slots (id) ON DELETE CASCADE,
  place   TEXT NOT NULL,  -- a province's code, '00' the whole country
  format  TEXT NOT NULL,
  path    TEXT NOT NULL,  -- within the reports folder
  bytes   INTEGER NOT NULL,
  made_at TEXT NOT NULL,
  PRIMARY KEY (slot_id, place, format)
) STRICT, WITHOUT ROWID;

-- One row a recipient; account '' for a folder or store.
CREATE TABLE report_deliveries (
  slot_id    INTEGER NOT NULL REFERENCES report_slots (id) ON DELETE CASCADE,
  channel    TEXT NOT NULL CHECK (channel IN ('mail', 'folder', 's3')),
  account    TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'skipped')),
  places     TEXT,  -- JSON: the places that were sent
  reason     TEXT,
  detail     TEXT,
  attempts   INTEGER NOT NULL DEFAULT 0,
  message_id TEXT,
  tried_at   TEXT,
  PRIMARY KEY (slot_id, channel, account)
) STRICT, WITHOUT ROWID;

-- Keys made at first use; that of links in mails.
CREATE TABLE product_keys (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
