const fs = require('fs');
const chokidar = require('chokidar');
const { parse } = require('csv-parse');
const knex = require('./knex');
const { imported } = require('./metrics');

async function take(file) {
  const parser = fs.createReadStream(file).pipe(parse({ columns: true, trim: true }));
  for await (const row of parser) {
    await knex('rows').insert(row);
    imported.inc();
  }
  await fs.promises.unlink(file);
}

exports.watchInbox = (directory) => {
  const watcher = chokidar.watch(directory, { awaitWriteFinish: true, depth: 0 });
  watcher.on('add', (file) => {
    take(file).catch((e) => console.error(file, e));
  });
};
