/* Small questions to the model. */
#include "schema/model/model.h"

#include <stdlib.h>

const struct value *app_value(const struct app *app, enum opt_id id) {
    const struct setting *s = app->set[id];
    return s && !s->is_bad ? s->value : NULL;
}

static int compare(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

const struct str *model_profiles(const struct model *model, struct arena *a, size_t *n) {
    VEC(struct str) names = {0};
    for (size_t i = 0; i < model->apps.n; i++)
        for (size_t k = 0; k < model->apps.at[i]->profiles.n; k++)
            VEC_PUSH(a, &names, model->apps.at[i]->profiles.at[k].profile);
    if (names.n)
        qsort(names.at, names.n, sizeof *names.at, compare);
    *n = 0;
    for (size_t i = 0; i < names.n; i++)
        if (*n == 0 || !str_eq(names.at[*n - 1], names.at[i]))
            names.at[(*n)++] = names.at[i];
    return names.at;
}
