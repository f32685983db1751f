/** @type {Map<string, Set<import('ws').WebSocket>>} */
const rooms = new Map();

exports.join = (room, ws) => {
  if (!rooms.has(room)) rooms.set(room, new Set());
  rooms.get(room).add(ws);
};

exports.leave = (room, ws) => {
  const members = rooms.get(room);
  if (!members) return;
  members.delete(ws);
  if (!members.size) rooms.delete(room);
};

exports.say = (room, text, except) => {
  for (const ws of rooms.get(room) ?? []) {
    if (ws !== except) ws.send(text);
  }
};
