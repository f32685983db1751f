const order = ['config', 'env', 'args'];
const layers = [{ config: 1, env: 'a' }, { env: 'b' }, { args: ['z'], config: 3 }];
const final = {};
for (const key of order) {
  for (let i = layers.length - 1; i >= 0; i--) {
    if (key in layers[i]) { final[key] = layers[i][key]; break; }
  }
}
module.exports = { apps: [{ name: 'layers', script: 'l.js', ...final }] };
