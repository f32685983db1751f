const cron = require('node-cron');
const Appointment = require('../models/appointment');

exports.start = () => {
  const task = cron.schedule('0 22 * * *', async () => {
    const { modifiedCount } = await Appointment.updateMany(
      { at: { $lt: new Date() }, arrived: { $ne: true } },
      { $set: { state: 'no-show' }, $inc: { strikes: 1 } },
    );
    console.log('no-shows:', modifiedCount);
  }, { scheduled: true, timezone: 'Europe/Madrid' });

  return task;
};
