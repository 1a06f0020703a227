-- Pages that people saved under a name: an address within the product, never a figure. Whoever opens one sees what their
-- own grants show.
CREATE TABLE saved_views (
  id          TEXT PRIMARY KEY,  -- of its short link, /v/ID
  owner       TEXT NOT NULL REFERENCES accounts (name) ON DELETE CASCADE,
  name        TEXT NOT NULL,
  address     TEXT NOT NULL,  -- path and query
  sql         TEXT,           -- a statement of the page SQL that is too long for an address
  shared_with TEXT NOT NULL,  -- 'all' who sign in, or a JSON array of roles; [] nobody
  created_at  TEXT NOT NULL,
  changed_at  TEXT NOT NULL,
  deleted_at  TEXT            -- kept for a while, so that it can be taken back and the link says why
) STRICT, WITHOUT ROWID;

CREATE INDEX saved_views_of_owner ON saved_views (owner);
