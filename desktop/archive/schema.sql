CREATE TABLE IF NOT EXISTS conversation (
    course_id      INTEGER PRIMARY KEY,   -- the learner's clock in epoch milliseconds at its opening
    name           TEXT NOT NULL,
    assistant_id   TEXT NOT NULL,
    started_at     REAL NOT NULL          -- seconds since the epoch
);
CREATE TABLE IF NOT EXISTS turn (
    course_id      INTEGER NOT NULL,
    sitting        INTEGER NOT NULL,      -- a conversation may be continued: start of this sitting, epoch milliseconds
    key            TEXT NOT NULL,
    speaker        TEXT NOT NULL,
    status         TEXT NOT NULL,
    text           TEXT NOT NULL,
    typed          INTEGER NOT NULL,
    item_id        TEXT NOT NULL,
    message_id     TEXT NOT NULL,
    generation     INTEGER NOT NULL,
    started_at     REAL NOT NULL,
    ended_at       REAL,
    heard_ms       INTEGER NOT NULL,
    sound_ms       INTEGER NOT NULL,
    PRIMARY KEY (course_id, sitting, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS grade (
    course_id      INTEGER NOT NULL,
    sitting        INTEGER NOT NULL,      -- as in turn
    chat_id        TEXT NOT NULL,         -- a sitting has one a scenario; the order of the rows is theirs
    status         TEXT NOT NULL,
    grade_id       TEXT NOT NULL,
    note           TEXT NOT NULL,
    entries        TEXT NOT NULL,         -- JSON: a list of objects with the fields of GradeEntry
    UNIQUE (course_id, sitting, chat_id)
);
CREATE INDEX IF NOT EXISTS grade_of_chat ON grade (chat_id);
CREATE TABLE IF NOT EXISTS correction (   -- what the learner says they said; turn.text stays what was heard
    course_id      INTEGER NOT NULL,
    turn_key       TEXT NOT NULL,         -- unique within the conversation; also of turns that only the service has
    text           TEXT NOT NULL,
    PRIMARY KEY (course_id, turn_key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS star (         -- stars that the service cannot keep
    exchange_id    TEXT PRIMARY KEY,
    course_id      INTEGER NOT NULL,
    course_name    TEXT NOT NULL,
    created_at     REAL NOT NULL,
    learner_text   TEXT NOT NULL,
    assistant_text TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS voice (        -- when the microphone heard somebody
    course_id      INTEGER NOT NULL,
    sitting        INTEGER NOT NULL,
    spans          TEXT NOT NULL,         -- JSON: [[start, length], ...] in ms, start from the sitting's
    PRIMARY KEY (course_id, sitting)
) WITHOUT ROWID;
