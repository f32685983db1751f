const { who, port } = require('./common');
const app = require('express4')();
app.get('/', (q, s) => s.send(who()));
app.listen(port);
