/* The JSON Schema as data: every reference leads somewhere, every option is there under all its
 * names. */
#include <check.h>
#include <json-c/json.h>

#include "compiler/option_text.h"
#include "compiler/schema_json.h"

static struct arena arena;
static struct json_object *schema, *defs;

static void setup(void) {
    struct buf out = {0};
    arena_init(&arena, 0);
    schema_json(&arena, &out);
    buf_char(&out, 0);
    schema = json_tokener_parse(out.p);
    ck_assert_ptr_nonnull(schema);
    ck_assert(json_object_object_get_ex(schema, "$defs", &defs));
    buf_done(&out);
}

static void teardown(void) {
    (void)json_object_put(schema);
    arena_done(&arena);
}

static struct json_object *get(struct json_object *o, const char *key) {
    struct json_object *member = NULL;
    ck_assert_msg(json_object_object_get_ex(o, key, &member), "no %s", key);
    return member;
}

static size_t check_references(struct json_object *o) {
    size_t n = 0;
    if (json_object_is_type(o, json_type_array))
        for (size_t i = 0; i < json_object_array_length(o); i++)
            n += check_references(json_object_array_get_idx(o, i));
    if (!json_object_is_type(o, json_type_object))
        return n;
    json_object_object_foreach(o, key, member) {
        if (strcmp(key, "$ref") == 0) {
            const char *to = json_object_get_string(member);
            ck_assert_int_eq(strncmp(to, "#/$defs/", 8), 0);
            (void)get(defs, to + 8);
            n++;
        } else {
            n += check_references(member);
        }
    }
    return n;
}

START_TEST(references_lead_somewhere) {
    ck_assert_uint_gt(check_references(schema), OPT_COUNT);
}
END_TEST

START_TEST(options_are_there) {
    enum opt_id id = (enum opt_id)_i, parent = opt_parent(id);
    const char *home = parent == OPT_COUNT ? "app" : options[parent].name;
    struct json_object *properties = get(get(defs, home), "properties"),
                       *def = get(defs, options[id].name);
    const struct str *names;
    (void)get(properties, arena_cstr(&arena, opt_leaf(id)));
    size_t n = option_other_names(&arena, id, &names);
    for (size_t i = 0; i < n; i++)
        (void)get(properties, arena_cstr(&arena, names[i]));
    ck_assert_ptr_nonnull(strstr(json_object_get_string(get(def, "description")), options[id].doc));
    (void)get(def, options[id].repr == REPR_GROUP ? "properties" : "anyOf");
}
END_TEST

/* A constant default is in the schema, as the kind of value that it is; a computed one is not. */
START_TEST(defaults_are_there) {
    static const struct {
        enum opt_id id;
        const char *json;
    } cases[] = {
        {OPT_KILL_TIMEOUT, "1600"},      {OPT_AUTORESTART, "true"},
        {OPT_WAIT_READY, "false"},       {OPT_LOG_TYPE, "\"raw\""},
        {OPT_KILL_SIGNAL, "\"SIGINT\""}, {OPT_NAMESPACE, "\"default\""},
        {OPT_MERGE_LOGS, NULL},          {OPT_NAME, NULL},
        {OPT_MAX_MEMORY_RESTART, NULL},
    };
    struct json_object *def = get(defs, options[cases[_i].id].name), *value = NULL;
    bool has = json_object_object_get_ex(def, "default", &value);
    ck_assert_int_eq(has, cases[_i].json != NULL);
    if (has)
        ck_assert_str_eq(json_object_to_json_string(value), cases[_i].json);
}
END_TEST

Suite *suite_schema(void) {
    Suite *suite = suite_create("schema");
    TCase *tc = tcase_create("schema");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, references_lead_somewhere);
    tcase_add_loop_test(tc, options_are_there, 0, OPT_COUNT);
    tcase_add_loop_test(tc, defaults_are_there, 0, 9);
    suite_add_tcase(suite, tc);
    return suite;
}
