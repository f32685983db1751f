let m, fin = []; try { null.x; } catch (e) { m = 'caught'; } finally { fin.push(1); }
const f = () => { try { throw new Error('boom'); } catch ({ message }) { return message; } finally { fin.push(2); } };
let v; try { v = JSON.parse('{bad'); } catch { v = 'bad json'; } try { undefinedName; } catch (e) { fin.push('ref'); } try { throw 'text'; } catch (e) { fin.push(e); }
module.exports = { m, r: f(), fin, v };
