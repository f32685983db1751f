const own = (() => { const undefined = ['x']; return { a: undefined, b: typeof undefined }; })();
module.exports = { apps: [own, { a: undefined, b: typeof undefined }], f: ((undefined) => undefined)(7) };
