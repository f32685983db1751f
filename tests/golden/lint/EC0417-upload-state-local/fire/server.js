const express = require('express');
const multer = require('multer');

const upload = multer({ dest: '/tmp/uploads' });
const app = express();

app.post('/parts/:id', upload.single('part'), (req, res) => res.json({ file: req.file.path }));
app.listen(3000);
