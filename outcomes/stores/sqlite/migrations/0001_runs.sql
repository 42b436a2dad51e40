-- Runs of the outcome engine. Times are RFC 3339 in UTC, money is in US dollars, hashes are SHA-256 in lower-case hex.

-- One line per run, kept true with every record: what lists show without reading the records.
CREATE TABLE runs (
    run_id             TEXT PRIMARY KEY,
    started_at         TEXT NOT NULL,
    updated_at         TEXT NOT NULL,
    description        TEXT NOT NULL,
    rubric_title       TEXT NOT NULL,
    rubric_sha256      TEXT NOT NULL,
    worker             TEXT NOT NULL,
    grader             TEXT NOT NULL,
    iterations         INTEGER NOT NULL,
    result             TEXT,               -- NULL while the run has not ended
    satisfied_required INTEGER,            -- of the latest first look; NULL before any
    required           INTEGER NOT NULL,
    cost_usd           REAL,               -- NULL: somebody did not say
    records            INTEGER NOT NULL,   -- how many there are
    head               TEXT NOT NULL,      -- checksum of the last one
    checksum           TEXT NOT NULL       -- of this line
);
CREATE INDEX runs_by_start ON runs (started_at, run_id);

-- Everything that happened, append-only. The checksum of a record covers the one before it as well.
CREATE TABLE records (
    run_id   TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
    seq      INTEGER NOT NULL,
    at       TEXT NOT NULL,
    type     TEXT NOT NULL,
    path     TEXT NOT NULL,
    body     TEXT NOT NULL,                -- the record as JSON
    checksum TEXT NOT NULL,
    PRIMARY KEY (run_id, seq)
);

-- What paid steps gave, by the hash of what was asked.
CREATE TABLE ledger (
    run_id   TEXT NOT NULL,
    key      TEXT NOT NULL,
    reply    BLOB NOT NULL,
    checksum TEXT NOT NULL,
    PRIMARY KEY (run_id, key)
);

-- Which bytes a run needs; the files lie beside this database, named by their hash.
CREATE TABLE blob_uses (
    sha256     TEXT NOT NULL,
    run_id     TEXT NOT NULL REFERENCES runs ON DELETE CASCADE,
    size_bytes INTEGER NOT NULL,
    PRIMARY KEY (sha256, run_id)
) WITHOUT ROWID;
CREATE INDEX blob_uses_by_run ON blob_uses (run_id);

-- Who drives a run. A lease ends by itself when its holder is gone or gives no sign of life.
CREATE TABLE leases (
    run_id            TEXT PRIMARY KEY,
    holder            TEXT NOT NULL,       -- as JSON
    renewed_at        TEXT NOT NULL,
    expires_at        TEXT NOT NULL,
    expires_monotonic REAL NOT NULL        -- seconds; comparable while the machine has not been started anew
);
