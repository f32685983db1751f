exports.find = (id) => fetch('http://127.0.0.1:4000/products/' + id).then((r) => r.json());
exports.update = (id, body) => fetch('http://127.0.0.1:4000/products/' + id, { method: 'PUT', body });
