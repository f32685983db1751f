const express = require('express');
const { Pool } = require('pg');

const pool = new Pool({ max: 50 });
const app = express();
app.get('/', async (req, res) => res.json((await pool.query('SELECT 1')).rows));
app.listen(3000);
