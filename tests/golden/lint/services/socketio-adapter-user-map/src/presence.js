// user -> socket id. The adapter carries messages between workers, but not this.
const socketOf = new Map();

exports.online = (user, id) => socketOf.set(user, id);
exports.offline = (user) => socketOf.delete(user);
exports.find = (user) => socketOf.get(user);
