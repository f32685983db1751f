/* Messages of PM2's library, kept as far as they are worth it. */
#include "runtime/metrics.h"

#include <stdlib.h>

#include "runtime/cluster/json_scan.h"
#include "schema/base/utf8.h"

struct metrics_item {
    struct metrics_item *next;
    size_t n_name, n_json;
    char *json;  /* rendered by us; malloc'd */
    char name[]; /* the text, not NUL-terminated */
};

/* ---- lists ----------------------------------------------------------------------------------- */

static struct metrics_item **find(struct metrics_list *list, struct str name) {
    struct metrics_item **at = &list->first;
    while (*at && !str_eq((struct str){(*at)->name, (*at)->n_name}, name))
        at = &(*at)->next;
    return at;
}

static bool put(struct metrics_list *list, struct str name, struct buf *json) {
    struct metrics_item **at = find(list, name);
    if (json->failed || (!*at && list->n == METRICS_MOST))
        return false;
    if (!*at) {
        struct metrics_item *item = calloc(1, sizeof *item + name.n);
        if (!item)
            return false;
        memcpy(item->name, name.p, name.n);
        item->n_name = name.n;
        *at = item;
        list->n++;
    }
    free((*at)->json);
    (*at)->json = json->p;
    (*at)->n_json = json->n;
    *json = (struct buf){0};
    return true;
}

static void clear(struct metrics_list *list) {
    for (struct metrics_item *item = list->first, *next; item; item = next) {
        next = item->next;
        free(item->json);
        free(item);
    }
    *list = (struct metrics_list){0};
}

/* ---- values ---------------------------------------------------------------------------------- */

/* A string, a number, true, false or null that may be shown as it is. */
static bool is_scalar(struct str json) {
    return json.n > 0 && json.n <= METRIC_VALUE_MOST && *json.p != '{' && *json.p != '[' &&
           utf8_is_valid(json);
}

static void write_member(struct json_out *j, const char *key, struct str object) {
    struct str value = json_scan_get(object, key);
    if (!is_scalar(value) || str_eqz(value, "null"))
        return;
    json_key(j, str_of(key));
    json_raw(j, value);
}

/* An older library sends the value alone. */
static bool render_value(struct str json, struct buf *out) {
    struct json_out j;
    bool is_object = json.n && *json.p == '{';
    struct str value = is_object ? json_scan_get(json, "value") : json;
    json_out_init(&j, out, 0);
    json_begin_object(&j);
    json_key(&j, STR("value"));
    json_raw(&j, is_scalar(value) ? value : STR("null"));
    if (is_object) {
        write_member(&j, "type", json);
        write_member(&j, "unit", json);
        write_member(&j, "historic", json);
    }
    json_end_object(&j);
    return value.n == 0 || is_scalar(value);
}

static bool render_action(struct str json, struct buf *out) {
    struct json_out j;
    json_out_init(&j, out, 0);
    json_begin_object(&j);
    write_member(&j, "action_name", json);
    write_member(&j, "action_type", json);
    write_member(&j, "arity", json);
    json_end_object(&j);
    return true;
}

/* `name` is a string of JSON. */
static bool take_item(struct metrics_list *list, struct str name, struct str json,
                      bool (*render)(struct str json, struct buf *out)) {
    struct buf text = {0}, rendered = {0};
    bool is_taken = json_scan_text(name, &text) && text.n > 0 && text.n <= METRIC_NAME_MOST &&
                    utf8_is_valid((struct str){text.p, text.n}) && render(json, &rendered) &&
                    put(list, (struct str){text.p, text.n}, &rendered);
    buf_done(&rendered);
    buf_done(&text);
    return is_taken;
}

static void take_values(struct metrics *m, struct str data) {
    struct str key, value;
    struct json_scan scan = json_scan_object(data);
    while (json_scan_next(&scan, &key, &value)) {
        struct str quoted = {key.p - 1, key.n + 2};
        m->n_left_out += !take_item(&m->values, quoted, value, render_value);
    }
}

static void take_message(struct metrics *m, struct str json) {
    m->n_messages++;
    free(m->last_message);
    bool is_short = json.n <= METRIC_MESSAGE_MOST && utf8_is_valid(json);
    m->last_message = is_short ? strndup(json.p, json.n) : NULL;
}

static bool take_action(struct metrics *m, struct str data) {
    return take_item(&m->actions, json_scan_get(data, "action_name"), data, render_action);
}

bool metrics_take(struct metrics *m, struct str json) {
    struct str type = json_scan_get(json, "type"), data = json_scan_get(json, "data");
    if (str_eqz(type, "\"axm:monitor\""))
        take_values(m, data);
    else if (str_eqz(type, "\"axm:action\""))
        m->n_left_out += !take_action(m, data);
    else if (str_eqz(type, "\"process:msg\""))
        take_message(m, json);
    else
        return false;
    return true;
}

bool metrics_has_action(const struct metrics *m, struct str name) {
    struct metrics_list list = m->actions;
    return *find(&list, name) != NULL;
}

bool metrics_is_scoped(const struct metrics *m, struct str name) {
    struct metrics_list list = m->actions;
    const struct metrics_item *item = *find(&list, name);
    return item && str_eqz(json_scan_get((struct str){item->json, item->n_json}, "action_type"),
                           "\"scoped\"");
}

void metrics_done(struct metrics *m) {
    clear(&m->values);
    clear(&m->actions);
    free(m->last_message);
    *m = (struct metrics){0};
}

void metrics_write_actions(const struct metrics *m, struct json_out *j) {
    json_begin_array(j);
    for (const struct metrics_item *item = m->actions.first; item; item = item->next)
        json_raw(j, (struct str){item->json, item->n_json});
    json_end_array(j);
}

void metrics_read_actions(struct metrics *m, struct str json) {
    struct json_scan scan = json_scan_array(json);
    struct str item;
    while (json_scan_item(&scan, &item))
        (void)take_action(m, item);
}

/* ---- showing --------------------------------------------------------------------------------- */

void metrics_write(const struct metrics *m, struct json_out *j) {
    json_key(j, STR("metrics"));
    json_begin_object(j);
    for (const struct metrics_item *item = m->values.first; item; item = item->next) {
        json_key(j, (struct str){item->name, item->n_name});
        json_raw(j, (struct str){item->json, item->n_json});
    }
    json_end_object(j);
    json_key_int(j, "metrics_left_out", (int64_t)m->n_left_out);
    json_key(j, STR("actions"));
    metrics_write_actions(m, j);
    json_key_int(j, "messages", (int64_t)m->n_messages);
    json_key(j, STR("last_message"));
    if (m->last_message)
        json_string(j, str_of(m->last_message));
    else
        json_raw(j, STR("null"));
}
