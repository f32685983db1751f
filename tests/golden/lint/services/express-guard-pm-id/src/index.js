const express = require('express');
const { startJobs } = require('./jobs');
const pool = require('./pool');

const app = express();
app.get('/parcels/:id', async (req, res) => {
  const { rows } = await pool.query('SELECT * FROM parcels WHERE id = $1', [req.params.id]);
  rows.length ? res.json(rows[0]) : res.sendStatus(404);
});

app.listen(process.env.PORT, startJobs);
