exports.importFile = (file) => fetch('http://127.0.0.1:4000/import', { method: 'POST', body: file });
