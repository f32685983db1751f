class Ports {
  #used = new Set();

  take(port) {
    this.#used.add(port);
  }

  get size() {
    return this.#used.size;
  }
}

const ports = new Ports();
require('http').createServer((request, response) => {
  if (request.method === 'POST') ports.take(request.url);
  response.end(String(ports.size));
}).listen(3000);
