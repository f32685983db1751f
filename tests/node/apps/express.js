const app = require('express')();
app.get('/', (q, s) => s.send(process.env.NODE_APP_INSTANCE));
app.listen(+process.env.PORT);
