const express = require('express');
const mongoose = require('mongoose');

const server = express().listen(3000);

async function stop() {
  server.close();
  await mongoose.disconnect();
  process.exit(0);
}
process.on('SIGINT', stop);
