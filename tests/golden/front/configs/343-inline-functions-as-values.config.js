const script = () => 'x.js';
module.exports = {
  apps: [{ name: 'fn-left-in', script, beforeStart() { return 1; }, env: { CALLED: script(), UNCALLED: script, ARROW: () => {} } }],
  hooks: [script, () => 2, function named() {}],
};
