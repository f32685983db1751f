/* Package managers: `npm run x` is a command of package.json. */
#include "lint/scan/entry.h"

static bool is_word_of(struct str word, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (str_eqz(word, list[i]))
            return true;
    return false;
}

/* The directory that `-w api`, `--filter ./apps/api` or `--prefix server` names. */
static struct str chosen_dir(struct resolve *r, struct str dir, struct str value) {
    while (str_ends(value, STR(".")) && value.n > 3)
        value.n--; /* pnpm: api... */
    struct str path = path_join(r->arena, dir, value);
    if (repo_kind(&r->repo, path) == FILE_DIRECTORY)
        return path;
    struct str package = package_find(r, dir, value);
    return package.n ? package : dir;
}

static void enter(struct resolve *r, struct manager_call *c, struct str value) {
    struct str to = chosen_dir(r, c->dir, value);
    c->is_elsewhere = true;
    c->is_lost =
        c->is_lost || (str_eq(to, c->dir) && !str_eqz(value, ".") && !str_eq(value, c->dir));
    c->dir = to;
}

void manager_read(struct resolve *r, const struct words *w, size_t at, struct manager_call *c) {
    static const char *const places[] = {"--prefix", "-C",       "--dir",       "--cwd",    "-w",
                                         "-F",       "--filter", "--workspace", "workspace"};
    for (; at < w->list.n; at++) {
        struct str word = w->list.at[at];
        size_t n = str_index(word, '=');
        struct str name = {word.p, n};
        bool is_place = is_word_of(name, places, ARRAY_LEN(places));
        if (is_place && n < word.n)
            enter(r, c, str_skip(word, n + 1));
        else if (is_place && at + 1 < w->list.n)
            enter(r, c, w->list.at[++at]);
        else if (!str_starts(word, STR("-")) && !c->verb.n) {
            c->verb = word;
            c->verb_at = at;
        } else if (str_eqz(word, "--")) {
            break;
        }
    }
}

/* What is given to the script: behind "--"; yarn, pnpm and bun take it without. */
static struct str more_words(struct resolve *r, const struct words *w, size_t at, bool is_npm) {
    size_t n = 0, begin = at;
    for (size_t i = at; i < w->list.n && is_npm; i++, begin = i)
        if (str_eqz(w->list.at[i], "--"))
            break;
    for (size_t i = begin; i < w->list.n; i++)
        n += w->list.at[i].n + 1;
    char *out = arena_alloc(r->arena, n + 1), *end = out;
    for (size_t i = begin; i < w->list.n; i++) {
        if (str_eqz(w->list.at[i], "--"))
            continue;
        *end++ = ' ';
        memcpy(end, w->list.at[i].p, w->list.at[i].n);
        end += w->list.at[i].n;
    }
    return (struct str){out, (size_t)(end - out)};
}

void manager_script(struct entry_search *s, struct str cwd, struct str name, struct str more,
                    unsigned depth) {
    struct arena *a = s->resolve->arena;
    struct str dir = {"", 0};
    const struct json *manifest = package_near(s->resolve, cwd, &dir);
    struct str text = json_text(json_member(json_member(manifest, STR("scripts")), name));
    if (!text.n && manifest && str_eqz(name, "start")) {
        if (!entry_file(s, dir, STR("./server.js")))
            s->note = STR("package.json has no script \"start\"");
        return;
    }
    if (!text.n) {
        s->note = manifest ? arena_fmt(a, "package.json has no script \"%.*s\"", STR_ARG(name))
                           : STR("there is no package.json");
        return;
    }
    command_find(s, dir, arena_fmt(a, "%.*s%.*s", STR_ARG(text), STR_ARG(more)), depth + 1);
    if (!s->path.n && !s->note.n)
        s->note = arena_fmt(a, "the script \"%.*s\" of package.json starts no file", STR_ARG(name));
}

/* Whether the word stands for itself: `yarn dev`, `bun src/index.ts`. */
static void run_verb(struct entry_search *s, struct str program, const struct words *w,
                     const struct manager_call *c, unsigned depth) {
    static const char *const runs[] = {"run", "run-script", "rum", "urn"};
    static const char *const execs[] = {"exec", "dlx", "x"};
    struct resolve *r = s->resolve;
    size_t at = c->verb_at;
    bool is_npm = str_eqz(program, "npm"), is_bun = str_eqz(program, "bun");
    bool is_run = is_word_of(c->verb, runs, ARRAY_LEN(runs));
    if (is_word_of(c->verb, execs, ARRAY_LEN(execs))) {
        struct str rest = more_words(r, w, at + 1, false);
        command_find(s, c->dir, rest, depth + 1);
        return;
    }
    for (at += is_run; is_run && at < w->list.n && str_starts(w->list.at[at], STR("-"));)
        at++;
    if (at >= w->list.n) {
        s->note = STR("it runs no script of package.json");
        return;
    }
    struct str name = w->list.at[at];
    if (is_bun && str_index(name, '.') < name.n && entry_file(s, c->dir, name))
        return;
    manager_script(s, c->dir, name, more_words(r, w, at + 1, is_npm), depth);
}

bool manager_find(struct entry_search *s, struct str cwd, const struct words *w, size_t at,
                  unsigned depth) {
    static const char *const names[] = {"npm", "pnpm", "yarn", "bun"};
    struct str program = command_program(w->list.at[at]);
    struct manager_call c = {.dir = cwd};
    if (!is_word_of(program, names, ARRAY_LEN(names)))
        return false;
    manager_read(s->resolve, w, at + 1, &c);
    if (c.verb.n)
        run_verb(s, program, w, &c, depth);
    else
        s->note =
            arena_fmt(s->resolve->arena, "%.*s is started without a script", STR_ARG(program));
    return true;
}
