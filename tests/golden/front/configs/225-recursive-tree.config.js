const tree = { name: 'root', children: [{ name: 'a', children: [{ name: 'a1' }, { name: 'a2' }] }, { name: 'b' }] };
const walk = (node, prefix = '') => {
  const name = prefix ? `${prefix}.${node.name}` : node.name;
  return [{ name, script: 'node.js', namespace: prefix || 'top' }, ...(node.children || []).flatMap((c) => walk(c, name))];
};
module.exports = { apps: walk(tree) };
