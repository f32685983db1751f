import type { FastifyPluginAsync } from 'fastify';
import Stripe from 'stripe';
import { pool } from './db';

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY!);

// Stripe may deliver an event more than once.
const seenEvents = new Set<string>();

export const stripeWebhook: FastifyPluginAsync = async (app) => {
  app.post('/webhooks/stripe', { config: { rawBody: true } }, async (request, reply) => {
    let event: Stripe.Event;
    try {
      event = stripe.webhooks.constructEvent(
        request.rawBody!,
        request.headers['stripe-signature'] as string,
        process.env.STRIPE_WEBHOOK_SECRET!,
      );
    } catch (err) {
      request.log.warn({ err }, 'bad signature');
      return reply.code(400).send();
    }

    if (seenEvents.has(event.id)) return { received: true };
    seenEvents.add(event.id);

    if (event.type === 'checkout.session.completed') {
      const session = event.data.object as Stripe.Checkout.Session;
      await pool.query('UPDATE wallets SET balance = balance + $1 WHERE customer = $2', [session.amount_total, session.customer]);
    }
    return { received: true };
  });
};
