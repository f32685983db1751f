import express from 'express';
import { pool } from './pool.js';
import { books } from './books.js';

const app = express();
app.use('/books', books);

const server = app.listen(process.env.PORT);
process.on('SIGINT', () => server.close(() => pool.end().then(() => process.exit(0))));
