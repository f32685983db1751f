const express = require('express');
const appointments = require('./routes/appointments');

const app = express();
app.use(express.json());
app.use('/appointments', appointments);
app.use((err, req, res, next) => {
  res.status(err.status || 500).json({ error: err.message });
});

module.exports = app;
