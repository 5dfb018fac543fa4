-- Everything here but preferences, tokens and what was read follows from the
-- ledger and can be collected again.
CREATE TABLE collected (
    only_row  INTEGER PRIMARY KEY CHECK (only_row = 1),
    upto      INTEGER NOT NULL             -- entries looked at
) STRICT;
INSERT INTO collected VALUES (1, 0);

-- One row a notice: an entry tells a person at most one thing.
CREATE TABLE notices (
    entry     INTEGER NOT NULL,
    person    TEXT    NOT NULL,
    body      TEXT    NOT NULL,            -- the notice as JSON
    read_at   INTEGER,                     -- seconds since 1970; NULL: unread
    state     TEXT    NOT NULL DEFAULT 'waiting'
              CHECK (state IN ('waiting', 'claimed', 'sent', 'shown', 'failed')),
    message   TEXT,                        -- Message-ID under which it was claimed
    claimed   INTEGER,                     -- when
    tries     INTEGER NOT NULL DEFAULT 0,
    next_try  INTEGER NOT NULL DEFAULT 0,  -- not before
    trouble   TEXT,                        -- what the last try met
    PRIMARY KEY (person, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_by_state ON notices (state, next_try);

-- One row a message that went out: what budgets and digests count.
CREATE TABLE messages (
    id        TEXT    PRIMARY KEY,
    person    TEXT    NOT NULL,
    day       TEXT    NOT NULL,            -- Việt Nam day
    digest    INTEGER NOT NULL,
    pressing  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_by_person ON messages (person, day);

CREATE TABLE preferences (
    person  TEXT PRIMARY KEY,
    body    TEXT NOT NULL                  -- as JSON
) STRICT, WITHOUT ROWID;

-- Private addresses: who knows the token may read the feed or mute the task.
-- Only the token's SHA-256 is kept.
CREATE TABLE tokens (
    hash     BLOB PRIMARY KEY,
    person   TEXT NOT NULL,
    purpose  TEXT NOT NULL,                -- as JSON
    made     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_by_person ON tokens (person);
