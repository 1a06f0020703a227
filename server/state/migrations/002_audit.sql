-- Who did what, when and from where. Lines are only ever added.
CREATE TABLE audit (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      TEXT NOT NULL,
  actor   TEXT,           -- account name, or the operating system's user for a command; null: nobody known
  action  TEXT NOT NULL,
  subject TEXT,           -- the account or token it was done to
  detail  TEXT,           -- JSON, never a secret
  origin  TEXT NOT NULL CHECK (origin IN ('web', 'command', 'start')),
  address TEXT
) STRICT;

CREATE INDEX audit_by_time ON audit (at);

CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'audit lines are never changed');
END;

CREATE TRIGGER audit_never_shrinks BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'audit lines are never deleted');
END;

-- INSERT OR REPLACE would delete the old line without firing the trigger above.
CREATE TRIGGER audit_never_replaces BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'audit lines are never replaced');
END;
