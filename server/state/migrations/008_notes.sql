-- Dated notes by leaders, shown on charts over time: what happened on a day, of the whole country or of a province.
CREATE TABLE notes (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  day        TEXT NOT NULL,
  topic      TEXT NOT NULL,  -- a view of the metrics (dossiers), or one of its members (dossiers.received)
  province   TEXT,           -- one of the 34; null: the whole country
  text       TEXT NOT NULL,
  author     TEXT NOT NULL REFERENCES accounts (name) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  deleted_at TEXT            -- kept for a while, so that it can be taken back
) STRICT;

CREATE INDEX notes_by_day ON notes (day) WHERE deleted_at IS NULL;
