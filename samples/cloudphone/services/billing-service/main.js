// Orders and payments. The job that cancels expired orders runs in this process, so every further
// instance would run it again.
'use strict';
const { serve } = require('../serve');

const orders = new Map();
const expiryMs = 15 * 60 * 1000;
let nextId = 1;

const cancelExpired = () => {
  for (const order of orders.values()) {
    if (order.state === 'open' && Date.now() - order.at > expiryMs) order.state = 'cancelled';
  }
};
const job = setInterval(cancelExpired, 60 * 1000);

serve(
  'billing-service',
  {
    'POST /orders': (request, body) => {
      const order = { id: nextId++, state: 'open', at: Date.now(), ...JSON.parse(body) };
      orders.set(order.id, order);
      return order;
    },
    'POST /payments/callback': (request, body) => {
      const order = orders.get(JSON.parse(body).order);
      if (!order) throw Object.assign(new Error('no such order'), { status: 404 });
      order.state = 'paid';
      return order;
    },
    'GET /orders': () => [...orders.values()],
  },
  () => clearInterval(job),
);
