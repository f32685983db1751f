const ports = { a: 1, b: 2 };
const out = Object.keys(ports).map((name) => ({ name, port: ports[name] }));
exports.apps = out.map(({ name, port }) => ({ name, script: name + '.js', env: { PORT: port } }));
