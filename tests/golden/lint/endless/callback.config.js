let n = 0;
for (;;) {
  ['a', 'b'].forEach((x) => { n += x.length; });
}
