const express = require('express');
const mongoose = require('mongoose');
const { warm } = require('./cache');

async function main() {
  await mongoose.connect(process.env.MONGO_URL);
  await warm();
  const server = express().listen(3000);
  process.on('SIGINT', () => server.close(() => process.exit(0)));
}
main();
