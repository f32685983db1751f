module.exports = {
  apps: [
    {
      name: "@acme/web",
      script: "pnpm",
      args: "--filter @acme/web start",
      cwd: "/home/deploy/acme",
      interpreter: "none",
      env: { PORT: "3000" },
    },
    {
      name: "@acme/api",
      script: "pnpm",
      args: ["--filter", "@acme/api", "run", "start:prod"],
      cwd: "/home/deploy/acme",
      interpreter: "none",
      env: { PORT: "3001" },
    },
    { name: "@acme/jobs", script: "pnpm --filter @acme/jobs start", cwd: "/home/deploy/acme" },
  ],
};
