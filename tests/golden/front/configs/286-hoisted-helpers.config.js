module.exports = {
  apps: [make('first'), make('second', { port: 81 })],
};

function make(name, options) {
  var port = (options && options.port) || defaultPort();
  return { name: name, script: script(name), env: { PORT: port } };

  function script(n) { return './' + n + '.js'; }
}

function defaultPort() { return 80; }
