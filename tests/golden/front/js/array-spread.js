const a = [1, 2], f = true;
module.exports = { x: [...a, 3, ...'hé😀', ...(f ? ['y'] : []), ...(!f ? ['n'] : [])] };
