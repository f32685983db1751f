const http = require('http');
const express = require('express');
const boards = require('./boards');
const { createRealtime } = require('./realtime');

const app = express();
app.use(express.json({ limit: '1mb' }));

const server = http.createServer(app);
const io = createRealtime(server);
app.use('/boards', boards(io));

server.listen(process.env.PORT || 3000);
