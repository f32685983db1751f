const api = process.env.MAIL_API;

async function call(path, body) {
  const response = await fetch(`${api}${path}`, { method: 'POST', body: JSON.stringify(body ?? {}) });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

export const handlers = {
  send: ({ campaign }) => call(`/campaigns/${campaign}/send`),
  digest: () => call('/digest'),
  bounces: () => call('/bounces/collect'),
  prune: () => call('/prune'),
};
