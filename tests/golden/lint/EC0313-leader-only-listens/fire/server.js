const express = require('express');
const app = express();
app.get('/', (req, res) => res.send('ok'));

if (process.env.NODE_APP_INSTANCE === '0') {
  app.listen(3000, () => console.log('listening'));
}
