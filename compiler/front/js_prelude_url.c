/* URL, for what addresses in configurations look like: other characters, hosts that are encoded or
 * numbers in disguise, and unusual forms are declined. */
#include "compiler/front/js_prelude.h"

static const char *const lines[] = {
    "const ports = { http: '80', https: '443', ws: '80', wss: '443', ftp: '21' };",
    "const odd = /[^!$&()*+,\\-.\\/0-9:;=?@A-Z_a-z~#%]|%2e/i;",
    "function invalid(text) {",
    "  const e = new TypeError('Invalid URL');",
    "  e.code = 'ERR_INVALID_URL';",
    "  e.input = text;",
    "  throw e;",
    "}",
    "function normal(path) {",
    "  const parts = path.split('/').slice(1), out = [];",
    "  for (let i = 0; i < parts.length; i++) {",
    "    const up = parts[i] === '..', here = parts[i] === '.';",
    "    if (up) out.pop();",
    "    if ((up || here) && i === parts.length - 1) out.push('');",
    "    if (!up && !here) out.push(parts[i]);",
    "  }",
    "  return '/' + out.join('/');",
    "}",
    "function whole(p) {",
    "  const rest = p.pathname + p.query + p.fragment;",
    "  if (p.is_opaque) return { ...p, host: '', origin: 'null', href: `${p.scheme}:${rest}` };",
    "  const host = p.hostname + (p.port ? ':' + p.port : '');",
    "  const user = p.username || p.password",
    "    ? p.username + (p.password ? ':' + p.password : '') + '@' : '';",
    "  return { ...p, host, href: `${p.scheme}://${user}${host}${rest}`,",
    "    origin: p.scheme in ports ? `${p.scheme}://${host}` : 'null' };",
    "}",
    "function is_plain_host(host, special) {",
    "  if (!/^[A-Za-z0-9._-]+$/.test(host) || /(^|\\.)xn--/i.test(host)) return false;",
    "  if (!special) return true;",
    "  if (/^\\.|\\.\\.|[^.]{64}/.test(host)) return false;",
    "  const last = host.replace(/\\.$/, '').split('.').pop();",
    "  if (!/^([0-9]+|0x[0-9a-f]*)$/i.test(last)) return true;",
    "  const byte = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';",
    "  return new RegExp(`^${byte}(?:\\\\.${byte}){3}$`).test(host);",
    "}",
    "function escaped(s) {",
    "  return s.replace(/[;=:]/g, (c) => ({ ';': '%3B', '=': '%3D', ':': '%3A' })[c]);",
    "}",
    "function with_host(scheme, m) {",
    "  const special = scheme in ports, at = m[1].lastIndexOf('@');",
    "  const cred = at < 0 ? '' : m[1].slice(0, at), server = m[1].slice(at + 1);",
    "  const h = /^([^:]*)(?::([0-9]*))?$/.exec(server), colon = cred.indexOf(':');",
    "  if (!h || cred.includes('@') || Number(h[2] || 0) > 65535) return undefined;",
    "  if (h[1] === '' && (special || at >= 0 || h[2] !== undefined)) return undefined;",
    "  if (h[1] !== '' && !is_plain_host(h[1], special)) return undefined;",
    "  const port = h[2] ? String(Number(h[2])) : '';",
    "  return whole({ scheme, hostname: special ? h[1].toLowerCase() : h[1],",
    "    username: escaped(colon < 0 ? cred : cred.slice(0, colon)),",
    "    password: colon < 0 ? '' : escaped(cred.slice(colon + 1)),",
    "    port: special && port === ports[scheme] ? '' : port,",
    "    pathname: m[2] || special ? normal(m[2] || '/') : '',",
    "    query: m[3] || '', fragment: m[4] || '' });",
    "}",
    "function absolute(scheme, rest) {",
    "  const m = /^\\/\\/([^\\/?#]*)([^?#]*)(\\?[^#]*)?(#.*)?$/.exec(rest);",
    "  if (scheme === 'file') {",
    "    if (!m || m[1] !== '' || !m[2] || /^\\/[A-Za-z]:/.test(m[2])) return undefined;",
    "    return whole({ scheme, username: '', password: '', hostname: '', port: '',",
    "      pathname: normal(m[2]), query: m[3] || '', fragment: m[4] || '' });",
    "  }",
    "  if (m) return with_host(scheme, m);",
    "  const o = /^([^\\/?#][^?#]*)(\\?[^#]*)?(#.*)?$/.exec(rest);",
    "  if (!o || scheme in ports) return undefined;",
    "  return whole({ scheme, username: '', password: '', hostname: '', port: '',",
    "    pathname: o[1], query: o[2] || '', fragment: o[3] || '', is_opaque: true });",
    "}",
    "function relative(text, base) {",
    "  const m = /^([^?#]*)(\\?[^#]*)?(#.*)?$/.exec(text);",
    "  if (base.is_opaque || text.startsWith('//') || /^\\/?[A-Za-z]:/.test(text)) return "
    "undefined;",
    "  if (base.scheme !== 'file' && !(base.scheme in ports)) return undefined;",
    "  const path = m[1] === '' ? base.pathname : m[1].startsWith('/') ? m[1]",
    "    : base.pathname.slice(0, base.pathname.lastIndexOf('/') + 1) + m[1];",
    "  return whole({ ...base, pathname: normal(path), fragment: m[3] || '',",
    "    query: m[2] || (m[1] === '' ? base.query : '') });",
    "}",
    "function parsed(text, base) {",
    "  const from = base === undefined ? undefined : parsed(base, undefined);",
    "  if (base === undefined && !text.includes(':')) return invalid(text);",
    "  if (odd.test(text)) return undefined;",
    "  const m = /^([A-Za-z][A-Za-z0-9+.\\-]*):(.*)$/.exec(text);",
    "  if (!m && base === undefined) return invalid(text);",
    "  if (!m) return from && relative(text, from);",
    "  return from === undefined && base !== undefined ? undefined",
    "    : absolute(m[1].toLowerCase(), m[2]);",
    "}",
    "class URL {",
    "  #p;",
    "  constructor(text, base) {",
    "    const p = parsed(`${text}`, base === undefined ? undefined : `${base}`)",
    "      || decline('new URL');",
    "    this.#p = { ...p, params: new URLSearchParams(p.query) };",
    "  }",
    "  get href() { return this.#p.href; }",
    "  get origin() { return this.#p.origin; }",
    "  get protocol() { return this.#p.scheme + ':'; }",
    "  get username() { return this.#p.username; }",
    "  get password() { return this.#p.password; }",
    "  get host() { return this.#p.host; }",
    "  get hostname() { return this.#p.hostname; }",
    "  get port() { return this.#p.port; }",
    "  get pathname() { return this.#p.pathname; }",
    "  get search() { return this.#p.query === '?' ? '' : this.#p.query; }",
    "  get hash() { return this.#p.fragment === '#' ? '' : this.#p.fragment; }",
    "  get searchParams() { return this.#p.params; }",
    "  set href(v) { this.#p = decline('a setter of URL'); }",
    "  set protocol(v) { this.#p = decline('a setter of URL'); }",
    "  set username(v) { this.#p = decline('a setter of URL'); }",
    "  set password(v) { this.#p = decline('a setter of URL'); }",
    "  set host(v) { this.#p = decline('a setter of URL'); }",
    "  set hostname(v) { this.#p = decline('a setter of URL'); }",
    "  set port(v) { this.#p = decline('a setter of URL'); }",
    "  set pathname(v) { this.#p = decline('a setter of URL'); }",
    "  set search(v) { this.#p = decline('a setter of URL'); }",
    "  set hash(v) { this.#p = decline('a setter of URL'); }",
    "  toString() { return this.#p.href; }",
    "  toJSON() { return this.#p.href; }",
    "}",
};

const struct js_prelude js_prelude_url = {"url", lines, ARRAY_LEN(lines)};

static const struct js_value *url_class(struct js *js) {
    return js_prelude_get(js, &js_prelude_url, STR("URL"));
}

js_native_fn js_make_url;

const struct js_value *js_make_url(struct js *js, const struct js_call *call) {
    const struct js_value *class = url_class(js);
    if (!call->is_new)
        return js_throw(js, call->span, "TypeError",
                        "Class constructor URL cannot be invoked without 'new'");
    if (!class || !call->n)
        return js_decline(js, call);
    const struct js_value *v = js_construct(js, class->object, call, class->object);
    if (v && v->kind == JS_OBJECT) { /* the search parameters change it when they change */
        const struct js_value *params = js_get(js, v, STR("searchParams"), call->span);
        if (params && params->kind == JS_OBJECT)
            params->object->source = v->object;
        v->object->bound = call->n > 1 ? call->args[1] : NULL;
    }
    return v;
}

const struct js_value *js_url_href(struct js *js, const struct js_value *v) {
    const struct js_value *class =
        js->preludes.n && js_is_class(v, JS_PLAIN) && v->object->proto ? url_class(js) : NULL;
    bool is_url = class && v->object->proto == js_prototype_of(js, class->object);
    return is_url ? js_get(js, v, STR("href"), v->span) : NULL;
}
