/* Reads of variables that nothing declares. A read is settled where its being unset cannot matter
 * unseen: the program gives a default for it, or asks whether it is set. */
#include "compiler/front/js.h"

uint32_t js_gap_note(struct js *js, struct str name, struct span span) {
    struct front *f = js->f;
    struct front_gap gap = {.name = name, .span = span};
    if (!f->is_hermetic || js->is_fatal)
        return 0;
    VEC_PUSH(js->arena, &f->gaps, gap);
    return (uint32_t)f->gaps.n;
}

void js_gap_test(struct js *js, const struct js_value *v) {
    if (js->f->gaps.n && v->late && v->late->n == 1 && v->late->parts[0].gap)
        js->f->gaps.at[v->late->parts[0].gap - 1].is_settled = true;
}

static bool has_name(const struct env_deps *deps, struct str name) {
    for (size_t i = 0; deps && i < deps->n; i++)
        if (str_eq(deps->names[i], name))
            return true;
    return false;
}

/* What was computed from a variable, `Number(process.env.X)`, has lost the number of the read and
 * knows only the name. */
void js_gap_default(struct js *js, const struct js_value *v, size_t from, size_t to) {
    struct front *f = js->f;
    js_gap_test(js, v);
    for (size_t i = from; i < to && i < f->gaps.n; i++)
        f->gaps.at[i].is_settled = true;
    for (size_t i = 0; !v->late && i < from && i < f->gaps.n; i++)
        if (has_name(v->deps, f->gaps.at[i].name))
            f->gaps.at[i].is_settled = true;
}
