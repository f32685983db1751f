const { parentPort } = require('worker_threads');

parentPort.on('message', (path) => console.log(path));
