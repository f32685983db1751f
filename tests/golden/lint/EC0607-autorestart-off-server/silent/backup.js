require('child_process').spawnSync('pg_dump', ['-f', 'backup.sql', 'shop']);
