// Validates SARIF files against the 2.1.0 schema, and checks what the schema cannot say: that rule indexes, regions and
// fingerprints hold together. usage: node sarif_check.js NODE_MODULES FILE...
'use strict';
const fs = require('fs');
const path = require('path');

const [modules, ...files] = process.argv.slice(2);
const Ajv = require(path.join(modules, 'ajv'));
const schema = JSON.parse(fs.readFileSync(path.join(modules, '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')));
const ajv = new Ajv({ schemaId: 'id', meta: false, allErrors: true, unknownFormats: 'ignore' });
ajv.addMetaSchema(JSON.parse(fs.readFileSync(path.join(modules, 'ajv/lib/refs/json-schema-draft-04.json'))));
const validate = ajv.compile(schema);
let bad = 0;
const fail = (file, what) => {
  bad += 1;
  console.error(`${file}: ${what}`);
};

for (const file of files) {
  const log = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (!validate(log)) fail(file, ajv.errorsText(validate.errors, { separator: '\n' }));
  for (const run of log.runs) {
    const { rules } = run.tool.driver;
    if (new Set(rules.map((rule) => rule.id)).size !== rules.length) fail(file, 'a rule is listed twice');
    const prints = run.results.map((result) => result.partialFingerprints.primaryLocationLineHash);
    if (new Set(prints).size !== prints.length) fail(file, 'two results have one fingerprint');
    for (const result of run.results) {
      if (rules[result.ruleIndex].id !== result.ruleId) fail(file, `${result.ruleId}: wrong ruleIndex`);
      for (const place of [...result.locations, ...(result.relatedLocations || [])]) {
        const { artifactLocation, region } = place.physicalLocation;
        if (artifactLocation.uriBaseId && /^[a-z]+:|^\//.test(artifactLocation.uri)) fail(file, `${artifactLocation.uri} is not relative`);
        if (/[ ,<>"\\^`{|}]/.test(artifactLocation.uri)) fail(file, `${artifactLocation.uri} is no URI`);
        if (region.startLine > region.endLine || (region.startLine === region.endLine && region.startColumn > region.endColumn)) fail(file, 'a region ends before it begins');
      }
    }
  }
}
process.exit(bad ? 1 : 0);
