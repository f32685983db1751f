module.exports = {
  apps: [{
    name: "elysia",
    script: "src/index.ts",
    interpreter: "bun",
    env: {
      PATH: "/home/app/.bun/bin:/usr/local/bin:/usr/bin:/bin"
    }
  }]
}
