const { Router } = require('express');
const db = require('./db');

const open = new Map();
let visits = 0;

module.exports = (io) => {
  const router = Router();
  router.post('/:door/open', (req, res) => {
    open.set(req.params.door, Date.now());
    visits++;
    db.prepare('INSERT INTO visits(door, number) VALUES (?, ?)').run(req.params.door, visits);
    io.emit('doors', module.exports.state());
    res.json({ visits });
  });
  router.post('/:door/close', (req, res) => {
    open.delete(req.params.door);
    io.emit('doors', module.exports.state());
    res.sendStatus(204);
  });
  return router;
};

module.exports.state = () => Object.fromEntries(open);
