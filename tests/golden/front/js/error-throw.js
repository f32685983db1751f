if (!process.env.NOT_SET_ANYWHERE) throw new Error('NOT_SET_ANYWHERE is required'); module.exports = {};
