const express = require('express');
const Piscina = require('piscina');
const { Worker } = require('worker_threads');

const pool = new Piscina({ filename: `${__dirname}/resize.js`, maxThreads: 1 });
const audit = new Worker(`${__dirname}/audit.js`);
const app = express();
app.get('/thumb', async (req, res) => {
  audit.postMessage(req.query.path);
  res.send(await pool.run(req.query.path));
});
app.listen(3000);
