const express = require('express');
const app = express();
app.get('/', (req, res) => res.send('ok'));
app.listen(3000, () => {
  if (process.env.NODE_APP_INSTANCE === '0') console.log('listening');
});

// what one instance adds is beside the port that all of them have
if (process.env.NODE_APP_INSTANCE === '0') {
  const admin = express();
  admin.listen(3001);
}
