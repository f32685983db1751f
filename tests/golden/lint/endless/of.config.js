const queue = [1];
for (const x of queue) queue.push(x + 1);
