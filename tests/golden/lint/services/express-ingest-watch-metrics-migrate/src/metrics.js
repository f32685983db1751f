const client = require('prom-client');

client.collectDefaultMetrics();

const imported = new client.Counter({ name: 'rows_imported_total', help: 'Rows taken over from files' });

exports.imported = imported;

exports.handler = async (req, res) => {
  res.set('Content-Type', client.register.contentType);
  res.end(await client.register.metrics());
};
