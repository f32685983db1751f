module.exports = function make(prefix) {
  var self = { apps: [] };
  self.add = function (name) {
    self.apps.push({ name: prefix + name, script: name + '.js' });
    return this;
  };
  return self;
};
