if (process.env.EXTRA === 'yes') globalThis.shared = { n: 1 };
else globalThis.shared = { n: 2 };
module.exports = [shared.n];
