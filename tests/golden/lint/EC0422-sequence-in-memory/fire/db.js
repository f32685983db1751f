exports.insert = (id, text) => fetch(`http://127.0.0.1:4000/tickets/${id}`, { method: 'PUT', body: text });
