-- What a mail says of a place within itself, as HTML; beside the first of the place's files.
ALTER TABLE report_files ADD COLUMN summary TEXT;

-- When the file was removed because it was old; what is known of it stays.
ALTER TABLE report_files ADD COLUMN removed_at TEXT;

CREATE INDEX report_files_kept ON report_files (made_at) WHERE removed_at IS NULL;
