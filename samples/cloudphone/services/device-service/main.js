// Hands out ports to phones. The ports in use live in this process only: a second instance would hand
// out the same ones, so it must run once.
'use strict';
const { serve } = require('../serve');

class PortManager {
  #used = new Set();

  allocate() {
    for (let port = 5555; port < 5655; port += 1) {
      if (this.#used.has(port)) continue;
      this.#used.add(port);
      return port;
    }
    throw Object.assign(new Error('no port is free'), { status: 503 });
  }

  release(port) {
    return this.#used.delete(port);
  }

  get size() {
    return this.#used.size;
  }
}

const ports = new PortManager();

serve('device-service', {
  'POST /devices': () => ({ adbPort: ports.allocate() }),
  'DELETE /devices': (request, body) => ({ released: ports.release(JSON.parse(body).adbPort) }),
  'GET /devices': () => ({ inUse: ports.size }),
});
