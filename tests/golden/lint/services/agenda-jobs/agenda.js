import { Agenda } from 'agenda';

export default new Agenda({
  db: { address: process.env.MONGODB_URI ?? 'mongodb://127.0.0.1/agenda', collection: 'jobs' },
  processEvery: '30 seconds',
  maxConcurrency: 10,
});
