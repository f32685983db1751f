const express = require('express');
const Database = require('better-sqlite3');

const cities = new Database('data/cities.sqlite', { readonly: true });
const scratch = new Database(`data/scratch-${process.env.NODE_APP_INSTANCE}.sqlite`);
const tests = new Database(':memory:');
const app = express();

app.get('/cities/:name', (req, res) => {
  scratch.prepare('INSERT INTO asked (name) VALUES (?)').run(req.params.name);
  tests.prepare('SELECT 1').get();
  res.json(cities.prepare('SELECT * FROM cities WHERE name = ?').get(req.params.name));
});
app.listen(3000);
