const express = require('express');
const knex = require('./knex');
const metrics = require('./metrics');
const { watchInbox } = require('./inbox');

async function main() {
  await knex.migrate.latest();

  const app = express();
  app.get('/metrics', metrics.handler);
  app.get('/rows', async (req, res) => res.json(await knex('rows').limit(100)));
  app.listen(process.env.PORT);

  watchInbox(process.env.INBOX || '/srv/inbox');
}

main();
