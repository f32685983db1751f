const fs = require('fs');

const users = JSON.parse(fs.readFileSync('users.json', 'utf8'));
for (const user of users) {
  fetch('http://127.0.0.1:4000/users', { method: 'POST', body: JSON.stringify(user) });
}
