module.exports = {
  apps: [{
    name: "flags", script: "f.js",
    autorestart: !0, watch: !1, merge_logs: !!1, time: !'', vizion: !!'',
    max_restarts: -(-5), kill_timeout: +'3000', instances: ~~2.7,
    env: { A: void 0, B: typeof 'x', C: (1, 2), D: 60 * 60 * 24, E: 1024 ** 2, F: 7 % 4, G: 1 << 4, H: 'a' + 1 + 2, I: 1 + 2 + 'a' }
  }]
}
