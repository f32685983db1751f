const express = require('express');
const { writeWorkbook } = require('./workbook');

const app = express();

app.get('/export.xlsx', async (req, res, next) => {
  res.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
  try {
    await writeWorkbook(res);
  } catch (e) {
    next(e);
  }
});

const server = app.listen(process.env.PORT);

// With shutdown_with_message PM2 sends no signal: this never runs.
process.on('SIGINT', () => {
  server.close(() => process.exit(0));
});
