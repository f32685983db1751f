module.exports = {
  apps: [
    {
      name: "storefront",
      script: "node_modules/next/dist/bin/next",
      args: "start -p 3000",
      cwd: "/var/www/storefront/current",
      instances: "max",
      exec_mode: "cluster",
      env: {
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1"
      }
    }
  ]
}
