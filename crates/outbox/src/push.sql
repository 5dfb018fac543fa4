-- Shape 2: browsers that are told, and what is queued for them.
ALTER TABLE notices ADD COLUMN pushed INTEGER NOT NULL DEFAULT 0;

-- The key with which pushes are signed (VAPID).
CREATE TABLE vapid (
    only_row  INTEGER PRIMARY KEY CHECK (only_row = 1),
    key       BLOB NOT NULL                -- the secret scalar, 32 bytes
) STRICT;

CREATE TABLE subscriptions (
    number    INTEGER PRIMARY KEY AUTOINCREMENT,
    person    TEXT    NOT NULL,
    endpoint  TEXT    NOT NULL UNIQUE,
    key       BLOB    NOT NULL,            -- the browser's point, 65 bytes
    auth      BLOB    NOT NULL,            -- its secret, 16 bytes
    device    TEXT    NOT NULL,
    lang      TEXT    NOT NULL,
    made      INTEGER NOT NULL             -- seconds since 1970
) STRICT;
CREATE INDEX subscriptions_by_person ON subscriptions (person);

CREATE TABLE pushes (
    message   TEXT    NOT NULL,
    browser   INTEGER NOT NULL REFERENCES subscriptions (number) ON DELETE CASCADE,
    body      TEXT    NOT NULL,            -- JSON for the service worker
    pressing  INTEGER NOT NULL,
    state     TEXT    NOT NULL DEFAULT 'waiting'
              CHECK (state IN ('waiting', 'claimed', 'sent', 'failed')),
    claimed   INTEGER,
    tries     INTEGER NOT NULL DEFAULT 0,
    next_try  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (message, browser)
) STRICT;
CREATE INDEX pushes_by_state ON pushes (state, next_try);
