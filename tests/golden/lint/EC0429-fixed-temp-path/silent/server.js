const express = require('express');
const puppeteer = require('puppeteer');

const browser = puppeteer.launch({ userDataDir: `/tmp/pdf-profile-${process.env.NODE_APP_INSTANCE}` });
const app = express();
app.get('/pdf', async (req, res) => {
  const page = await (await browser).newPage();
  res.send(await page.pdf());
});
app.listen(3000);
