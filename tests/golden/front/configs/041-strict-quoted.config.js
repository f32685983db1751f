"use strict";

module.exports = {
  "apps": [
    {
      "name": "quoted-keys",
      "script": "server.js",
      "exec_mode": "cluster",
      "instances": 2,
      "env": {
        "NODE_ENV": "production",
        "X-Custom": "dashes-need-quotes",
        "1": "one",
        "0": "zero"
      }
    }
  ]
};
