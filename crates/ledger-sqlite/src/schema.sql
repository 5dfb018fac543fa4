-- The log. Rows of `entries` are never changed but for `salt` and `payload`,
-- which become NULL together when a payload is erased.
CREATE TABLE entries (
    idx          INTEGER PRIMARY KEY,  -- position in the log, from 0
    stream       TEXT    NOT NULL,
    version      INTEGER NOT NULL,     -- position in the stream, from 1
    recorded     INTEGER NOT NULL,     -- microseconds since 1970-01-01T00:00:00Z
    valid        INTEGER NOT NULL,     -- a day as YYYYMMDD
    person       TEXT    NOT NULL,
    post         TEXT    NOT NULL,
    unit         TEXT    NOT NULL,
    delegation   TEXT,
    kind         TEXT    NOT NULL,
    schema       INTEGER NOT NULL,
    attachments  BLOB    NOT NULL,     -- SHA-256 values, one after another
    commitment   BLOB    NOT NULL,     -- SHA-256(salt || payload)
    leaf         BLOB    NOT NULL,     -- SHA-256(0x00 || header)
    salt         BLOB,
    payload      BLOB                  -- canonical JSON
) STRICT;

CREATE UNIQUE INDEX entries_by_stream ON entries (stream, version);

-- Roots of complete subtrees of 256^level leaves.
CREATE TABLE nodes (
    level     INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    hash      BLOB    NOT NULL,
    PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID;

-- Signed tree heads, as C2SP notes.
CREATE TABLE checkpoints (
    size  INTEGER PRIMARY KEY,
    note  TEXT NOT NULL
) STRICT;
