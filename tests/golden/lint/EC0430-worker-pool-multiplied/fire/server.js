const express = require('express');
const Piscina = require('piscina');

const pool = new Piscina({ filename: `${__dirname}/resize.js` });
const app = express();
app.get('/thumb', async (req, res) => res.send(await pool.run(req.query.path)));
app.listen(3000);
