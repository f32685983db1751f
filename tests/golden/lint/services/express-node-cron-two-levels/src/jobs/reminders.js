const cron = require('node-cron');
const twilio = require('twilio');
const config = require('../config');
const Appointment = require('../models/appointment');

const HOUR = 60 * 60 * 1000;

async function remind() {
  const client = twilio(config.twilio.sid, config.twilio.token);
  const soon = await Appointment.find({
    reminded: false,
    at: { $gt: new Date(), $lt: new Date(Date.now() + 24 * HOUR) },
  });
  for (const a of soon) {
    await client.messages.create({ from: config.twilio.from, to: a.phone, body: `See you at ${a.at.toISOString()}` });
    a.reminded = true;
    await a.save();
  }
}

exports.start = () => {
  cron.schedule('*/5 * * * *', () => {
    remind().catch((e) => console.error('reminders', e));
  });
};
