module.exports = {
  apps: [
    {
      name: "proxy",
      script: "/opt/proxy/.venv/bin/uvicorn proxy.main:app --host 0.0.0.0 --port 8085",
      instances: 1,
      exec_mode: "fork",
      interpreter: "none",
    },
    {
      name: "flows",
      cmd: "prefect worker start --pool main",
      env: { PREFECT_API_URL: "http://127.0.0.1:4200/api", PREFECT_LOGGING_LEVEL: "WARNING" },
    },
  ],
};
