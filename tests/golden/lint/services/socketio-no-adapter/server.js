const express = require('express')
const http = require('http')
const { Server } = require('socket.io')
const registerSockets = require('./sockets')
const tickets = require('./routes/tickets')

const app = express()
const server = http.createServer(app)

const io = new Server(server, {
  cors: { origin: process.env.ORIGIN || '*' },
  pingTimeout: 20000
})

app.use(express.json())
app.set('io', io)
app.use('/tickets', tickets)

registerSockets(io)

server.listen(process.env.PORT || 3000, () => {
  console.log('support chat up')
})
