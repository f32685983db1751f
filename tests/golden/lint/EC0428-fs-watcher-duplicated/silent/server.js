const express = require('express');
const chokidar = require('chokidar');
const { importFile } = require('./import-file');

function watch() {
  if (process.env.NODE_APP_INSTANCE !== '0') return;
  chokidar.watch('inbox/*.csv').on('add', importFile);
}

watch();
express().listen(3000);
