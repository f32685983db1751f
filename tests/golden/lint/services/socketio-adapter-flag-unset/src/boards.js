const { Router } = require('express');
const Redis = require('ioredis');

const redis = new Redis(process.env.REDIS_URL);

module.exports = (io) => {
  const router = Router();
  router.get('/:id', async (req, res) => {
    const strokes = await redis.lrange(`board:${req.params.id}`, 0, -1);
    res.json(strokes.map((s) => JSON.parse(s)));
  });
  router.delete('/:id', async (req, res) => {
    await redis.del(`board:${req.params.id}`);
    io.to(req.params.id).emit('cleared');
    res.sendStatus(204);
  });
  return router;
};
