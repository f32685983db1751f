module.exports = {
  apps: [
    {
      name: "pythonw-service",
      script: "service.py",
      interpreter: "D:\\envs\\svc\\Scripts\\pythonw.exe",
      cwd: "D:/svc",
      out_file: "D:\\logs\\svc-out.log",
      error_file: 'D:\\logs\\' + "svc-err.log",
    },
  ],
};
