const express = require('express')
const db = require('../db')

const router = express.Router()

router.get('/:id', async (req, res) => {
  const [rows] = await db.execute('SELECT * FROM messages WHERE ticket_id = ?', [req.params.id])
  res.json(rows)
})

router.post('/:id/messages', async (req, res) => {
  const { text, author } = req.body
  await db.execute('INSERT INTO messages(ticket_id, author, text) VALUES (?, ?, ?)', [req.params.id, author, text])
  req.app.get('io').to('ticket:' + req.params.id).emit('message', { author, text })
  res.sendStatus(201)
})

module.exports = router
