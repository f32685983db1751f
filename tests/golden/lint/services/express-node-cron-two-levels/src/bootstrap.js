const { startJobs } = require('./jobs');

module.exports = function bootstrap() {
  startJobs();
  console.log('jobs started, pid', process.pid);
};
