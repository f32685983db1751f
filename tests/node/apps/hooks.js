// As NestJS does it: modules come up one after the other, and shutdown hooks run on a signal.
const http = require('http');
const server = http.createServer((q, s) => s.end(process.env.NODE_APP_INSTANCE));
const hooks = [async () => new Promise((done) => server.close(done)), async () => console.log('hooks have run')];
const stop = async () => { for (const hook of hooks) await hook(); process.exit(0); };
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
setTimeout(() => server.listen(+process.env.PORT), 100);
const pool = setInterval(() => {}, 1000); // a connection to a database keeps it alive
