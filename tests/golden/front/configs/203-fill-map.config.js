module.exports = {
  apps: Array(4).fill().map((_, i) => ({ name: 'room-' + String.fromCharCode(97 + i), script: 'room.js', increment_var: 'PORT', env: { ROOM: i } })),
};
