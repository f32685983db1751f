const express = require('express');
const fs = require('fs');
const path = require('path');

const FILE = path.join(__dirname, 'settings.json');
const app = express();
app.use(express.json());

app.put('/settings', (req, res) => {
  const settings = JSON.parse(fs.readFileSync(FILE, 'utf8'));
  fs.writeFileSync(FILE, JSON.stringify({ ...settings, ...req.body }));
  res.sendStatus(204);
});
app.listen(3000);
