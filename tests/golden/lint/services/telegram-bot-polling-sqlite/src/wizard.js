const db = require('./db');

const MENU = ['soup', 'pasta', 'salad'];

exports.begin = (ctx) => ctx.reply('What would you like? ' + MENU.join(', '));

exports.answer = (ctx) => {
  const dish = ctx.message.text.trim().toLowerCase();
  if (!MENU.includes(dish)) return ctx.reply('That is not on the menu.');
  db.prepare('INSERT INTO orders(who, dish) VALUES (?, ?)').run(ctx.from.first_name, dish);
  return ctx.reply(`Noted: ${dish}`);
};
