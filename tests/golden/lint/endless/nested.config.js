let n = 0;
while (true) {
  for (let i = 0; i < 10; i++) n += i;
}
