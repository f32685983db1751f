const express = require('express');
const multer = require('multer');
const multerS3 = require('multer-s3');
const { S3Client } = require('@aws-sdk/client-s3');

const upload = multer({ storage: multerS3({ s3: new S3Client({}), bucket: 'media' }) });
// handed on from memory within the request
const small = multer({ storage: multer.memoryStorage() });
const app = express();

app.post('/parts/:id', upload.single('part'), (req, res) => res.json({ key: req.file.key }));
app.post('/avatar', small.single('image'), (req, res) => res.json({ bytes: req.file.size }));
app.listen(3000);
