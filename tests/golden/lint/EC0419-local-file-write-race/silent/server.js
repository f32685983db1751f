const express = require('express');
const fs = require('fs');
const path = require('path');

const app = express();
app.use(express.json());

// a file for each request
app.put('/drafts/:id', (req, res) => {
  fs.writeFileSync(path.join(__dirname, 'drafts', req.params.id), JSON.stringify(req.body));
  res.sendStatus(204);
});
// a file for each instance
app.post('/mark', (req, res) => {
  fs.appendFileSync(`marks-${process.env.NODE_APP_INSTANCE}.log`, `${req.query.text}\n`);
  res.sendStatus(204);
});
app.listen(3000);
