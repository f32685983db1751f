const express = require('express');
const { thumbnail } = require('./thumbnail');

const app = express();

app.get('/:width/*', async (req, res, next) => {
  try {
    const image = await thumbnail(req.params[0], Number(req.params.width));
    res.type('webp').send(image);
  } catch (e) {
    next(e);
  }
});

app.listen(process.env.PORT || 3000);
