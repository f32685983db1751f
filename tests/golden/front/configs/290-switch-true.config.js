const mem = Number(process.env.MEM_MB || 2048);
let plan;
switch (true) {
  case mem >= 8192: plan = ['4G', 4]; break;
  case mem >= 4096: plan = ['2G', 2]; break;
  case mem >= 2048: {
    const half = mem / 2;
    plan = [half + 'M', 2];
    break;
  }
  default: plan = ['256M', 1];
}
const [limit, count] = plan;
module.exports = { apps: [{ name: 'auto', script: 'a.js', max_memory_restart: limit, instances: count }] };
