-- Accounts of an OpenID Connect provider, sessions that can be named and looked through, scopes of tokens, and the
-- end of audit lines.

-- An account of a provider is known by its issuer and subject, never by its name; it has no password ('').
ALTER TABLE accounts ADD COLUMN issuer TEXT;
ALTER TABLE accounts ADD COLUMN subject TEXT;
ALTER TABLE accounts ADD COLUMN groups TEXT;  -- JSON array: the provider's groups at the last sign-in
CREATE UNIQUE INDEX accounts_of_provider ON accounts (issuer, subject) WHERE issuer IS NOT NULL;

-- Who was signed in before this migration signs in again.
DELETE FROM sessions;
ALTER TABLE sessions ADD COLUMN id TEXT;        -- public, to name a session in lists and when ending it
ALTER TABLE sessions ADD COLUMN agent TEXT;     -- what the browser said it is
ALTER TABLE sessions ADD COLUMN id_token TEXT;  -- given back to the provider at sign-out; nothing here accepts it
-- The account an administrator looks with.
ALTER TABLE sessions ADD COLUMN seen_as INTEGER REFERENCES accounts (id) ON DELETE CASCADE;
CREATE UNIQUE INDEX sessions_by_id ON sessions (id);

-- Tokens made before there were scopes keep what they could do.
ALTER TABLE tokens ADD COLUMN scopes TEXT NOT NULL DEFAULT 'read sql';

-- Sign-ins that have been sent to the provider and not come back. What is derived from the browser's secret (state,
-- nonce, PKCE verifier) is not stored. Each row is taken once.
CREATE TABLE provider_sign_ins (
  hash       TEXT PRIMARY KEY,
  next       TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX provider_sign_ins_by_end ON provider_sign_ins (expires_at);

-- Lines are kept for 24 months; younger ones cannot be deleted by anyone.
DROP TRIGGER audit_never_shrinks;
CREATE TRIGGER audit_keeps_24_months BEFORE DELETE ON audit
WHEN OLD.at >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-24 months')
BEGIN
  SELECT RAISE(ABORT, 'audit lines are never deleted before 24 months');
END;
