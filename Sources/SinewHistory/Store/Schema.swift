internal import GRDB

/// The tables, as a list of steps that is only ever added to. Docs/History.md tells them in words.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      for statement in first { try database.execute(sql: statement) }
    }
    migrator.registerMigration("2") { database in
      for statement in second { try database.execute(sql: statement) }
    }
    migrator.registerMigration("3") { database in
      // Wrong PINs, so that a restart gives nobody five more tries.
      try database.execute(
        sql: """
          CREATE TABLE wrong_pins(
            athlete TEXT PRIMARY KEY REFERENCES athletes(id) ON DELETE CASCADE,
            count INTEGER NOT NULL, last REAL NOT NULL) STRICT
          """)
    }
    return migrator
  }

  /// What the coach wants to know again, in its own words.
  private static let second = [
    """
    CREATE TABLE pasts(
      id INTEGER PRIMARY KEY, athlete TEXT NOT NULL REFERENCES athletes(id) ON DELETE CASCADE,
      set_number INTEGER UNIQUE REFERENCES sets(number) ON DELETE CASCADE,
      body BLOB NOT NULL) STRICT
    """,
    "CREATE INDEX pasts_of_athlete ON pasts(athlete)",
  ]

  /// Instants are seconds of UTC since 1970; `t_...` are seconds of the clock in the messages, and
  /// `clock` of the set is what must be added to them for UTC. JSON in BLOBs is deflated.
  private static let first = [
    """
    CREATE TABLE facts(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT
    """,
    """
    CREATE TABLE athletes(
      id TEXT PRIMARY KEY, created REAL NOT NULL, lang TEXT, guardian INTEGER NOT NULL DEFAULT 0,
      leaderboard INTEGER NOT NULL DEFAULT 0, raw_consent REAL) STRICT
    """,
    // Apart, so that a copy without this table tells nobody's name.
    """
    CREATE TABLE people(
      athlete TEXT PRIMARY KEY REFERENCES athletes(id) ON DELETE CASCADE, nickname TEXT,
      pin TEXT) STRICT
    """,
    """
    CREATE TABLE sets(
      number INTEGER PRIMARY KEY, box TEXT NOT NULL, box_number INTEGER NOT NULL,
      athlete TEXT REFERENCES athletes(id) ON DELETE CASCADE, station TEXT, exercise TEXT,
      session INTEGER NOT NULL, started REAL NOT NULL, ended REAL, clock REAL NOT NULL, side TEXT,
      load_kg REAL, load_kind TEXT, focus TEXT, warm_up INTEGER NOT NULL DEFAULT 0,
      reference TEXT, why TEXT, discarded INTEGER NOT NULL DEFAULT 0, level REAL, share REAL,
      score REAL, confidence TEXT, rpe REAL, opening BLOB NOT NULL, closing BLOB,
      UNIQUE(box, box_number)) STRICT
    """,
    "CREATE INDEX sets_of_athlete ON sets(athlete, started)",
    """
    CREATE TABLE repetitions(
      id INTEGER PRIMARY KEY, set_number INTEGER NOT NULL REFERENCES sets(number) ON DELETE CASCADE,
      rep INTEGER NOT NULL, t_start REAL, t_end REAL, partial INTEGER NOT NULL,
      incomplete INTEGER NOT NULL, removed INTEGER NOT NULL DEFAULT 0,
      good INTEGER NOT NULL DEFAULT 0, level REAL, share REAL,
      score REAL, details BLOB NOT NULL, UNIQUE(set_number, rep)) STRICT
    """,
    // Counting reads this alone, not the repetitions themselves.
    "CREATE INDEX repetition_counts ON repetitions(set_number, removed, partial, good)",
    """
    CREATE TABLE statements(
      id INTEGER PRIMARY KEY, kind TEXT NOT NULL,
      athlete TEXT REFERENCES athletes(id) ON DELETE CASCADE,
      set_number INTEGER REFERENCES sets(number) ON DELETE CASCADE, station TEXT, exercise TEXT,
      at REAL NOT NULL, t REAL, outcome TEXT, body BLOB NOT NULL) STRICT
    """,
    "CREATE INDEX statements_of_athlete ON statements(athlete, kind, at)",
    "CREATE INDEX statements_of_set ON statements(set_number)",
    """
    CREATE TABLE activation_references(
      id INTEGER PRIMARY KEY, athlete TEXT NOT NULL REFERENCES athletes(id) ON DELETE CASCADE,
      muscle TEXT NOT NULL, side TEXT, chain TEXT NOT NULL, kind TEXT NOT NULL,
      value REAL NOT NULL, unit TEXT NOT NULL, site TEXT, measured REAL NOT NULL) STRICT
    """,
    "CREATE INDEX references_of_athlete ON activation_references(athlete, measured)",
    """
    CREATE TABLE plans(
      id INTEGER PRIMARY KEY, athlete TEXT NOT NULL REFERENCES athletes(id) ON DELETE CASCADE,
      at REAL NOT NULL, plan TEXT NOT NULL) STRICT
    """,
    "CREATE INDEX plans_of_athlete ON plans(athlete)",
    """
    CREATE TABLE corrections(
      id INTEGER PRIMARY KEY, set_number INTEGER NOT NULL REFERENCES sets(number) ON DELETE CASCADE,
      rep INTEGER, at REAL NOT NULL, uid INTEGER, what TEXT NOT NULL, before TEXT NOT NULL,
      after TEXT NOT NULL) STRICT
    """,
    "CREATE INDEX corrections_of_set ON corrections(set_number)",
    """
    CREATE TABLE recordings(
      file TEXT PRIMARY KEY, athlete TEXT REFERENCES athletes(id) ON DELETE CASCADE,
      started REAL NOT NULL) STRICT
    """,
  ]
}
