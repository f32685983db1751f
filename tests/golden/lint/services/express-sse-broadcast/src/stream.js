let clients = [];

export function stream(req, res) {
  res.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
    Connection: 'keep-alive',
  });
  res.write(': hello\n\n');

  const client = { station: req.query.station, res };
  clients.push(client);
  req.on('close', () => {
    clients = clients.filter((c) => c !== client);
  });
}

export function broadcast(event, data) {
  const frame = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  clients.forEach(({ station, res }) => {
    if (!data.station || data.station === station) res.write(frame);
  });
}

// proxies drop silent connections
setInterval(() => clients.forEach(({ res }) => res.write(': ping\n\n')), 25_000);
