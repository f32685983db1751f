const path = require('path');
const Database = require('better-sqlite3');

const db = new Database(path.join(__dirname, '..', 'data', 'lunch.sqlite'));

db.exec(`
  CREATE TABLE IF NOT EXISTS orders (
    id INTEGER PRIMARY KEY,
    day TEXT DEFAULT (date('now')),
    who TEXT NOT NULL,
    dish TEXT NOT NULL
  )
`);

module.exports = db;
