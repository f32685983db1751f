const online = new Map();

exports.enter = (user) => online.set(user, Date.now());
exports.list = () => [...online.keys()];
