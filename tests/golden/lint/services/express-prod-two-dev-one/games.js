const { Router } = require('express');
const { nanoid } = require('nanoid');
const questions = require('./questions');

const router = Router();
const games = {};

router.post('/', (req, res) => {
  const id = nanoid(6);
  games[id] = { host: req.body.host, players: [], question: 0, scores: {} };
  res.status(201).json({ id });
});

router.post('/:id/join', (req, res) => {
  const game = games[req.params.id];
  if (!game) return res.sendStatus(404);
  game.players.push(req.body.name);
  game.scores[req.body.name] = 0;
  res.json({ question: questions[game.question].text });
});

router.post('/:id/answer', (req, res) => {
  const game = games[req.params.id];
  if (!game) return res.sendStatus(404);
  const right = questions[game.question].answer === req.body.answer;
  if (right) game.scores[req.body.name] += 10;
  res.json({ right, scores: game.scores });
});

router.delete('/:id', (req, res) => {
  delete games[req.params.id];
  res.sendStatus(204);
});

module.exports = { router, count: () => Object.keys(games).length };
