import * as cron from 'node-cron';
import { tell } from './keeper.js';

const options = { timezone: 'Europe/Paris' };

export default function startCounting() {
  cron.schedule('0 12 * * *', () => tell('count the flamingos'), options);
}
