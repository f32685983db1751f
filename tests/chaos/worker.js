// A worker of the cluster app of the chaos test: answers "APP PID VALUE". It is ended as service.c is; what breaks it is
// looked at there, too.
'use strict';
const http = require('http');

const { CHAOS_APP, PORT, VALUE } = process.env;
const ASKED = 7, WORK_MS = 2;

process.on('SIGUSR1', () => process.exit(ASKED));
process.on('SIGUSR2', () => process.exit(0));
const server = http.createServer((request, response) => setTimeout(() => response.end(`${CHAOS_APP} ${process.pid} ${VALUE}`), WORK_MS));
process.on('SIGINT', () => server.close(() => process.exit(0)));
server.listen(+PORT, '127.0.0.1');
