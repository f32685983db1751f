/* Compares what `ecoc lint` says of the small services with what is written beside them.
 *
 *   services.js ECOC DIR [NAME]
 *
 * Each folder of DIR with a file `truth` is copied and linted there. Lines of `truth`:
 *
 *   CODE[|CODE] PATH:LINE[-LINE]  [@APP] word   must be reported, as an error or a warning, with this place among the
 *                                               finding's places (any line of the range); @APP: for this app alone
 *   none                                        nothing must be reported
 *   allowed CODE [PATH]                         may be reported, anywhere or in this file
 *   never CODE                                  must not be, wherever it would point
 *
 * A false positive is another error or warning of EC03, EC04 or EC05 that points into source, or any of EC05: the rest
 * of what the configuration alone says is not judged here. */
'use strict';
const { execFileSync, spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

function readTruth(file) {
    const truth = { wanted: [], allowed: [], never: [] };
    fs.readFileSync(file, 'utf8').split('\n').forEach((line, i) => {
        const bad = () => { throw new Error(`${file}:${i + 1}: ${line}`); };
        const [first, ...rest] = line.trim().split(/\s+/);
        if (!first || first === 'none') return;
        if (first === 'allowed') return truth.allowed.push({ code: rest[0], file: rest[1] });
        if (first === 'never') return truth.never.push(rest[0]);
        const place = /^(.+):(\d+)(?:-(\d+))?$/.exec(rest[0] || '') || bad();
        if (!/^EC\d{4}(\|EC\d{4})*$/.test(first)) bad();
        truth.wanted.push({
            codes: first.split('|'),
            file: place[1],
            from: Number(place[2]),
            to: Number(place[3] || place[2]),
            app: rest[1] && rest[1][0] === '@' ? rest[1].slice(1) : null,
            text: line.trim(),
            found: false,
        });
    });
    return truth;
}

/* Files are compared by their end: the report may name them from the repository's root. */
const sameFile = (reported, file) => reported === file || reported.endsWith('/' + file);

function matches(want, finding) {
    return want.codes.includes(finding.code) && (!want.app || want.app === finding.app) &&
        finding.places.some((p) => sameFile(p.file, want.file) && p.line >= want.from && p.line <= want.to);
}

const isConfig = (file) => /(^|\/)[^/]+\.config\.(c|m)?js$|\.(json|ya?ml)$/.test(file);

function isJudged(finding, truth) {
    if (truth.never.includes(finding.code) || finding.code.startsWith('EC05')) return true;
    return /^EC0[34]/.test(finding.code) && finding.places.some((p) => !isConfig(p.file));
}

function lint(ecoc, folder) {
    const run = spawnSync(ecoc, ['lint', '--format', 'json'], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });
    if (run.status !== 0 && run.status !== 1) throw new Error(`exit ${run.status}: ${run.stderr}`);
    const report = JSON.parse(run.stdout);
    if (!report.summary.apps) throw new Error('no app was found in the folder');
    return report.findings
        .filter((f) => f.severity === 'error' || f.severity === 'warning')
        .map((f) => ({
            ...f,
            places: [f.location, ...f.related.map((r) => r.location)].filter(Boolean),
        }));
}

function judge(truth, findings) {
    const wrong = [];
    for (const finding of findings) {
        const wanted = truth.wanted.filter((want) => matches(want, finding));
        wanted.forEach((want) => { want.found = true; });
        const isAllowed = truth.allowed.some((a) => a.code === finding.code &&
            (!a.file || finding.places.some((p) => sameFile(p.file, a.file))));
        if (!wanted.length && !isAllowed && isJudged(finding, truth)) wrong.push(finding);
        else if (truth.never.includes(finding.code)) wrong.push(finding);
    }
    return { missed: truth.wanted.filter((want) => !want.found), wrong };
}

const [ecoc, dir, only] = process.argv.slice(2);
const total = { folders: 0, wanted: 0, missed: 0, wrong: 0, failed: 0 };
const details = [];
console.log('service'.padEnd(40) + 'hazards  found  missed  false');
for (const name of fs.readdirSync(dir).sort()) {
    const from = path.join(dir, name);
    if ((only && only !== name) || !fs.existsSync(path.join(from, 'truth'))) continue;
    const truth = readTruth(path.join(from, 'truth'));
    const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'service-'));
    total.folders++;
    total.wanted += truth.wanted.length;
    try {
        execFileSync('cp', ['-R', from + '/.', copy]);
        const { missed, wrong } = judge(truth, lint(ecoc, copy));
        total.missed += missed.length;
        total.wrong += wrong.length;
        console.log(name.padEnd(40) + [truth.wanted.length, truth.wanted.length - missed.length, missed.length, wrong.length]
            .map((n) => String(n || '.').padStart(6)).join(' '));
        for (const want of missed) details.push(`missed  ${name}: ${want.text}`);
        for (const f of wrong) {
            const places = f.places.map((p) => `${p.file}:${p.line}`).join(', ');
            details.push(`false   ${name}: ${f.code} ${places} [${f.app}] ${f.message}`);
        }
    } catch (e) {
        total.failed++;
        details.push(`failed  ${name}: ${e.message}`);
    } finally {
        fs.rmSync(copy, { recursive: true, force: true });
    }
}
details.forEach((d) => console.log(d));
console.log(`${total.folders} services: ${total.wanted - total.missed} of ${total.wanted} hazards found, ` +
    `${total.missed} missed, ${total.wrong} false positives, ${total.failed} not linted`);
process.exit(total.folders && !total.missed && !total.wrong && !total.failed ? 0 : 1);
