const { Telegraf } = require('telegraf');
const db = require('./db');
const wizard = require('./wizard');

const bot = new Telegraf(process.env.BOT_TOKEN);

bot.start((ctx) => ctx.reply('Hi! /order starts an order, /list shows today.'));

bot.command('order', (ctx) => wizard.begin(ctx));
bot.command('list', (ctx) => {
  const rows = db.prepare("SELECT who, dish FROM orders WHERE day = date('now')").all();
  return ctx.reply(rows.map((r) => `${r.who}: ${r.dish}`).join('\n') || 'nothing yet');
});
bot.on('text', (ctx) => wizard.answer(ctx));

bot.catch((err, ctx) => console.error(ctx.updateType, err));

bot.launch();

process.once('SIGINT', () => bot.stop('SIGINT'));
process.once('SIGTERM', () => bot.stop('SIGTERM'));
