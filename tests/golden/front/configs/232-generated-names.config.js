const pad = (n, width) => ('0000' + n).slice(-width);
const camel = (s) => s.replace(/-([a-z])/g, (_, c) => c.toUpperCase());
const title = (s) => s.split('-').map((w) => w[0].toUpperCase() + w.slice(1)).join(' ');

module.exports = {
  apps: ['price-feed', 'order-book', 'risk'].map((s, i) => ({ name: `${pad(i + 1, 3)}-${camel(s)}`, script: `${s}.js`, env: { TITLE: title(s) } })),
};
