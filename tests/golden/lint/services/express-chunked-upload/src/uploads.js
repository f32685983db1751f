const crypto = require('crypto');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { Router } = require('express');
const multer = require('multer');

const upload = multer({ dest: path.join(os.tmpdir(), 'video-parts') });
const pending = new Map();

const router = Router();

router.post('/', (req, res) => {
  const id = crypto.randomUUID();
  pending.set(id, { name: req.body.name, parts: [] });
  res.status(201).json({ id });
});

router.put('/:id/parts/:n', upload.single('part'), (req, res) => {
  const state = pending.get(req.params.id);
  if (!state) return res.sendStatus(404);
  state.parts[Number(req.params.n)] = req.file.path;
  res.sendStatus(204);
});

router.post('/:id/finish', async (req, res, next) => {
  try {
    const { name, parts } = pending.get(req.params.id);
    const target = path.join(process.env.LIBRARY || '/srv/library', `${req.params.id}-${path.basename(name)}`);
    for (const part of parts) await fs.promises.appendFile(target, await fs.promises.readFile(part));
    pending.delete(req.params.id);
    res.json({ target });
  } catch (e) {
    next(e);
  }
});

module.exports = router;
