const a = 1
const b = { c: 2 }
let d = a
+ b.c
module.exports = {
  d, e: [a, b.c].map(function (x) { return x + 1 })
}
