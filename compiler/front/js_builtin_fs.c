/* Node's fs as far as a configuration looks at its own repository: what is asked is answered from
 * f->files, never from outside the repository and never through a link that leads out of it.
 * Nothing is written: a call that would write gives what Node gives, and what it would have changed
 * is unknown from then on. */
#include "compiler/front/js_builtin.h"
#include "schema/base/utf8.h"

struct spot {
    struct str shown, path; /* as given; absolute */
};

static struct str repository(struct js *js) {
    struct str dir = js->modules.n ? js->modules.at[0]->dir : js->f->cwd;
    if (!js->repository.n)
        js->repository = files_repository(js->f->files, js->arena, dir);
    if (!js->repository.n)
        js->repository = dir;
    return js->repository;
}

const struct js_value *js_file_refused(struct js *js, struct str path, struct span span) {
    struct files *files = js->f->files;
    bool is_named = false, is_there = !files->stays_in;
    for (size_t i = 0; i <= js->f->n_allowed; i++) {
        struct str dir = i ? js->f->allowed[i - 1] : repository(js);
        is_named = is_named || path_is_below(path, dir);
        is_there = is_there || files->stays_in(files, dir, path);
    }
    if (is_named && is_there)
        return NULL;
    const struct js_value *why =
        is_named
            ? js_unknown(js, span, "a link at %.*s leads out of the repository", STR_ARG(path))
            : js_unknown(js, span, "%.*s is outside the repository, so ecoc does not look at it",
                         STR_ARG(path));
    struct str dir = is_named ? STR("DIR, where the link leads to") : path_dirname(path);
    return js_advise(js, why, arena_fmt(js->arena, "allow it: --allow-read %.*s", STR_ARG(dir)).p);
}

/* Why the place cannot be looked at: unknown, or thrown (*place is then untouched); NULL: it can.
 */
static const struct js_value *find_place(struct js *js, const struct js_call *call,
                                         struct spot *place) {
    const struct js_value *v = js_arg(call, 0), *from_url = js_url_path(js, v, call->span);
    v = from_url ? from_url : v;
    if (v->kind != JS_STRING || v->string.n == 0 || !js->f->files ||
        memchr(v->string.p, 0, v->string.n))
        return js_decline(js, call);
    place->shown = v->string;
    place->path = path_join(js->arena, js->f->cwd, v->string);
    while (place->path.n > 1 && place->path.p[place->path.n - 1] == '/')
        place->path.n--;
    const struct js_value *why = js_file_refused(js, place->path, call->span);
    for (size_t i = 0; !why && i < js->written.n; i++)
        if (path_is_below(place->path, js->written.at[i]) ||
            path_is_below(js->written.at[i], place->path))
            why = js_unknown(js, call->span, "the configuration itself changes %.*s",
                             STR_ARG(js->written.at[i]));
    js->may_throw = js->may_throw || why;
    return why;
}

/* What stands there. Linting, what is missing here may be there where it runs. */
static enum file_kind look(struct js *js, const struct js_call *call, const struct spot *place,
                           const struct js_value **unknown) {
    enum file_kind kind = js->f->files->kind(js->f->files, place->path);
    if (kind == FILE_MISSING && js->f->mode == FRONT_SYMBOLIC)
        *unknown =
            js_advise(js,
                      js_unknown(js, call->span, "%.*s is not here; it may be where this runs",
                                 STR_ARG(place->shown)),
                      JS_SEE_HERE);
    if (kind == FILE_ODD)
        *unknown = js_unknown(js, call->span, "%.*s is no ordinary file", STR_ARG(place->shown));
    js->may_throw = js->may_throw || *unknown;
    return kind;
}

struct failure {
    const char *code, *text, *call;
    int number;
};

static const struct failure missing_open = {"ENOENT", "no such file or directory", "open", -2},
                            missing_scan = {"ENOENT", "no such file or directory", "scandir", -2},
                            missing_stat = {"ENOENT", "no such file or directory", "stat", -2},
                            missing_lstat = {"ENOENT", "no such file or directory", "lstat", -2},
                            missing_access = {"ENOENT", "no such file or directory", "access", -2},
                            missing_mkdir = {"ENOENT", "no such file or directory", "mkdir", -2},
                            exists_mkdir = {"EEXIST", "file already exists", "mkdir", -17},
                            directory_read = {"EISDIR", "illegal operation on a directory", "read",
                                              -21},
                            file_scan = {"ENOTDIR", "not a directory", "scandir", -20};

/* Node's error for a system call: its message names the path as it was given, or no path. */
static const struct js_value *fail(struct js *js, const struct js_call *call,
                                   const struct spot *place, const struct failure *f) {
    struct str path = place ? place->shown : STR("");
    (void)js_throw(js, call->span, "Error", place ? "%s: %s, %s '%.*s'" : "%s: %s, %s%.*s", f->code,
                   f->text, f->call, STR_ARG(path));
    struct js_object *e = js->thrown->object;
    js_define(js, e, STR("errno"), call->span, js_number(js->arena, f->number, call->span));
    js_define(js, e, STR("code"), call->span, js_string(js->arena, str_of(f->code), call->span));
    js_define(js, e, STR("syscall"), call->span, js_string(js->arena, str_of(f->call), call->span));
    if (place)
        js_define(js, e, STR("path"), call->span, js_string(js->arena, path, call->span));
    return NULL;
}

static const struct js_value *fs_exists(struct js *js, const struct js_call *call) {
    struct spot place;
    const struct js_value *unknown = NULL, *v = js_arg(call, 0);
    if (v->kind != JS_STRING && v->kind != JS_OBJECT)
        return js_bool(js->arena, false, call->span);
    if (v->kind == JS_STRING && v->string.n == 0)
        return js_bool(js->arena, false, call->span);
    const struct js_value *why = find_place(js, call, &place);
    if (why || js->is_fatal)
        return why;
    enum file_kind kind = look(js, call, &place, &unknown);
    if (kind == FILE_MISSING && unknown) {
        struct js_value *may = js_new(js->arena, JS_UNKNOWN, call->span);
        may->unknown = unknown->unknown;
        may->unknown.when = arena_fmt(js->arena, "%.*s exists", STR_ARG(place.shown));
        return may;
    }
    return js_bool(js->arena, kind != FILE_MISSING, call->span);
}

/* ---- reading ---- */

static bool is_utf8_name(struct str s) {
    return str_eqz(s, "utf8") || str_eqz(s, "utf-8") || str_eqz(s, "UTF8") || str_eqz(s, "UTF-8");
}

enum encoding { ENCODING_NONE, ENCODING_UTF8, ENCODING_OTHER };

/* The encoding that argument 1 names, as itself or in an object. */
static enum encoding encoding_of(const struct js_value *v) {
    if (js_is_nullish(v))
        return ENCODING_NONE;
    if (v->kind == JS_STRING)
        return is_utf8_name(v->string) ? ENCODING_UTF8 : ENCODING_OTHER;
    if (!js_is_class(v, JS_PLAIN) || v->object->open || v->object->proto)
        return ENCODING_OTHER;
    enum encoding found = ENCODING_NONE;
    for (size_t i = 0; i < v->object->props.n; i++) {
        const struct js_prop *p = &v->object->props.at[i];
        bool is_flag = str_eqz(p->key, "flag") && p->value->kind == JS_STRING &&
                       str_eqz(p->value->string, "r");
        if (str_eqz(p->key, "encoding") && !p->maybe && p->value->kind != JS_OBJECT)
            found = encoding_of(p->value);
        else if (!is_flag)
            return ENCODING_OTHER;
    }
    return found;
}

/* A file that was read before is the same file: one source. */
static const struct source *read_source(struct js *js, struct str path, struct err *err) {
    for (size_t i = 0; i < js->f->sources.n; i++)
        if (str_eq(js->f->sources.at[i]->path, path))
            return js->f->sources.at[i];
    return front_source(js->f, path, err);
}

static const struct js_value *fs_read(struct js *js, const struct js_call *call) {
    struct spot place;
    struct err err = {0};
    const struct js_value *unknown = NULL, *why = find_place(js, call, &place);
    enum encoding encoding = encoding_of(js_arg(call, 1));
    if (why || js->is_fatal)
        return why;
    if (encoding == ENCODING_OTHER)
        return js_decline(js, call);
    enum file_kind kind = look(js, call, &place, &unknown);
    if (unknown)
        return unknown;
    if (kind == FILE_MISSING)
        return fail(js, call, &place, &missing_open);
    if (kind == FILE_DIRECTORY)
        return fail(js, call, NULL, &directory_read);
    if (js->f->mode == FRONT_SYMBOLIC && str_starts(path_basename(place.path), STR(".env")))
        return js_unknown(js, call->span, "what %.*s holds is known only where this runs",
                          STR_ARG(place.shown));
    const struct source *src = read_source(js, place.path, &err);
    if (!src) {
        js->may_throw = true;
        return js_unknown(js, call->span, "%s", err.msg);
    }
    if (!utf8_is_valid(src->text) || !js_step(js, 1 + src->text.n / 64))
        return js_unknown(js, call->span, "%.*s is not UTF-8 text", STR_ARG(place.shown));
    const struct js_value *text = js_string(js->arena, src->text, call->span);
    return encoding == ENCODING_UTF8 ? text : js_buffer(js, text, call->span);
}

/* Something with methods and nothing else of its own: a Stats, a Dirent, a Buffer. */
static const struct js_value *host_object(struct js *js, const struct js_call *call,
                                          const char *what, const struct js_table *table,
                                          enum file_kind kind) {
    struct js_object *o = js_object_new(js, JS_OPAQUE);
    o->what = str_of(what);
    o->table = table;
    o->bound = js_number(js->arena, kind, call->span);
    return js_object_value(js->arena, o, call->span);
}

static const struct js_value *is_kind(struct js *js, const struct js_call *call,
                                      enum file_kind kind) {
    const struct js_value *self = call->self;
    bool fits = self && js_is_class(self, JS_OPAQUE) && self->object->bound &&
                self->object->bound->kind == JS_NUMBER && self->object->bound->number != FILE_ODD;
    return fits ? js_bool(js->arena, self->object->bound->number == kind, call->span)
                : js_decline(js, call);
}

static const struct js_value *stats_is_file(struct js *js, const struct js_call *call) {
    return is_kind(js, call, FILE_REGULAR);
}

static const struct js_value *stats_is_directory(struct js *js, const struct js_call *call) {
    return is_kind(js, call, FILE_DIRECTORY);
}

static const struct js_value *stats_is_odd(struct js *js, const struct js_call *call) {
    return is_kind(js, call, FILE_MISSING);
}

static const struct js_row stats_rows[] = {
    {"isFile", JS_ROW_PURE, stats_is_file},
    {"isDirectory", JS_ROW_PURE, stats_is_directory},
    {"isSymbolicLink", JS_ROW_PURE, stats_is_odd},
};
static JS_TABLE(stats, "Stats", false, stats_rows);

static bool has_option(const struct js_call *call, size_t i, const char *name) {
    const struct js_value *v = js_arg(call, i);
    const struct js_prop *p =
        js_is_class(v, JS_PLAIN) ? js_prop_find(v->object, str_of(name)) : NULL;
    return p && !p->maybe && p->value->kind == JS_BOOL && p->value->boolean;
}

/* An object of known options with no other key than these two. */
static bool has_only(const struct js_call *call, size_t i, const char *x, const char *y) {
    const struct js_value *v = js_arg(call, i);
    if (v->kind == JS_UNDEFINED)
        return true;
    if (!js_is_class(v, JS_PLAIN) || v->object->open || v->object->proto)
        return false;
    for (size_t k = 0; k < v->object->props.n; k++) {
        const struct js_prop *p = &v->object->props.at[k];
        if (p->maybe || !js_is_known(p->value) || (!str_eqz(p->key, x) && !str_eqz(p->key, y)))
            return false;
    }
    return true;
}

static const struct js_value *fs_stat(struct js *js, const struct js_call *call) {
    struct spot place;
    const struct js_value *unknown = NULL, *why = find_place(js, call, &place);
    if (why || js->is_fatal)
        return why;
    if (!has_only(call, 1, "throwIfNoEntry", "bigint"))
        return js_decline(js, call);
    enum file_kind kind = look(js, call, &place, &unknown);
    if (unknown)
        return unknown;
    if (kind != FILE_MISSING)
        return host_object(js, call, "a Stats object", &js_table_stats, kind);
    if (js_has_arg(call, 1) && js_prop_find(js_arg(call, 1)->object, STR("throwIfNoEntry")) &&
        !has_option(call, 1, "throwIfNoEntry"))
        return js_undefined(js->arena, call->span);
    return fail(js, call, &place, &missing_stat);
}

/* As stat, of what is no link itself: its folder says what it is. */
static const struct js_value *fs_lstat(struct js *js, const struct js_call *call) {
    struct spot place;
    struct err err = {0};
    struct file_list list = {0};
    const struct js_value *why = find_place(js, call, &place);
    struct files *files = js->f->files;
    if (why || js->is_fatal)
        return why;
    if (!files->list || files->list(files, path_dirname(place.path), js->arena, &list, &err) < 0)
        return js_decline(js, call);
    for (size_t i = 0; i < list.n; i++)
        if (list.at[i].kind == FILE_ODD && str_eq(list.at[i].name, path_basename(place.path)))
            return js_unknown(js, call->span, "%.*s is no ordinary file", STR_ARG(place.shown));
    if (files->kind(files, place.path) == FILE_MISSING && js->f->mode == FRONT_CONCRETE)
        return fail(js, call, &place, &missing_lstat);
    return fs_stat(js, call);
}

static const struct js_value *fs_access(struct js *js, const struct js_call *call) {
    enum { READ_OK = 4 };
    struct spot place;
    const struct js_value *unknown = NULL, *why = find_place(js, call, &place);
    const struct js_value *mode = js_arg(call, 1);
    if (why || js->is_fatal)
        return why;
    if (mode->kind != JS_UNDEFINED &&
        (mode->kind != JS_NUMBER || (mode->number != 0 && mode->number != READ_OK)))
        return js_decline(js, call);
    enum file_kind kind = look(js, call, &place, &unknown);
    if (unknown)
        return unknown;
    return kind == FILE_MISSING ? fail(js, call, &place, &missing_access)
                                : js_undefined(js->arena, call->span);
}

static const struct js_value *fs_readdir(struct js *js, const struct js_call *call) {
    struct spot place;
    struct err err = {0};
    struct file_list list = {0};
    const struct js_value *unknown = NULL, *why = find_place(js, call, &place);
    bool typed = has_option(call, 1, "withFileTypes");
    if (why || js->is_fatal)
        return why;
    if (!has_only(call, 1, "withFileTypes", "recursive") || has_option(call, 1, "recursive") ||
        !js->f->files->list)
        return js_decline(js, call);
    enum file_kind kind = look(js, call, &place, &unknown);
    if (unknown)
        return unknown;
    if (kind != FILE_DIRECTORY)
        return fail(js, call, &place, kind == FILE_MISSING ? &missing_scan : &file_scan);
    if (js->f->files->list(js->f->files, place.path, js->arena, &list, &err) < 0)
        return js_unknown(js, call->span, "%s", err.msg);
    struct js_object *out = js_object_new(js, JS_ARRAY);
    for (size_t i = 0; i < list.n && js_step(js, 1); i++) {
        if (!utf8_is_valid(list.at[i].name))
            return js_decline(js, call);
        const struct js_value *name = js_string(js->arena, list.at[i].name, call->span);
        const struct js_value *entry =
            typed ? host_object(js, call, "a Dirent object", &js_table_stats, list.at[i].kind)
                  : name;
        if (typed)
            js_define(js, entry->object, STR("name"), call->span, name);
        js_push(js, out, entry);
    }
    return js->is_fatal ? NULL : js_object_value(js->arena, out, call->span);
}

/* ---- writing: not done ---- */

/* Notes that what stands at the path may change; false where the path is not known. */
static void note_written(struct js *js, const struct js_value *v) {
    struct str path = v->kind == JS_STRING ? path_join(js->arena, js->f->cwd, v->string) : STR("/");
    VEC_PUSH(js->arena, &js->written, path);
}

/* Whether it would throw cannot be known: a `try` round it is tried both ways. */
static const struct js_value *fs_write(struct js *js, const struct js_call *call) {
    note_written(js, js_arg(call, 0));
    js_note_effect(js, call, call->callee->what);
    js->may_throw = true;
    return js_undefined(js->arena, call->span);
}

static const struct js_value *fs_write_two(struct js *js, const struct js_call *call) {
    note_written(js, js_arg(call, 1));
    return fs_write(js, call);
}

static const struct js_value *fs_mkdir(struct js *js, const struct js_call *call) {
    struct spot place = {0};
    const struct js_value *v = js_arg(call, 0), *unknown = NULL;
    bool recursive = has_option(call, 1, "recursive"),
         is_plain = has_only(call, 1, "recursive", "mode");
    if (js->f->mode == FRONT_CONCRETE && v->kind == JS_STRING && is_plain && !recursive &&
        !find_place(js, call, &place) && place.path.n) {
        struct spot parent = {place.shown, path_dirname(place.path)};
        if (look(js, call, &place, &unknown) != FILE_MISSING && !unknown)
            return fail(js, call, &place, &exists_mkdir);
        if (look(js, call, &parent, &unknown) == FILE_MISSING && !unknown)
            return fail(js, call, &place, &missing_mkdir);
    }
    (void)fs_write(js, call);
    if (recursive || !is_plain)
        return js_unknown(js, call->span, "ecoc makes no directories");
    return js_undefined(js->arena, call->span);
}

static const struct js_value *fs_constants(struct js *js, const struct js_call *call) {
    static const struct {
        const char *name;
        int value;
    } constants[] = {{"F_OK", 0}, {"R_OK", 4}, {"W_OK", 2}, {"X_OK", 1}};
    struct js_object *o = js_object_new(js, JS_PLAIN);
    for (size_t i = 0; i < ARRAY_LEN(constants); i++)
        js_define(js, o, str_of(constants[i].name), call->span,
                  js_number(js->arena, constants[i].value, call->span));
    o->open = js_unknown(js, call->span, "ecoc does not evaluate this of fs.constants");
    o->is_frozen = true;
    return js_object_value(js->arena, o, call->span);
}

static const struct js_value *fs_self(struct js *js, const struct js_call *call) {
    return js_object_value(js->arena, js_builtin_object(js, &js_table_fs), call->span);
}

static const struct js_row fs_rows[] = {
    {"existsSync", JS_ROW_PURE, fs_exists},
    {"readFileSync", JS_ROW_PURE, fs_read},
    {"readdirSync", JS_ROW_PURE, fs_readdir},
    {"statSync", JS_ROW_PURE, fs_stat},
    {"accessSync", JS_ROW_PURE, fs_access},
    {"constants", JS_ROW_VALUE, fs_constants},
    {"mkdirSync", JS_ROW_RAW, fs_mkdir},
    {"writeFileSync", JS_ROW_RAW, fs_write},
    {"appendFileSync", JS_ROW_RAW, fs_write},
    {"unlinkSync", JS_ROW_RAW, fs_write},
    {"rmSync", JS_ROW_RAW, fs_write},
    {"rmdirSync", JS_ROW_RAW, fs_write},
    {"chmodSync", JS_ROW_RAW, fs_write},
    {"utimesSync", JS_ROW_RAW, fs_write},
    {"copyFileSync", JS_ROW_RAW, fs_write_two},
    {"renameSync", JS_ROW_RAW, fs_write_two},
    {"symlinkSync", JS_ROW_RAW, fs_write_two},
    {"default", JS_ROW_VALUE, fs_self},
    /* In Node, and not evaluated. */
    {"readFile", JS_ROW_RAW, NULL},
    {"lstatSync", JS_ROW_PURE, fs_lstat},
    {"realpathSync", JS_ROW_RAW, NULL},
};
JS_TABLE(fs, "fs", false, fs_rows);
