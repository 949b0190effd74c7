/**
 * The layout of the file. `user_version` counts the entries that have run. Never edit an entry; append a new
 * one.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE documents (
    id      TEXT PRIMARY KEY,
    content TEXT NOT NULL
  ) STRICT;

  CREATE TABLE transactions (
    seq       INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    timestamp INTEGER NOT NULL, -- microseconds since the epoch, by the clock; the order is that of seq
    author    TEXT NOT NULL
  ) STRICT;

  -- What a document was after each transaction that touched it; NULL after its deletion.
  CREATE TABLE revisions (
    document_id TEXT NOT NULL,
    seq         INTEGER NOT NULL REFERENCES transactions (seq),
    content     TEXT,
    mutations   TEXT NOT NULL,
    PRIMARY KEY (document_id, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX revisions_by_transaction ON revisions (seq);

  -- Only hashes of secrets are stored: a copy of the file lets nobody in.
  CREATE TABLE sessions (
    hash       TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL -- milliseconds since the epoch
  ) STRICT;

  CREATE TABLE key_values (
    user_id TEXT NOT NULL,
    key     TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (user_id, key)
  ) STRICT, WITHOUT ROWID;
  `,
  // From here on, every transaction increments a mark, and there is no write-ahead log (file.ts). The version
  // number keeps older code from writing to the file.
  '',
]
