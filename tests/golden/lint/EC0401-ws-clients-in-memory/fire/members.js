const members = new Map();

exports.join = (user, socket) => {
  members.set(user, socket);
  socket.on('close', () => members.delete(user));
};

exports.tell = (user, text) => {
  const socket = members.get(user);
  if (socket) socket.send(text);
};
