const express = require('express');
const { createBot } = require('./bot');

const app = express();
const bot = createBot(process.env.BOT_TOKEN);
const secretPath = `/telegraf/${bot.secretPathComponent()}`;

// Telegram sends each update to one worker through the shared port.
app.use(bot.webhookCallback(secretPath));

const server = app.listen(process.env.PORT, () => {
  bot.telegram.setWebhook(`${process.env.PUBLIC_URL}${secretPath}`).catch(console.error);
});

process.on('SIGINT', () => server.close(() => process.exit(0)));
