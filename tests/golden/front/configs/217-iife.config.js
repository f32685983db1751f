module.exports = (function () {
  var apps = [];
  function add(name) {
    apps.push({ name: name, script: name + '.js', instances: apps.length + 1 });
    return add;
  }
  add('one')('two')('three');
  return { apps: apps };
})();
