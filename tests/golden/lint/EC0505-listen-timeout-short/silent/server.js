const express = require('express');
const mongoose = require('mongoose');

async function main() {
  await mongoose.connect(process.env.MONGO_URL);
  const server = express().listen(3000, () => process.send?.('ready'));
  process.on('SIGINT', () => server.close(() => process.exit(0)));
}
main();
