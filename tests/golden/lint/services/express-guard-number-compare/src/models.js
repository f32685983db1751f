const { DataTypes, Sequelize } = require('sequelize');

const sequelize = new Sequelize(process.env.DATABASE_URL, { logging: false });

exports.Item = sequelize.define('item', {
  sku: { type: DataTypes.STRING, unique: true },
  quantity: DataTypes.INTEGER,
  threshold: DataTypes.INTEGER,
  low: { type: DataTypes.BOOLEAN, defaultValue: false },
});
exports.sequelize = sequelize;
