/* Selecting. */
#include "runtime/select.h"

#include <regex.h>
#include <stdlib.h>

#include "runtime/sup.h"
#include "schema/unit/did_you_mean.h"

enum match_kind { MATCH_NAME, MATCH_NAMESPACE, MATCH_ID, MATCH_KINDS };

static bool matches(const struct inst *inst, const char *target, enum match_kind kind) {
    char *end;
    switch (kind) {
    case MATCH_NAME:
        return strcmp(inst->app->name, target) == 0;
    case MATCH_NAMESPACE:
        return strcmp(inst->app->name_space, target) == 0;
    case MATCH_ID:
        return target[0] >= '0' && target[0] <= '9' && strtoul(target, &end, 10) == inst->pm_id &&
               *end == 0;
    case MATCH_KINDS:
        break;
    }
    return false;
}

/* Neither what is about to go nor what has not taken its place yet. */
static bool is_meant(const struct inst *inst) {
    return !inst->is_leaving && inst->office == INST_HOLDS;
}

/* marked[i] is of the i-th instance of the list. */
static int mark_plain(const struct sup *sup, const char *target, bool *marked, struct err *err) {
    bool is_all = strcmp(target, "all") == 0, found = is_all;
    for (unsigned kind = 0; kind < MATCH_KINDS && (!found || is_all); kind++) {
        unsigned i = 0;
        for (const struct inst *inst = sup->first; inst; inst = inst->next, i++)
            if (is_meant(inst) && (is_all || matches(inst, target, (enum match_kind)kind)))
                found = marked[i] = true;
    }
    if (found)
        return 0;
    struct str *names = calloc(sup->n_insts + 1, sizeof *names);
    size_t n = 0, hit = 0;
    for (const struct inst *inst = sup->first; names && inst; inst = inst->next)
        if (is_meant(inst))
            names[n++] = str_of(inst->app->name);
    hit = names ? did_you_mean(str_of(target), names, n) : n;
    if (hit < n)
        (void)err_set(err, "no app, namespace or id is called \"%s\"; did you mean \"%s\"?", target,
                      names[hit].p);
    else
        (void)err_set(err, "no app, namespace or id is called \"%s\"", target);
    free(names);
    return -1;
}

/* The pattern between the slashes, compiled. */
static int compile(struct str target, regex_t *regex, struct err *err) {
    bool any_case = str_ends(target, STR("/i"));
    struct buf pattern = {0};
    buf_add(&pattern, target.p + 1, target.n - (any_case ? 3 : 2));
    buf_char(&pattern, 0);
    int rc = pattern.failed
                 ? REG_ESPACE
                 : regcomp(regex, pattern.p, REG_EXTENDED | REG_NOSUB | (any_case ? REG_ICASE : 0));
    buf_done(&pattern);
    if (rc == 0)
        return 0;
    char why[128];
    (void)regerror(rc, NULL, why, sizeof why);
    return err_set(err, "%s is no regular expression: %s", target.p, why);
}

static int mark_regex(const struct sup *sup, const char *target, bool *marked, struct err *err) {
    regex_t regex;
    bool found = false;
    unsigned i = 0;
    if (compile(str_of(target), &regex, err) < 0)
        return -1;
    for (const struct inst *inst = sup->first; inst; inst = inst->next, i++)
        if (is_meant(inst) && regexec(&regex, inst->app->name, 0, NULL, 0) == 0)
            found = marked[i] = true;
    regfree(&regex);
    return found ? 0 : err_set(err, "no app's name matches %s", target);
}

static bool is_regex(struct str target) {
    return target.n > 2 && target.p[0] == '/' &&
           (str_ends(target, STR("/")) || (target.n > 3 && str_ends(target, STR("/i"))));
}

int select_targets(const struct sup *sup, const char *const *targets, unsigned n_targets,
                   struct inst_set *set, struct err *err) {
    bool *marked = calloc(sup->n_insts + 1, sizeof *marked);
    int rc = marked ? 0 : err_set(err, "the supervisor is out of memory");
    for (unsigned i = 0; i < n_targets && rc == 0; i++)
        rc = is_regex(str_of(targets[i])) ? mark_regex(sup, targets[i], marked, err)
                                          : mark_plain(sup, targets[i], marked, err);
    *set = (struct inst_set){0};
    if (rc == 0) {
        set->at = calloc(sup->n_insts + 1, sizeof(struct inst *));
        rc = set->at ? 0 : err_set(err, "the supervisor is out of memory");
    }
    unsigned i = 0;
    for (struct inst *inst = sup->first; rc == 0 && inst; inst = inst->next, i++)
        if (marked[i])
            set->at[set->n++] = inst;
    free(marked);
    return rc;
}
