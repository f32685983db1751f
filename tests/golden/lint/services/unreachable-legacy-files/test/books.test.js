import assert from 'node:assert';
import { test } from 'node:test';

const calls = [];

test('collects calls', () => {
  setInterval(() => calls.push(1), 10).unref();
  assert.equal(calls.length, 0);
});
