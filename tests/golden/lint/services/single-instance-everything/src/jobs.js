const cron = require('node-cron');
const { Telegraf } = require('telegraf');
const db = require('./db');

const bot = new Telegraf(process.env.BOT_TOKEN);

exports.start = () => {
  bot.command('visits', (ctx) => ctx.reply(String(db.prepare('SELECT count(*) AS n FROM visits').get().n)));
  bot.launch();
  cron.schedule('0 23 * * *', () => bot.telegram.sendMessage(process.env.CHAT, 'Did everybody close the doors?'));
};
