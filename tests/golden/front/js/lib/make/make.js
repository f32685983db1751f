function Make(prefix) {
  this.prefix = prefix;
  this.apps = [];
}
Make.prototype.add = function (name) {
  this.apps.push({ name: this.prefix + name, script: name + '.js' });
  return this;
};
module.exports = Make;
