const { port = 80 } = new URL(process.env.APP_URL || `http://h:${process.env.PORT || 3000}`);
module.exports = { apps: [{ env: { PORT: port } }] };
