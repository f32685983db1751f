const base = process.env.IMPORTER_URL ?? 'http://127.0.0.1:7000';

/** Polls the importer for one client until it is done. */
export async function progress(request, reply) {
  reply.hijack();
  const res = reply.raw;
  res.writeHead(200, { 'content-type': 'text/event-stream' });

  const timer = setInterval(async () => {
    const response = await fetch(`${base}/imports/${request.params.id}`);
    const state = await response.json();
    res.write(`data: ${JSON.stringify(state)}\n\n`);
    if (state.done) {
      clearInterval(timer);
      res.end();
    }
  }, 1000);

  request.raw.on('close', () => clearInterval(timer));
}
