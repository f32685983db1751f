exports.send = (to) => fetch('http://127.0.0.1:2525/' + to, { method: 'POST' });
