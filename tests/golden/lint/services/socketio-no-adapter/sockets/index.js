// which agent has which ticket open, for the "someone is looking at this" bar
const viewers = {}

module.exports = function registerSockets(io) {
  io.on('connection', (socket) => {
    let current = null

    socket.on('open', (ticketId) => {
      current = ticketId
      socket.join('ticket:' + ticketId)
      viewers[ticketId] = viewers[ticketId] || []
      viewers[ticketId].push(socket.handshake.query.agent)
      io.to('ticket:' + ticketId).emit('viewers', viewers[ticketId])
    })

    socket.on('typing', (flag) => {
      if (current) socket.to('ticket:' + current).emit('typing', { agent: socket.handshake.query.agent, flag })
    })

    socket.on('disconnect', () => {
      if (!current || !viewers[current]) return
      viewers[current] = viewers[current].filter((a) => a !== socket.handshake.query.agent)
      io.to('ticket:' + current).emit('viewers', viewers[current])
    })
  })
}
