const wait = async (x) => x;
async function load(name) {
  const port = await wait(3000);
  return { name, port, deep: await wait({ a: 1 }) };
}
class Maker {
  async make() {
    return [(this.made = 1)];
  }
}
const maker = new Maker();
let message;
try {
  await (async () => {
    throw new Error('x');
  })();
} catch (e) {
  message = e.message;
}
export default { apps: [await load('x'), await wait(process.env.PORT || 1), await maker.make()], maker, message };
