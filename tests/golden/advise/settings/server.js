const express = require('express');
const app = express();
const seen = new Map();

app.post('/seen/:id', (req, res) => { seen.set(req.params.id, Date.now()); res.end(); });
app.get('/seen/:id', (req, res) => res.json(seen.get(req.params.id)));
app.get('/healthz', (req, res) => res.end());
app.listen(3000);
