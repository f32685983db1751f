const express = require('express');
const { Client } = require('@elastic/elasticsearch');
const lifecycle = require('./lifecycle');

async function main() {
  const client = new Client({ node: process.env.ELASTIC_URL });
  await client.ping();

  const app = express();
  app.get('/search', async (req, res, next) => {
    try {
      const { hits } = await client.search({ index: 'docs', q: String(req.query.q), size: 20 });
      res.json(hits.hits.map((h) => h._source));
    } catch (e) {
      next(e);
    }
  });

  const server = app.listen(process.env.PORT, () => lifecycle.ready());
  lifecycle.onShutdown(async () => {
    await new Promise((resolve) => server.close(resolve));
    await client.close();
  });
}

main().catch((e) => {
  console.error(e);
  process.exit(1);
});
