const base = process.env.BILLING_URL ?? 'http://127.0.0.1:4010';

const get = async (path) => (await fetch(base + path)).json();
const post = (path, body) =>
  fetch(base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

export const dueSubscriptions = () => get('/subscriptions?due=1');
export const failedSubscriptions = () => get('/subscriptions?failed=1');
export const charge = (s) => post(`/subscriptions/${s.id}/charge`, { cents: s.cents });
export const setState = (id, state) => post(`/subscriptions/${id}`, { state });
