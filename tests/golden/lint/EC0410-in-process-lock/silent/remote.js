exports.pull = () => fetch('http://127.0.0.1:4000/all');
exports.book = (id) => fetch('http://127.0.0.1:4000/seats/' + id, { method: 'POST' });
