/* What is wrong with suppressions themselves: EC0003, EC0004, EC0005. */
#include "compiler/suppress.h"

#include "lint/lint.h"
#include "schema/unit/did_you_mean.h"

/* A code is near another by one slip of the hand, and only where no other is as near. */
static struct str nearest_code(struct str word) {
    struct str hit = STR("");
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        struct str code = str_of(lint_rules[i].code);
        if (edit_distance(word, code, 1) > 1)
            continue;
        if (hit.n)
            return STR("");
        hit = code;
    }
    return hit;
}

struct str suppress_nearest_rule(struct str word) {
    struct str names[RULE_COUNT];
    for (unsigned i = 0; i < RULE_COUNT; i++)
        names[i] = str_of(lint_rules[i].name);
    size_t hit = did_you_mean(word, names, RULE_COUNT);
    return hit < RULE_COUNT ? names[hit] : nearest_code(word);
}

static struct str text_of(struct span span) {
    return (struct str){span.src->text.p + span.begin, span.end - span.begin};
}

static void report_unknown(struct diag_sink *sink, const struct suppressed_rule *rule) {
    struct str word = text_of(rule->span), near = suppress_nearest_rule(word);
    struct diag *d = diag_add(sink, RULE_UNKNOWN_RULE, rule->span,
                              "this hides nothing: no rule is called %.*s", STR_ARG(word));
    d->token = word;
    if (near.n) {
        diag_label(sink, d, "did you mean %.*s?", STR_ARG(near));
        diag_help(sink, d, "write %.*s", STR_ARG(near));
        diag_fix(sink, d, DIAG_FIX_SAFE, rule->span, near);
    } else {
        diag_help(sink, d, "all rules: ecoc rules");
    }
}

static void report_mistake(struct diag_sink *sink, const struct suppression *it) {
    bool no_reason = it->rules.n && it->reason.n == 0;
    struct diag *d = diag_add(sink, no_reason ? RULE_SUPPRESSION_REASON : RULE_UNKNOWN_RULE,
                              it->span, "this comment hides nothing: %s", it->mistake);
    d->token = text_of(it->span);
    if (no_reason)
        diag_help(sink, d, "say why after a colon: ecoc-ignore %.*s: measured, it is meant",
                  STR_ARG(text_of(it->rules.at[0].span)));
    else
        diag_help(sink, d, "write ecoc-ignore CODE: reason");
}

/* The comment without a trace: with the blanks before it where code stands there, else with its
 * line. */
static struct span whole_of(struct span span) {
    struct str text = span.src->text;
    uint32_t begin = span.begin, end = span.end;
    while (begin > 0 && (text.p[begin - 1] == ' ' || text.p[begin - 1] == '\t'))
        begin--;
    bool ends_line = end == text.n || text.p[end] == '\n' || text.p[end] == '\r';
    bool begins_line = begin == 0 || text.p[begin - 1] == '\n';
    if (!ends_line)
        return span;
    if (begins_line) {
        end += end < text.n && text.p[end] == '\r';
        end += end < text.n && text.p[end] == '\n';
    }
    return span_of(span.src, begin, end);
}

static void report_unused(struct diag_sink *sink, const struct suppression *it, size_t k) {
    const struct suppressed_rule *rule = &it->rules.at[k];
    struct diag *d =
        diag_add(sink, RULE_UNUSED_SUPPRESSION, it->rules.n > 1 ? rule->span : it->span,
                 "there is no %s here to hide", lint_rules[rule->rule].code);
    d->token = text_of(rule->span);
    if (it->rules.n > 1) {
        diag_help(sink, d, "take %.*s out of the list", STR_ARG(d->token));
        return;
    }
    diag_help(sink, d, "remove the comment");
    if (it->is_key)
        return; /* a comma goes with it, or not */
    diag_fix(sink, d, DIAG_FIX_SAFE, whole_of(it->span), STR(""));
    if (it->end.src)
        diag_fix(sink, d, DIAG_FIX_SAFE, whole_of(it->end), STR(""));
}

void suppress_report(const struct suppress_file *file, struct diag_sink *sink,
                     bool (*can_judge)(const void *context, unsigned rule), const void *context) {
    for (size_t i = 0; i < file->list.n; i++) {
        const struct suppression *it = file->list.at[i];
        if (it->mistake)
            report_mistake(sink, it);
        for (size_t k = 0; k < it->rules.n; k++) {
            unsigned rule = it->rules.at[k].rule;
            if (rule == RULE_COUNT)
                report_unknown(sink, &it->rules.at[k]);
            else if (!it->mistake && !it->rules.at[k].used && !file->is_partial &&
                     (!can_judge || can_judge(context, rule)))
                report_unused(sink, it, k);
        }
    }
}
