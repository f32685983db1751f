const express = require('express');
const chokidar = require('chokidar');
const { importFile } = require('./import-file');

chokidar.watch('inbox/*.csv').on('add', importFile);
express().listen(3000);
