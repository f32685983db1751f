const reminders = require('./reminders');
const noShows = require('./noShows');

exports.startJobs = function startJobs() {
  reminders.start();
  noShows.start();
};
