const express = require('express');

const app = express();
app.listen(3001, () => {
  if (typeof process.send === 'function') process.send('ready');
});
