-- What administrators made of report definitions. The newest version of a report decides: its text is in force in place of
-- the product's own file, or that file is again, or the report is stopped. Versions are only ever added.
CREATE TABLE report_definitions (
  report  TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),  -- 1, 2, … of this report
  kind    TEXT NOT NULL CHECK (kind IN ('text', 'file', 'stopped')),
  text    TEXT,           -- YAML
  at      TEXT NOT NULL,
  account TEXT NOT NULL,  -- by whom; stays when the account is gone
  PRIMARY KEY (report, version),
  CHECK ((kind = 'text') = (text IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER report_definitions_never_change BEFORE UPDATE ON report_definitions
BEGIN
  SELECT RAISE(ABORT, 'versions of definitions are never changed');
END;

CREATE TRIGGER report_definitions_never_shrink BEFORE DELETE ON report_definitions
BEGIN
  SELECT RAISE(ABORT, 'versions of definitions are never deleted');
END;

-- INSERT OR REPLACE would delete the old version without firing the trigger above.
CREATE TRIGGER report_definitions_never_replace BEFORE INSERT ON report_definitions
WHEN EXISTS (SELECT 1 FROM report_definitions WHERE report = NEW.report AND version = NEW.version)
BEGIN
  SELECT RAISE(ABORT, 'versions of definitions are never replaced');
END;
