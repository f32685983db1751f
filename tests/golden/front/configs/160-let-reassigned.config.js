let script = './src/index.js';
let watch = true;
if (process.env.NODE_ENV === 'production') {
  script = './dist/index.js';
  watch = false;
}

module.exports = {
  apps: [{ name: 'switching', script, watch }],
};
