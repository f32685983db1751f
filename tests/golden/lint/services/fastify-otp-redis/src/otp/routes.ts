import type { FastifyPluginAsync } from 'fastify';
import { OtpStore } from './store';

const store = new OtpStore();
const TEMPLATES = new Map([
  ['en', (code: string) => `Your code is ${code}`],
  ['de', (code: string) => `Ihr Code ist ${code}`],
  ['vi', (code: string) => `Ma cua ban la ${code}`],
]);

export const otpRoutes: FastifyPluginAsync = async (app) => {
  app.post<{ Body: { phone: string; lang?: string } }>('/send', async (request, reply) => {
    const code = await store.issue(request.body.phone);
    const text = (TEMPLATES.get(request.body.lang ?? 'en') ?? TEMPLATES.get('en')!)(code);
    await fetch(process.env.SMS_URL!, { method: 'POST', body: JSON.stringify({ to: request.body.phone, text }) });
    return reply.code(202).send();
  });

  app.post<{ Body: { phone: string; code: string } }>('/verify', async (request, reply) => {
    const ok = await store.verify(request.body.phone, request.body.code);
    return ok ? { ok } : reply.code(401).send({ ok });
  });
};
