const app = new (require('koa'))();
app.use((c) => { c.body = process.env.NODE_APP_INSTANCE; });
app.listen(+process.env.PORT);
