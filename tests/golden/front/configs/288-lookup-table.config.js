const stage = process.env.APP_ENV;
const replicas = { prod: 8, staging: 2 }[stage] || 1;
const memory = { 1: '200M', 2: '400M', 8: '1G' }[replicas];
const nick = (stage && stage[0].toUpperCase() + stage.slice(1)) || 'Local';

module.exports = { apps: [{ name: `Shop ${nick}`, script: 'shop.js', instances: replicas, max_memory_restart: memory }] };
