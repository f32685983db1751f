const t = (s, ...v) => s.raw.join('|') + v.map((x) => typeof x).join();
module.exports = t`a${process.env.EXTRA}b`;
