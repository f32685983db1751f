const sharp = require('sharp');

exports.resize = (path) => sharp(path).resize(200).toFile(`${path}.thumb`);
