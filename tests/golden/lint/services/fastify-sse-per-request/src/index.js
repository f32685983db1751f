import Fastify from 'fastify';
import { completion } from './completion.js';
import { progress } from './progress.js';

const app = Fastify({ logger: true });
app.post('/completions', completion);
app.get('/imports/:id/progress', progress);

process.on('SIGINT', () => app.close().then(() => process.exit(0)));

app.listen({ port: Number(process.env.PORT), host: '::' });
