module.exports = {
  apps: [
    {
      name: "django",
      script: "/srv/site/venv/bin/gunicorn",
      args: "site.wsgi:application --bind 127.0.0.1:8000 --workers 3 --timeout 60",
      interpreter: "none",
      cwd: "/srv/site",
      env: {
        DJANGO_SETTINGS_MODULE: "site.settings.production",
        PYTHONUNBUFFERED: "1"
      },
      error_file: "logs/django.err.log",
      out_file: "logs/django.out.log",
      merge_logs: true
    },
    {
      name: "celery",
      script: "/srv/site/venv/bin/celery -A site worker -l info",
      interpreter: "none",
      cwd: "/srv/site",
      kill_timeout: 30000,
      restart_delay: 5000
    }
  ]
};
