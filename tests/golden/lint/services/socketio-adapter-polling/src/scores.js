'use strict';

const { Router } = require('express');

module.exports = (io, redis) => {
  const router = Router();

  router.get('/:match', async (req, res) => {
    res.json(await redis.hGetAll(`score:${req.params.match}`));
  });

  router.put('/:match', async (req, res) => {
    const { home, away } = req.body;
    await redis.hSet(`score:${req.params.match}`, { home, away });
    io.to(`match:${req.params.match}`).emit('score', { home, away });
    res.sendStatus(204);
  });

  return router;
};
