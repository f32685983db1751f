/* Command lines: words, operators, and what stands before the program. */
#include "lint/scan/entry.h"

enum { COMMAND_TEXT_MOST = 64 * 1024 };

struct reader {
    struct arena *arena;
    struct str rest;
};

enum token { TOKEN_END, TOKEN_WORD, TOKEN_PIPE, TOKEN_BREAK };

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

static bool is_operator(char c) {
    return c && strchr("&|;()\n", c) != NULL;
}

/* Up to the blank or operator that ends it; quotes and backslashes are taken off into out, where that is
 * not NULL. Returns where it ends. */
static size_t scan_word(struct str text, char *out, size_t *n) {
    char quote = '\0';
    size_t i = 0;
    for (*n = 0; i < text.n; i++) {
        char c = text.p[i];
        if (quote ? c == quote : c == '"' || c == '\'') {
            quote = quote ? '\0' : c;
            continue;
        }
        if (c == '\\' && quote != '\'' && i + 1 < text.n)
            c = text.p[++i];
        else if (!quote && (is_blank(c) || is_operator(c)))
            break;
        if (out)
            out[*n] = c;
        ++*n;
    }
    return i;
}

static struct str read_word(struct reader *r) {
    size_t n, end = scan_word(r->rest, NULL, &n);
    char *out = arena_alloc(r->arena, n + 1);
    (void)scan_word(r->rest, out, &n);
    r->rest = str_skip(r->rest, end);
    return (struct str){out, n};
}

static enum token next_token(struct reader *r, struct str *word) {
    while (r->rest.n && is_blank(r->rest.p[0]))
        r->rest = str_skip(r->rest, 1);
    if (r->rest.n && r->rest.p[0] == '#')
        r->rest = str_skip(r->rest, str_index(r->rest, '\n'));
    if (!r->rest.n)
        return TOKEN_END;
    if (!is_operator(r->rest.p[0])) {
        *word = read_word(r);
        return TOKEN_WORD;
    }
    size_t n = 0;
    while (n < r->rest.n && is_operator(r->rest.p[n]))
        n++;
    bool is_pipe = n == 1 && r->rest.p[0] == '|';
    r->rest = str_skip(r->rest, n);
    return is_pipe ? TOKEN_PIPE : TOKEN_BREAK;
}

void command_words(struct arena *a, struct str text, struct words *w) {
    struct reader r = {a, text};
    struct str word;
    while (next_token(&r, &word) == TOKEN_WORD)
        VEC_PUSH(a, &w->list, word);
}

/* ---- what stands before the program ---- */

bool command_is_assignment(struct str word) {
    size_t n = str_index(word, '=');
    if (n == 0 || n == word.n || word.p[0] == '-')
        return false;
    for (size_t i = 0; i < n; i++)
        if (str_index(STR("/. "), word.p[i]) < 3)
            return false;
    return true;
}

/* Programs that run the rest of the line. `dashes`: behind "--" where there is one. `values`: options
 * with a value of their own word, blank-separated. `verb`: a word that may stand before. */
static const struct wrapper {
    const char *name, *verb, *values;
    bool dashes;
} wrappers[] = {
    {"env", "", "-u -C -S", false},
    {"cross-env", "", "", false},
    {"cross-env-shell", "", "", false},
    {"dotenv", "run", "-e -c -f -p -v", true},
    {"dotenvx", "run", "-f -e --env-file", true},
    {"env-cmd", "", "-f -e -r --file --environments --rc-file", true},
    {"exec", "", "", false},
    {"nohup", "", "", false},
    {"sudo", "", "-u -g", false},
    {"time", "", "", false},
    {"nice", "", "-n", false},
    {"npx", "", "-p --package", false},
    {"bunx", "", "", false},
    {"corepack", "", "", false},
    {"dumb-init", "", "", true},
    {"tini", "", "", true},
    {"doppler", "run", "-p -c -t", true},
    {"infisical", "run", "", true},
    {"op", "run", "", true},
    {"c8", "", "", false},
    {"nyc", "", "", false},
};

static size_t skip_wrapper(const struct words *w, size_t at, const struct wrapper *wrapper) {
    for (size_t i = at; wrapper->dashes && i < w->list.n; i++)
        if (str_eqz(w->list.at[i], "--"))
            return i + 1;
    for (at++; at < w->list.n; at++) {
        struct str word = w->list.at[at];
        if (str_is_word_of(wrapper->values, word))
            at++;
        else if (!str_starts(word, STR("-")) && !command_is_assignment(word) &&
                 !(wrapper->verb[0] && str_eqz(word, wrapper->verb)))
            break;
    }
    return at < w->list.n ? at : w->list.n;
}

static const struct wrapper *find_wrapper(struct str program) {
    for (size_t i = 0; i < ARRAY_LEN(wrappers); i++)
        if (str_eqz(program, wrappers[i].name))
            return &wrappers[i];
    return NULL;
}

static size_t skip_prefix(const struct words *w) {
    size_t at = 0;
    while (at < w->list.n) {
        const struct wrapper *wrapper = find_wrapper(command_program(w->list.at[at]));
        if (wrapper)
            at = skip_wrapper(w, at, wrapper);
        else if (command_is_assignment(w->list.at[at]))
            at++;
        else
            break;
    }
    return at;
}

/* ---- one command ---- */

struct str command_program(struct str word) {
    struct str name = path_basename(word), ext = path_extension(name);
    bool is_module = str_starts(word, STR("node_modules/")) ||
                     str_starts(word, STR("./node_modules/")) ||
                     str_starts(word, STR("../node_modules/"));
    for (size_t i = 0; !is_module && i + 14 < word.n; i++)
        is_module = str_starts(str_skip(word, i), STR("/node_modules/"));
    if (is_module && ext.n)
        name.n -= ext.n;
    size_t version = str_index(name, '@'); /* npx tsx@4 */
    if (version > 0)
        name.n = version;
    return name;
}

static bool is_shell(struct str program) {
    return str_eqz(program, "sh") || str_eqz(program, "bash") || str_eqz(program, "zsh") ||
           str_eqz(program, "dash");
}

/* Says nothing about what runs. */
static bool is_trivial(struct str program) {
    static const char *const names[] = {"echo",  "exit", "true", "wait",   "sleep", "export",
                                        "set",   "fi",   "done", "then",   "else",  "if",
                                        "mkdir", "rm",   "cp",   "source", ".",     "ulimit"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eqz(program, names[i]))
            return true;
    return false;
}

static void find_in_shell(struct entry_search *s, struct str cwd, const struct words *w, size_t at,
                          unsigned depth) {
    struct arena *a = s->resolve->arena;
    for (; at < w->list.n; at++) {
        struct str word = w->list.at[at];
        bool has_command = str_starts(word, STR("-")) && str_ends(word, STR("c"));
        if (has_command && at + 1 < w->list.n) {
            command_find(s, cwd, w->list.at[at + 1], depth + 1);
            return;
        }
        if (str_starts(word, STR("-")))
            continue;
        struct str text = repo_text(&s->resolve->repo, path_join(a, cwd, word), COMMAND_TEXT_MOST);
        if (text.n)
            command_find(s, cwd, text, depth + 1);
        else
            s->note = arena_fmt(a, "%.*s is not in the repository", STR_ARG(word));
        return;
    }
}

static void find_simple(struct entry_search *s, struct str cwd, const struct words *w,
                        unsigned depth) {
    struct arena *a = s->resolve->arena;
    size_t at = skip_prefix(w);
    if (at >= w->list.n || depth >= COMMAND_DEPTH || s->n_commands++ >= COMMANDS_MOST)
        return;
    struct str word = w->list.at[at], program = command_program(word);
    if (is_trivial(program))
        return;
    s->path = s->note = STR("");
    if (is_shell(program))
        find_in_shell(s, cwd, w, at + 1, depth);
    else if (str_ends(program, STR(".sh")))
        find_in_shell(s, cwd, w, at, depth);
    else if (!manager_find(s, cwd, w, at, depth) && !runner_find(s, cwd, w, at, depth) &&
             (str_index(word, '/') == word.n || !entry_file(s, cwd, word)))
        s->note =
            arena_fmt(a, "it starts %.*s, which is not a file of the repository", STR_ARG(program));
}

/* The directory after `cd x`; one that a variable names is passed over. */
static struct str change_directory(struct entry_search *s, struct str cwd, const struct words *w) {
    struct str to = w->list.n > 1 ? w->list.at[1] : STR("");
    bool is_known = to.n && str_index(to, '$') == to.n && str_index(to, '`') == to.n;
    return is_known ? path_join(s->resolve->arena, cwd, to) : cwd;
}

void command_find(struct entry_search *s, struct str cwd, struct str text, unsigned depth) {
    struct reader r = {s->resolve->arena, text};
    bool is_piped = false;
    if (text.n > COMMAND_TEXT_MOST)
        return;
    for (enum token token = TOKEN_BREAK; token != TOKEN_END;) {
        struct words w = {{0}};
        struct str word;
        while ((token = next_token(&r, &word)) == TOKEN_WORD)
            VEC_PUSH(s->resolve->arena, &w.list, word);
        if (w.list.n && str_eqz(w.list.at[0], "cd"))
            cwd = change_directory(s, cwd, &w);
        else if (!is_piped)
            find_simple(s, cwd, &w, depth);
        is_piped = token == TOKEN_PIPE;
    }
}
