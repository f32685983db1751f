const sites = [
  { id: 12, city: 'Gdańsk' },
  { id: 7, city: 'Łódź', broker: 'mqtt://10.0.0.7' },
  { id: 101, city: 'São Paulo' },
];
const slug = (s) => s.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/\s+/g, '-').toLowerCase();

module.exports = {
  apps: sites.map(({ id, city, broker = 'mqtt://broker.internal' }) => ({
    name: `site-${String(id).padStart(3, '0')}`,
    script: 'bridge.js',
    env: { CITY: city, BROKER: broker, TOPIC: `sites/${slug('Sao Paulo')}/${id}` },
  })),
};
