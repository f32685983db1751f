const seen = [];
do {
  seen.push(1);
} while (seen.length > 0);
