const mongoose = require('mongoose');
const app = require('./app');
const config = require('./config');
const bootstrap = require('./bootstrap');

mongoose
  .connect(config.mongoUrl)
  .then(() => {
    app.listen(config.port, () => console.log('listening on', config.port));
    bootstrap();
  })
  .catch((error) => {
    console.error('no database', error);
    process.exit(1);
  });
