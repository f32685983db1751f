const MB = 1024 ** 2; const limit = 768 * MB; const human = (b) => (b >= 1024 * MB ? `${(b / (1024 * MB)).toFixed(1)}G` : `${Math.round(b / MB)}M`); const heap = Math.floor((limit / MB) * 0.75);
module.exports = { apps: [{ name: 'x', script: 'x.js', max_memory_restart: human(limit), node_args: [`--max-old-space-size=${heap}`], list: [1, 1.5, 2048].map((x) => human(x * MB)) }] };
