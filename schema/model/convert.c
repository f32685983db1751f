/* One function per representation, chosen by a table. */
#include "schema/model/convert.h"

#include <math.h>
#include <stdlib.h>

#include "schema/unit/did_you_mean.h"
#include "schema/unit/duration.h"
#include "schema/unit/listen.h"
#include "schema/unit/signal_name.h"
#include "schema/unit/size.h"

struct job {
    struct arena *a;
    enum opt_id id;
    const struct option *opt;
    struct opt_data *data;
    struct convert_result *result;
};

static bool fail(struct job *j, enum convert_problem problem, const struct value *culprit) {
    j->result->problem = problem;
    j->result->culprit = culprit;
    return false;
}

static struct given_text text_of(const struct value *v, struct str text) {
    return (struct given_text){text, v->late, v->span};
}

static bool scalar_text(struct job *j, const struct value *v, struct str *text) {
    if (v->kind == VALUE_STRING)
        *text = v->string;
    else if (v->kind == VALUE_NUMBER)
        *text = value_number_text(j->a, v->number);
    else
        return false;
    return true;
}

/* A number, or a string that PM2 would read as one: digits with an optional sign and fraction. */
static bool to_number(const struct value *v, double *out) {
    if (v->kind == VALUE_NUMBER) {
        *out = v->number;
        return true;
    }
    if (v->kind != VALUE_STRING || v->string.n == 0 || v->string.n > 30)
        return false;
    char text[32], *end;
    memcpy(text, v->string.p, v->string.n);
    text[v->string.n] = 0;
    if (strspn(text, "0123456789+-.") != v->string.n)
        return false;
    *out = strtod(text, &end);
    return *end == 0;
}

static bool number_in(struct job *j, const struct value *v, double n, int64_t min, int64_t max) {
    if (isnan(n) || n != floor(n))
        return fail(j, isfinite(n) ? CONVERT_WHOLE : CONVERT_NUMBER, v);
    if (n < (double)min || n > (double)max)
        return fail(j, CONVERT_RANGE, v);
    j->data->number = (int64_t)n;
    return true;
}

static bool to_bool(struct job *j, const struct value *v) {
    if (v->kind == VALUE_BOOL) {
        j->data->flag = v->boolean;
        return true;
    }
    if (v->kind == VALUE_STRING && v->deps)
        return fail(j, CONVERT_ENV_BOOL, v);
    if (v->kind == VALUE_STRING && (j->opt->accept & ACCEPT_STRING)) {
        j->data->flag = v->string.n > 0 && !str_eqz(v->string, "false");
        return true;
    }
    bool looks =
        v->kind == VALUE_STRING && (str_eqz(v->string, "true") || str_eqz(v->string, "false"));
    return fail(j, looks ? CONVERT_STRING_BOOL : CONVERT_TYPE, v);
}

static bool to_int(struct job *j, const struct value *v) {
    double n;
    if (v->kind != VALUE_NUMBER && v->kind != VALUE_STRING)
        return fail(j, CONVERT_TYPE, v);
    if (!to_number(v, &n))
        return fail(j, CONVERT_NUMBER, v);
    return number_in(j, v, n, j->opt->min, j->opt->max ? j->opt->max : INT32_MAX);
}

static bool to_ms(struct job *j, const struct value *v) {
    double n;
    int64_t ms;
    if (v->kind != VALUE_NUMBER && v->kind != VALUE_STRING)
        return fail(j, CONVERT_TYPE, v);
    if (v->kind == VALUE_STRING && duration_parse(v->string, &ms))
        n = (double)ms;
    else if (!to_number(v, &n))
        return fail(j, CONVERT_DURATION, v);
    return number_in(j, v, floor(n), j->opt->min, j->opt->max ? j->opt->max : INT32_MAX);
}

static bool to_bytes(struct job *j, const struct value *v) {
    if (v->kind == VALUE_NUMBER)
        return number_in(j, v, floor(v->number), 0, INT64_C(1) << 52);
    if (v->kind != VALUE_STRING)
        return fail(j, CONVERT_TYPE, v);
    if (size_parse(v->string, &j->data->number))
        return true;
    j->result->detail = size_suggest(j->a, v->string);
    return fail(j, CONVERT_SIZE, v);
}

static bool to_str(struct job *j, const struct value *v) {
    struct str text;
    if (v->kind == VALUE_BOOL && (j->opt->accept & ACCEPT_BOOL)) {
        j->data->is_none = !v->boolean;
        j->data->flag = v->boolean;
        return true;
    }
    if (v->kind == VALUE_NUMBER && !(j->opt->accept & ACCEPT_NUMBER))
        return fail(j, CONVERT_TYPE, v);
    if (!scalar_text(j, v, &text))
        return fail(j, CONVERT_TYPE, v);
    j->data->text = text_of(v, text);
    return true;
}

static struct str nearest_word(struct job *j, struct str word) {
    struct str words[16];
    size_t n = 0;
    while (n < ARRAY_LEN(words) && (words[n] = opt_word(j->opt->words, (unsigned)n)).n)
        n++;
    size_t hit = did_you_mean(word, words, n);
    return hit < n ? words[hit] : STR("");
}

static bool to_word(struct job *j, const struct value *v) {
    if (v->kind != VALUE_STRING)
        return fail(j, CONVERT_TYPE, v);
    int i = opt_word_index(j->opt->words, v->string);
    if (i < 0)
        i = opt_word_index(j->opt->word_aliases, v->string);
    j->data->number = i;
    if (i >= 0)
        return true;
    j->result->detail = nearest_word(j, v->string);
    return fail(j, CONVERT_WORD, v);
}

static bool check_item(struct job *j, const struct value *v, struct str text) {
    if (!j->opt->words || opt_word_index(j->opt->words, text) >= 0)
        return true;
    j->result->detail = nearest_word(j, text);
    return fail(j, CONVERT_WORD, v);
}

static bool list_of_array(struct job *j, const struct value *v) {
    struct given_text *items = arena_array(j->a, struct given_text, v->array.n);
    for (size_t i = 0; i < v->array.n; i++) {
        const struct value *item = v->array.at[i];
        struct str text;
        if (item->kind == VALUE_UNKNOWN || item->kind == VALUE_CHOICE)
            return fail(j, CONVERT_UNKNOWN, item);
        if (!scalar_text(j, item, &text))
            return fail(j, CONVERT_TYPE, item);
        if (!check_item(j, item, text))
            return false;
        items[i] = text_of(item, text);
    }
    j->data->items = items;
    j->data->n = v->array.n;
    return true;
}

static bool list_of_string(struct job *j, const struct value *v) {
    const struct str *words = &v->string;
    size_t n = 1;
    if (!(j->opt->flags & OPT_NO_SPLIT) && j->opt->repr == REPR_LIST)
        n = convert_split(j->a, v->string, &words);
    struct given_text *items = arena_array(j->a, struct given_text, n);
    for (size_t i = 0; i < n; i++) {
        if (!check_item(j, v, words[i]))
            return false;
        items[i] = (struct given_text){words[i], n == 1 ? v->late : NULL, v->span};
    }
    j->data->items = items;
    j->data->n = n;
    return true;
}

static bool one_item(struct job *j, const struct value *v, struct str text) {
    struct given_text *item = arena_new(j->a, struct given_text);
    *item = (struct given_text){text, NULL, v->span};
    j->data->items = item;
    j->data->n = 1;
    return true;
}

static bool to_list(struct job *j, const struct value *v) {
    bool watch = j->opt->repr == REPR_WATCH;
    if (v->kind == VALUE_ARRAY)
        return list_of_array(j, v);
    if (v->kind == VALUE_STRING)
        return list_of_string(j, v);
    if (v->kind == VALUE_BOOL && (watch || (j->opt->accept & ACCEPT_BOOL)))
        return !v->boolean || one_item(j, v, watch ? STR(".") : STR("*"));
    return fail(j, CONVERT_TYPE, v);
}

/* What a late text will be is not known yet: ecort checks it when it is. */
static bool check_addresses(struct job *j, const struct value *v) {
    struct listen_address address;
    const char *why;
    if (j->data->n > LISTEN_ADDRESSES_MOST) {
        j->result->detail = STR("more than 16 addresses");
        return fail(j, CONVERT_ADDRESS, v);
    }
    for (size_t i = 0; i < j->data->n; i++) {
        const struct given_text *item = &j->data->items[i];
        if (item->late || listen_parse(item->text, &address, &why))
            continue;
        j->result->detail = str_of(why);
        return fail(j, CONVERT_ADDRESS, v->kind == VALUE_ARRAY ? v->array.at[i] : v);
    }
    return true;
}

static bool to_listen(struct job *j, const struct value *v) {
    bool ok = v->kind == VALUE_ARRAY    ? list_of_array(j, v)
              : v->kind == VALUE_STRING ? list_of_string(j, v)
              : v->kind == VALUE_NUMBER ? one_item(j, v, value_number_text(j->a, v->number))
                                        : fail(j, CONVERT_TYPE, v);
    return ok && check_addresses(j, v);
}

static bool to_codes(struct job *j, const struct value *v) {
    const struct value *const one[] = {v};
    bool many = v->kind == VALUE_ARRAY;
    size_t n = many ? v->array.n : 1;
    const struct value *const *items = many ? v->array.at : one;
    int64_t *numbers = arena_array(j->a, int64_t, n);
    for (size_t i = 0; i < n; i++) {
        double d;
        if (items[i]->kind == VALUE_UNKNOWN || items[i]->kind == VALUE_CHOICE)
            return fail(j, CONVERT_UNKNOWN, items[i]);
        if (!to_number(items[i], &d))
            return fail(j, items[i]->kind == VALUE_STRING ? CONVERT_NUMBER : CONVERT_TYPE,
                        items[i]);
        if (!number_in(j, items[i], d, j->opt->min, j->opt->max))
            return false;
        numbers[i] = j->data->number;
    }
    j->data->numbers = numbers;
    j->data->n = n;
    return true;
}

/* As PM2: "max" is 0, other strings go through parseInt, and what is not a number is 0, all
 * CPUs. */
static bool to_instances(struct job *j, const struct value *v) {
    if (v->kind == VALUE_NUMBER && isfinite(v->number)) {
        j->data->number = (int64_t)fmax(fmin(v->number, 100000), -100000);
        if (v->number != floor(v->number))
            (void)fail(j, CONVERT_INSTANCES_FRACTION, v);
        else if (fabs(v->number) > 100000)
            return fail(j, CONVERT_RANGE, v);
        return true;
    }
    if (v->kind != VALUE_STRING)
        return fail(j, CONVERT_TYPE, v);
    if (str_eqz(v->string, "max"))
        return true;
    char text[16] = {0};
    memcpy(text, v->string.p, v->string.n < 15 ? v->string.n : 15);
    char *end;
    long n = strtol(text, &end, 10);
    j->data->number = n > 100000 || n < -100000 ? 0 : n;
    if (*end || end == text)
        (void)fail(j, CONVERT_INSTANCES, v);
    return true;
}

static bool to_cron(struct job *j, const struct value *v) {
    if (v->kind == VALUE_NUMBER && v->number == 0) {
        j->data->is_none = true;
        return true;
    }
    if (v->kind != VALUE_STRING)
        return fail(j, CONVERT_TYPE, v);
    if (str_eqz(v->string, "0")) {
        j->data->is_none = true;
        return true;
    }
    struct cron_problem problem;
    j->data->text = text_of(v, v->string);
    if (cron_parse(v->string, &j->data->cron, &problem))
        return true;
    j->result->detail = arena_str(j->a, str_of(problem.message));
    j->result->begin = problem.begin;
    j->result->end = problem.end;
    return fail(j, CONVERT_CRON, v);
}

static bool to_date(struct job *j, const struct value *v) {
    if (v->kind == VALUE_BOOL && !v->boolean) {
        j->data->is_none = true;
        return true;
    }
    if (v->kind != VALUE_STRING)
        return fail(j, CONVERT_TYPE, v);
    j->data->text = text_of(v, v->string);
    j->data->is_none = v->string.n == 0;
    return true;
}

static bool to_signal(struct job *j, const struct value *v) {
    struct str text;
    if (!scalar_text(j, v, &text))
        return fail(j, CONVERT_TYPE, v);
    j->data->number = signal_number(text);
    return j->data->number > 0 || fail(j, CONVERT_SIGNAL_NAME, v);
}

static bool to_env(struct job *j, const struct value *v) {
    if (v->kind != VALUE_OBJECT)
        return fail(j, CONVERT_TYPE, v);
    struct env_entry *env = arena_array(j->a, struct env_entry, v->object.n);
    size_t n = 0;
    for (size_t i = 0; i < v->object.n; i++) {
        const struct member *m = &v->object.at[i];
        const struct value *item = m->value;
        if (item->kind == VALUE_CHOICE || (item->kind == VALUE_UNKNOWN && !item->late))
            return fail(j, CONVERT_UNKNOWN, item);
        if (item->kind == VALUE_OTHER && !item->other.text.n)
            continue; /* a function: no environment variable comes of it */
        if (item->kind == VALUE_UNDEFINED && !item->late)
            continue;
        env[n++] = (struct env_entry){m->key, text_of(item, convert_env_text(j->a, item)), false,
                                      item->kind == VALUE_UNDEFINED};
    }
    j->data->env = env;
    j->data->n = n;
    return true;
}

static bool to_json(struct job *j, const struct value *v) {
    if (v->kind != VALUE_OBJECT && v->kind != VALUE_ARRAY)
        return fail(j, CONVERT_TYPE, v);
    j->data->text = (struct given_text){value_json(j->a, v), NULL, v->span};
    return true;
}

static bool to_group(struct job *j, const struct value *v) {
    return v->kind == VALUE_OBJECT || fail(j, CONVERT_TYPE, v);
}

static bool (*const converters[])(struct job *j, const struct value *v) = {
    [REPR_BOOL] = to_bool,           [REPR_INT] = to_int,       [REPR_MS] = to_ms,
    [REPR_BYTES] = to_bytes,         [REPR_STR] = to_str,       [REPR_PATH] = to_str,
    [REPR_WORD] = to_word,           [REPR_LIST] = to_list,     [REPR_CODES] = to_codes,
    [REPR_INSTANCES] = to_instances, [REPR_WATCH] = to_list,    [REPR_CRON] = to_cron,
    [REPR_DATE] = to_date,           [REPR_SIGNAL] = to_signal, [REPR_ENV] = to_env,
    [REPR_JSON] = to_json,           [REPR_GROUP] = to_group,   [REPR_LISTEN] = to_listen,
};

bool convert(struct arena *a, enum opt_id id, const struct value *v, struct opt_data *data,
             struct convert_result *result) {
    *data = (struct opt_data){0};
    *result = (struct convert_result){.culprit = v};
    struct job j = {a, id, &options[id], data, result};
    if (v->kind == VALUE_UNKNOWN && v->late && options[id].repr == REPR_BOOL)
        return fail(&j, CONVERT_ENV_BOOL, v);
    if (v->kind == VALUE_UNKNOWN || v->kind == VALUE_CHOICE)
        return fail(&j, CONVERT_UNKNOWN, v);
    return converters[options[id].repr](&j, v);
}

struct opt_data convert_default(enum opt_id id) {
    const struct option *o = &options[id];
    struct opt_data d = {.number = o->def, .flag = o->def != 0};
    switch (o->repr) {
    case REPR_STR:
    case REPR_PATH:
    case REPR_DATE:
        d.is_none = o->def_text == NULL;
        d.text.text = str_of(o->def_text);
        break;
    case REPR_INT:
    case REPR_BYTES:
        d.is_none = o->def == 0;
        break;
    case REPR_CRON:
    case REPR_JSON:
    case REPR_GROUP:
        d.is_none = true;
        break;
    case REPR_BOOL:
    case REPR_MS:
    case REPR_WORD:
    case REPR_LIST:
    case REPR_CODES:
    case REPR_INSTANCES:
    case REPR_LISTEN:
    case REPR_WATCH:
    case REPR_SIGNAL:
    case REPR_ENV:
        break;
    }
    return d;
}

/* One token: key="..." and key='...' keep their quotes, a fully quoted token loses them. */
static size_t token_length(struct str s) {
    size_t i = 0;
    if (s.p[0] == '"' || s.p[0] == '\'') {
        size_t close = str_index(str_skip(s, 1), s.p[0]) + 1;
        return close < s.n ? close + 1 : s.n;
    }
    while (i < s.n && !strchr(" \t\n\r", s.p[i])) {
        if (i && s.p[i - 1] == '=' && (s.p[i] == '"' || s.p[i] == '\'')) {
            size_t close = str_index(str_skip(s, i + 1), s.p[i]) + i + 1;
            return close < s.n ? close + 1 : s.n;
        }
        i++;
    }
    return i;
}

size_t convert_split(struct arena *a, struct str line, const struct str **words) {
    VEC(struct str) out = {0};
    while (line.n) {
        if (strchr(" \t\n\r", line.p[0])) {
            line = str_skip(line, 1);
            continue;
        }
        size_t n = token_length(line);
        struct str word = {line.p, n};
        if (n >= 2 && (word.p[0] == '"' || word.p[0] == '\'') && word.p[n - 1] == word.p[0])
            word = (struct str){word.p + 1, n - 2};
        VEC_PUSH(a, &out, word);
        line = str_skip(line, n);
    }
    *words = out.at;
    return out.n;
}

struct str convert_env_text(struct arena *a, const struct value *v) {
    switch (v->kind) {
    case VALUE_STRING:
        return v->string;
    case VALUE_NUMBER:
        return value_number_text(a, v->number);
    case VALUE_BOOL:
        return v->boolean ? STR("true") : STR("false");
    case VALUE_NULL:
        return STR("null");
    case VALUE_OTHER:
        return v->other.text;
    case VALUE_ARRAY:
    case VALUE_OBJECT:
        return value_json(a, v);
    case VALUE_UNDEFINED:
    case VALUE_UNKNOWN:
    case VALUE_CHOICE:
        return STR("");
    }
    return STR("");
}
