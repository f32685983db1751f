fetch('http://127.0.0.1:4000/important', { method: 'POST' });
