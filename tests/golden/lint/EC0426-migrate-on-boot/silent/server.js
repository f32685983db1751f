const express = require('express');
const knex = require('knex')({ client: 'pg' });

async function start() {
  if (process.env.NODE_APP_INSTANCE === '0') await knex.migrate.latest();
  express().listen(3000);
}
start();
