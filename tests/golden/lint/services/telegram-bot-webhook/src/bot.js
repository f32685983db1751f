const { Telegraf } = require('telegraf');
const Redis = require('ioredis');

const redis = new Redis(process.env.REDIS_URL);

exports.createBot = function createBot(token) {
  const bot = new Telegraf(token, { telegram: { webhookReply: true } });

  bot.command('track', async (ctx) => {
    const number = ctx.message.text.split(/\s+/)[1];
    if (!number) return ctx.reply('Usage: /track NUMBER');
    await redis.sadd(`parcels:${ctx.chat.id}`, number);
    return ctx.reply(`Following ${number}`);
  });

  bot.command('parcels', async (ctx) => {
    const numbers = await redis.smembers(`parcels:${ctx.chat.id}`);
    return ctx.reply(numbers.join('\n') || 'none');
  });

  return bot;
};
