const express = require('express');
const { forecast } = require('./forecast');
const { locate } = require('./places');

const app = express();

app.get('/forecast', async (req, res, next) => {
  try {
    const place = await locate(String(req.query.place));
    res.set('cache-control', 'max-age=300').json(await forecast(place));
  } catch (e) {
    next(e);
  }
});

app.listen(process.env.PORT);
