const { Room } = require('@colyseus/core');

const SPEED = 4;
const COLORS = ['red', 'green', 'blue', 'yellow'];

/** One match. A room lives in one process by design; the matchmaker sends players to it. */
exports.ArenaRoom = class ArenaRoom extends Room {
  onCreate() {
    this.maxClients = COLORS.length;
    this.players = new Map();
    this.onMessage('move', (client, { x, y }) => {
      const player = this.players.get(client.sessionId);
      if (!player) return;
      player.x += Math.sign(x) * SPEED;
      player.y += Math.sign(y) * SPEED;
    });
    this.setSimulationInterval(() => this.broadcast('state', [...this.players.values()]), 50);
  }

  onJoin(client) {
    this.players.set(client.sessionId, { color: COLORS[this.players.size], x: 0, y: 0 });
  }

  onLeave(client) {
    this.players.delete(client.sessionId);
  }
};
