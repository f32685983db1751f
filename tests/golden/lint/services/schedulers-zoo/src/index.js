import express from 'express';
import { startFeeding } from './feeding.js';
import { startCleaning } from './cleaning.js';
import startCounting from './counting.js';

const app = express();
app.get('/', (req, res) => res.send('zoo'));

app.listen(process.env.PORT, () => {
  startFeeding();
  startCleaning();
  startCounting();
});
