const TelegramBot = require('node-telegram-bot-api');

const bot = new TelegramBot(process.env.BOT_TOKEN, { polling: true });
bot.on('message', (message) => bot.sendMessage(message.chat.id, 'hello'));
process.on('SIGINT', () => bot.stopPolling());
