/* What is denied, and what a reviewed line in the commit message allows again. */
#include "compiler/policy.h"

#include "schema/unit/glob.h"

/* ---- actions --------------------------------------------------------------------------------- */

/* "applied live" may be written with a hyphen, where blanks separate words. */
static bool is_word(struct str said, struct str word) {
    bool is_same = said.n == word.n;
    for (size_t i = 0; i < said.n && is_same; i++)
        is_same = said.p[i] == word.p[i] || (said.p[i] == '-' && word.p[i] == ' ');
    return is_same;
}

/* Every action of every target once; false at the end. */
static bool next_action(size_t *target, size_t *row, const char **word) {
    for (; diff_targets[*target]; ++*target, *row = 0) {
        const struct diff_action *actions = diff_targets[*target]->actions;
        bool is_first = true; /* that has these actions */
        for (size_t i = 0; i < *target; i++)
            is_first = is_first && diff_targets[i]->actions != actions;
        if (is_first && actions[*row + 1].word) {
            *word = actions[++*row].word;
            return true;
        }
    }
    return false;
}

bool policy_is_action(struct str word) {
    size_t target = 0, row = 0;
    for (const char *action; next_action(&target, &row, &action);)
        if (is_word(word, str_of(action)))
            return true;
    return false;
}

struct str policy_actions(struct arena *a) {
    struct str all = STR("");
    VEC(struct str) seen = {0};
    size_t target = 0, row = 0;
    for (const char *action; next_action(&target, &row, &action);) {
        bool is_known = false;
        for (size_t i = 0; i < seen.n; i++)
            is_known = is_known || str_eqz(seen.at[i], action);
        if (is_known)
            continue;
        VEC_PUSH(a, &seen, str_of(action));
        all = arena_fmt(a, "%.*s%s%s", STR_ARG(all), all.n ? ", " : "", action);
    }
    return all;
}

bool policy_of_words(struct arena *a, struct str words, struct policy *out, struct str *unknown) {
    *out = (struct policy){.name = STR("--fail-on")};
    while (words.n) {
        struct str word = {words.p, str_index(words, ',')};
        words = str_skip(words, word.n + (word.n < words.n));
        if (word.n == 0)
            continue;
        if (!policy_is_action(word)) {
            *unknown = word;
            return false;
        }
        VEC_PUSH(a, &out->deny, word);
    }
    return true;
}

/* ---- trailers -------------------------------------------------------------------------------- */

static struct str next_line(struct str *text) {
    struct str line = {text->p, str_index(*text, '\n')};
    *text = str_skip(*text, line.n + (line.n < text->n));
    return str_trim(line);
}

/* The last paragraph; empty where there is but one, which is the subject. */
static struct str last_paragraph(struct str message) {
    struct str last = STR(""), rest = message;
    bool was_blank = false, has_text = false;
    while (rest.n) {
        struct str from = rest, line = next_line(&rest);
        if (line.n && was_blank && has_text)
            last = from;
        has_text = has_text || line.n;
        was_blank = line.n == 0;
    }
    return last;
}

static bool same_key(struct str a, struct str b) {
    bool is_same = a.n == b.n;
    for (size_t i = 0; i < a.n && is_same; i++) {
        char x = a.p[i], y = b.p[i];
        x = (char)(x >= 'A' && x <= 'Z' ? x - 'A' + 'a' : x);
        y = (char)(y >= 'A' && y <= 'Z' ? y - 'A' + 'a' : y);
        is_same = x == y;
    }
    return is_same;
}

static struct str next_word(struct str *text, char separator) {
    struct str word;
    do {
        word = (struct str){text->p, str_index(*text, separator)};
        *text = str_skip(*text, word.n + (word.n < text->n));
    } while (word.n == 0 && text->n);
    return word;
}

/* "restart,recreate payments-* billing" */
static bool value_allows(struct str value, struct str word, struct str app) {
    struct str words = next_word(&value, ' ');
    bool is_named = false;
    while (words.n && !is_named) {
        struct str one = next_word(&words, ',');
        is_named = is_word(one, word);
    }
    while (is_named && value.n) {
        struct str pattern = next_word(&value, ' ');
        if (pattern.n && glob_covers(pattern, app))
            return true;
    }
    return false;
}

bool policy_is_allowed(struct str message, struct str trailer, struct str word, struct str app) {
    struct str rest = last_paragraph(message);
    while (trailer.n && rest.n) {
        struct str line = next_line(&rest);
        size_t colon = str_index(line, ':');
        if (colon < line.n && same_key(str_trim((struct str){line.p, colon}), trailer) &&
            value_allows(str_trim(str_skip(line, colon + 1)), word, app))
            return true;
    }
    return false;
}

/* ---- checking -------------------------------------------------------------------------------- */

struct check {
    struct arena *a;
    const struct policy_input *in;
    const struct policy *policy;
    const struct diff_entry *entry;
    VEC(struct diff_violation) found;
};

static bool is_about(const struct policy *policy, struct str app) {
    return policy->app.n == 0 || glob_covers(policy->app, app);
}

bool policy_names_rule(const struct policy *policy, const struct diag_rule *rule) {
    return glob_covers(policy->when_finding, str_of(rule->code)) ||
           glob_covers(policy->when_finding, str_of(rule->name));
}

/* The finding that has to be open; NULL where there is none. */
static const struct diag *open_finding(const struct check *c) {
    const struct diag_sink *sink = c->in->findings;
    for (size_t i = 0; sink && i < sink->list.n; i++) {
        const struct diag *d = sink->list.at[i];
        if (str_eq(d->app, c->entry->name) && policy_names_rule(c->policy, &sink->rules[d->rule]))
            return d;
    }
    return NULL;
}

static struct str because(const struct check *c, const struct diag *finding) {
    struct str text = c->policy->message, why = STR("");
    if (finding)
        why = arena_fmt(c->a, " while %s is open", c->in->findings->rules[finding->rule].code);
    return arena_fmt(c->a, "%.*s%s%.*s", STR_ARG(why), text.n ? ": " : "", STR_ARG(text));
}

static void add(struct check *c, const char *what, struct str word, const struct diag *finding) {
    const struct policy *p = c->policy;
    struct str app = c->entry->name, allow = STR("");
    if (policy_is_allowed(c->in->commit_message, p->allow_trailer, word, app))
        return;
    if (p->allow_trailer.n)
        allow = arena_fmt(c->a, " (the trailer \"%.*s: %.*s %.*s\" allows it)",
                          STR_ARG(p->allow_trailer), STR_ARG(word), STR_ARG(app));
    struct str message = arena_fmt(c->a, "%s%.*s is denied%.*s%.*s", what, STR_ARG(word),
                                   STR_ARG(because(c, finding)), STR_ARG(allow));
    message = diff_clean(c->a, message); /* names may hold anything */
    VEC_PUSH(c->a, &c->found, ((struct diff_violation){p->name, app, message}));
}

/* The app's action, or the effect of one of its changes. */
static bool does(const struct diff_entry *entry, struct str word) {
    bool found = is_word(word, str_of(entry->action->word));
    for (size_t i = 0; i < entry->n_lines && !found; i++)
        found = is_word(word, str_of(entry->lines[i].effect->word));
    return found;
}

/* "env" covers env.PORT, "http" http.port. */
static bool covers_path(struct str pattern, struct str path) {
    struct str option = {path.p, str_index(path, '.')};
    return glob_covers(pattern, path) || str_eq(pattern, option);
}

static void check_app(struct check *c) {
    const struct diag *finding = NULL;
    if (!is_about(c->policy, c->entry->name))
        return;
    if (c->policy->when_finding.n && !(finding = open_finding(c)))
        return;
    for (size_t i = 0; i < c->policy->deny.n; i++)
        if (does(c->entry, c->policy->deny.at[i]))
            add(c, "", c->policy->deny.at[i], finding);
    for (size_t i = 0; i < c->policy->deny_change.n; i++)
        for (size_t k = 0; k < c->entry->n_lines; k++)
            if (covers_path(c->policy->deny_change.at[i], c->entry->lines[k].path))
                add(c, "a change of ", c->entry->lines[k].path, finding);
}

void policy_check(struct arena *a, const struct policy_input *in, struct diff_page *page) {
    struct check c = {.a = a, .in = in};
    for (size_t i = 0; i < page->n_violations; i++)
        VEC_PUSH(a, &c.found, page->violations[i]);
    for (size_t i = 0; i < page->n_apps; i++)
        for (size_t k = 0; k < in->n; k++) {
            c.entry = &page->apps[i];
            c.policy = &in->policies[k];
            check_app(&c);
        }
    page->violations = c.found.at;
    page->n_violations = c.found.n;
}
