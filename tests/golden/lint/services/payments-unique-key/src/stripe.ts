import { Prisma } from '@prisma/client';
import express, { Router } from 'express';
import Stripe from 'stripe';
import { prisma } from './prisma';

const stripe = new Stripe(process.env.STRIPE_SECRET_KEY!);
const HANDLED = new Set<Stripe.Event.Type>(['payment_intent.succeeded', 'charge.refunded']);

export const stripeRouter = Router();

stripeRouter.post('/', express.raw({ type: 'application/json' }), async (req, res) => {
  const event = stripe.webhooks.constructEvent(req.body, req.header('stripe-signature')!, process.env.STRIPE_WEBHOOK_SECRET!);
  if (!HANDLED.has(event.type)) return res.sendStatus(200);

  try {
    // Event.id is unique in the table: the second delivery fails here, in whichever process it lands.
    await prisma.$transaction([
      prisma.webhookEvent.create({ data: { id: event.id, type: event.type } }),
      prisma.ledger.create({ data: { eventId: event.id, payload: event.data.object as object } }),
    ]);
  } catch (e) {
    if (e instanceof Prisma.PrismaClientKnownRequestError && e.code === 'P2002') return res.sendStatus(200);
    throw e;
  }
  res.sendStatus(200);
});
