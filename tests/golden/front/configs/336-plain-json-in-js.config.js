{
  "apps": [{ "name": "json-in-js", "script": "x.js" }]
}
