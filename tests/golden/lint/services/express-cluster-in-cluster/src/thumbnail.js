const sharp = require('sharp');

const SIZES = new Set([64, 128, 256, 512]);
const ORIGIN = process.env.ORIGIN || 'https://images.example.com';

exports.thumbnail = async function thumbnail(path, width) {
  if (!SIZES.has(width)) throw Object.assign(new Error('size'), { status: 400 });
  const response = await fetch(`${ORIGIN}/${path}`);
  return sharp(Buffer.from(await response.arrayBuffer())).resize(width).webp().toBuffer();
};
