import { WebSocket } from 'ws';

const MAX_SUBSCRIPTIONS = 50;

/** connection id -> socket and what it wants to hear */
const clients = new Map();

export function add(id, ws) {
  clients.set(id, { ws, symbols: new Set() });
}

export function remove(id) {
  clients.delete(id);
}

export function subscribe(id, symbol) {
  const client = clients.get(id);
  if (!client || client.symbols.size >= MAX_SUBSCRIPTIONS) return false;
  client.symbols.add(symbol);
  return true;
}

export function publish(symbol, trade) {
  const text = JSON.stringify({ symbol, ...trade });
  let reached = 0;
  for (const { ws, symbols } of clients.values()) {
    if (symbols.has(symbol) && ws.readyState === WebSocket.OPEN) {
      ws.send(text);
      reached += 1;
    }
  }
  return reached;
}
