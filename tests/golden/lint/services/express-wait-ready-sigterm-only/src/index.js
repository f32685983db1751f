const mongoose = require('mongoose');
const app = require('./app');
const logger = require('./logger');

let server;

mongoose.connect(process.env.MONGODB_URI).then(() => {
  logger.info('connected to MongoDB');
  server = app.listen(process.env.PORT, () => logger.info(`listening on ${process.env.PORT}`));
});

const exitHandler = () => {
  if (!server) process.exit(1);
  server.close(() => {
    logger.info('server closed');
    process.exit(1);
  });
};

process.on('uncaughtException', (error) => {
  logger.error(error);
  exitHandler();
});

process.on('SIGTERM', () => {
  logger.info('SIGTERM received');
  if (server) server.close(() => process.exit(0));
});
