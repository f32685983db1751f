module.exports = { autorestart: true, max_restarts: 4 };
