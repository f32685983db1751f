const express = require('express');

const app = express();
app.listen(3000, () => {
  if (process.send) {
    process.send('ready');
  }
});
