/* Addresses of a plan. */
#include "runtime/app_load.h"

/* The address without what LISTEN_FDNAMES separates with: "8080", "x.sock". */
static const char *name_all(const struct app *app, struct arena *a) {
    struct buf names = {0};
    for (unsigned i = 0; i < app->n_listen; i++) {
        const struct listen_address *address = &app->listen[i];
        const char *slash = strrchr(address->path, '/');
        if (i)
            buf_char(&names, ':');
        if (address->kind != LISTEN_UNIX)
            buf_fmt(&names, "%u", address->port);
        for (const char *c = slash ? slash + 1 : address->path; *c; c++)
            buf_char(&names, *c > ' ' && *c < 127 && *c != ':' ? *c : '_');
    }
    const char *text = names.failed ? NULL : arena_cstr(a, (struct str){names.p, names.n});
    buf_done(&names);
    return text;
}

int app_listen_take(struct app *app, const struct app_list *texts, struct arena *a,
                    struct err *err) {
    const char *why = "";
    if (texts->n == 0)
        return 0;
    if (texts->n > LISTEN_ADDRESSES_MOST)
        return err_set(err, "app %s: listen has more than %d addresses", app->name,
                       LISTEN_ADDRESSES_MOST);
    struct listen_address *all = arena_array(a, struct listen_address, texts->n);
    if (!all)
        return err_set(err, "out of memory while loading app %s", app->name);
    for (unsigned i = 0; i < texts->n; i++)
        if (!listen_parse(str_of(texts->at[i]), &all[i], &why))
            return err_set(err, "app %s: listen \"%s\": %s", app->name, texts->at[i], why);
    app->listen = all;
    app->n_listen = texts->n;
    app->listen_names = name_all(app, a);
    return app->listen_names ? 0 : err_set(err, "out of memory while loading app %s", app->name);
}

/* Whether an app before the i-th, or the same one before its k-th address, has it too. */
static const struct app *find_other(const struct generation *gen, unsigned i, unsigned k) {
    const struct listen_address *address = &gen->apps[i].listen[k];
    for (unsigned a = 0; a <= i; a++) {
        unsigned n = a == i ? k : gen->apps[a].n_listen;
        for (unsigned b = 0; b < n; b++)
            if (listen_same(&gen->apps[a].listen[b], address))
                return &gen->apps[a];
    }
    return NULL;
}

int app_listen_check(const struct generation *gen, struct err *err) {
    char text[LISTEN_TEXT_BYTES];
    for (unsigned i = 0; i < gen->n_apps; i++)
        for (unsigned k = 0; k < gen->apps[i].n_listen; k++) {
            const struct app *other = find_other(gen, i, k);
            if (!other)
                continue;
            listen_text(&gen->apps[i].listen[k], text);
            return other == &gen->apps[i]
                       ? err_set(err, "app %s: listen has %s twice", other->name, text)
                       : err_set(err,
                                 "apps %s and %s both listen on %s; a socket is shared by the "
                                 "instances of one app only",
                                 other->name, gen->apps[i].name, text);
        }
    return 0;
}
