const express = require('express');
const knex = require('knex')({ client: 'pg' });

async function start() {
  await knex.migrate.latest();
  express().listen(3000);
}
start();
