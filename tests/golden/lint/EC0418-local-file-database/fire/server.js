const express = require('express');
const Database = require('better-sqlite3');

const db = new Database('data/notes.sqlite');
const app = express();

app.post('/notes', (req, res) => {
  db.prepare('INSERT INTO notes (text) VALUES (?)').run(req.query.text);
  res.sendStatus(204);
});
app.listen(3000);
