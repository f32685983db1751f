const regions = ['eu', 'us', 'ap'];
const roles = ['api', 'worker'];

module.exports = {
  apps: regions.flatMap((region, r) =>
    roles.map((role, i) => ({
      name: `${region}-${role}`,
      script: `./${role}.js`,
      namespace: region,
      env: { REGION: region, PORT: 3000 + r * 100 + i },
    })),
  ),
};
