const { PORT, HOST = 'none', NODE_ENV: mode = 'development', ...others } = process.env;
module.exports = { PORT, HOST, mode, has: 'PATH' in others, p: others.PORT };
