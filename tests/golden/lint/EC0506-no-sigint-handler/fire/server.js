const express = require('express');

const app = express();
app.get('/', (req, res) => setTimeout(() => res.send('ok'), 500));
app.listen(3000);
