const { who, port } = require('./common');
const app = new (require('koa'))();
app.use((c) => { c.body = who(); });
app.listen(port);
