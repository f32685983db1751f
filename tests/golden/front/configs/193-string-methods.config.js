const raw = '  My Cool Service_v2.0  ';
const slug = raw.trim().toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/-+$/, '');

module.exports = {
  apps: [{
    name: slug,
    script: slug.slice(0, 7) + '.js',
    args: [slug.padEnd(25, '.'), slug.at(-1), slug.indexOf('cool'), raw.length, 'a-b-c'.split('-', 2), 'x'.repeat(3), 'abc'.substring(2, 0), 'Ab'.toUpperCase(), slug.charAt(3), 'a.b.c'.lastIndexOf('.'), '7'.padStart(3, '0'), 'tEST'[0].toUpperCase() + 'tEST'.slice(1).toLowerCase()],
  }],
};
