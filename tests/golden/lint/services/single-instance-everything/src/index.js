const http = require('http');
const express = require('express');
const session = require('express-session');
const rateLimit = require('express-rate-limit');
const { Server } = require('socket.io');
const doors = require('./doors');
const jobs = require('./jobs');

const app = express();
const server = http.createServer(app);
const io = new Server(server);

app.use(rateLimit({ windowMs: 60000, max: 60 }));
app.use(session({ secret: process.env.SECRET, resave: false, saveUninitialized: true }));
app.use('/doors', doors(io));

io.on('connection', (socket) => {
  socket.emit('doors', doors.state());
});

jobs.start();
server.listen(process.env.PORT);
