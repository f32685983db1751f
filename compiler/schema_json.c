/* One definition per option; names and aliases refer to it. Alternatives are always spelled as
 * anyOf with one type each, which is what strict validators ask for. */
#include "compiler/schema_json.h"

#include "compiler/option_text.h"
#include "schema/base/json_out.h"
#include "schema/unit/signal_name.h"

#define NUMBER_PATTERN "^[+-]?[0-9]+$"
#define DURATION_PATTERN "^[0-9]+([.][0-9]+)?(ms|s|m|h|d)?$"
#define ADDRESS_PATTERN "^((udp:)?(([0-9.]+|[*]|[[][0-9a-fA-F:.]+[]])?:)?[0-9]{1,5}|unix:[/@].+)$"
#define SIZE_PATTERN "^[0-9]+(G|M|K)?$"

struct schema {
    struct json_out j;
    struct arena *a;
};

/* ---- small pieces ---------------------------------------------------------------------------- */

static void key_object(struct schema *s, const char *key) {
    json_key(&s->j, str_of(key));
    json_begin_object(&s->j);
}

static void type(struct schema *s, const char *name) {
    json_key_string(&s->j, "type", str_of(name));
}

static void one_type(struct schema *s, const char *name) {
    json_begin_object(&s->j);
    type(s, name);
    json_end_object(&s->j);
}

static void pattern(struct schema *s, const char *regex) {
    json_begin_object(&s->j);
    type(s, "string");
    json_key_string(&s->j, "pattern", str_of(regex));
    json_end_object(&s->j);
}

static void number(struct schema *s, const char *name, int64_t min, int64_t max) {
    json_begin_object(&s->j);
    type(s, name);
    json_key_int(&s->j, "minimum", min);
    if (max)
        json_key_int(&s->j, "maximum", max);
    json_end_object(&s->j);
}

static void constant(struct schema *s, const char *json) {
    json_begin_object(&s->j);
    json_key(&s->j, STR("const"));
    json_raw(&s->j, str_of(json));
    json_end_object(&s->j);
}

static void words(struct schema *s, const char *list) {
    for (unsigned i = 0; opt_word(list, i).n; i++)
        json_string(&s->j, opt_word(list, i));
}

static void enumeration(struct schema *s, const struct option *o) {
    json_begin_object(&s->j);
    type(s, "string");
    json_key(&s->j, STR("enum"));
    json_begin_array(&s->j);
    words(s, o->words);
    words(s, o->word_aliases);
    json_end_array(&s->j);
    json_end_object(&s->j);
}

static void reference(struct schema *s, struct str name) {
    json_key_string(&s->j, "$ref", arena_fmt(s->a, "#/$defs/%.*s", STR_ARG(name)));
}

/* ---- what a representation accepts: the members of an anyOf ---------------------------------- */

static void list_items(struct schema *s, const struct option *o) {
    key_object(s, "items");
    if (o->words) {
        type(s, "string");
        json_key(&s->j, STR("enum"));
        json_begin_array(&s->j);
        words(s, o->words);
        json_end_array(&s->j);
    } else {
        json_key(&s->j, STR("anyOf"));
        json_begin_array(&s->j);
        one_type(s, "string");
        one_type(s, "number");
        json_end_array(&s->j);
    }
    json_end_object(&s->j);
}

static void list(struct schema *s, const struct option *o) {
    if (o->words)
        enumeration(s, o);
    else
        one_type(s, "string");
    json_begin_object(&s->j);
    type(s, "array");
    list_items(s, o);
    json_end_object(&s->j);
}

static void addresses(struct schema *s) {
    number(s, "integer", 1, UINT16_MAX);
    pattern(s, ADDRESS_PATTERN);
    json_begin_object(&s->j);
    type(s, "array");
    key_object(s, "items");
    json_key(&s->j, STR("anyOf"));
    json_begin_array(&s->j);
    number(s, "integer", 1, UINT16_MAX);
    pattern(s, ADDRESS_PATTERN);
    json_end_array(&s->j);
    json_end_object(&s->j);
    json_end_object(&s->j);
}

static void codes(struct schema *s, const struct option *o) {
    number(s, "integer", o->min, o->max);
    pattern(s, NUMBER_PATTERN);
    json_begin_object(&s->j);
    type(s, "array");
    key_object(s, "items");
    json_key(&s->j, STR("anyOf"));
    json_begin_array(&s->j);
    number(s, "integer", o->min, o->max);
    pattern(s, NUMBER_PATTERN);
    json_end_array(&s->j);
    json_end_object(&s->j);
    json_end_object(&s->j);
}

static void alternatives(struct schema *s, const struct option *o) {
    switch (o->repr) {
    case REPR_BOOL:
        one_type(s, "boolean");
        break;
    case REPR_INT:
        number(s, "integer", o->min, o->max);
        pattern(s, NUMBER_PATTERN);
        break;
    case REPR_MS:
        number(s, "number", o->min, o->max);
        pattern(s, DURATION_PATTERN);
        break;
    case REPR_BYTES:
        number(s, "number", 0, 0);
        pattern(s, SIZE_PATTERN);
        break;
    case REPR_STR:
    case REPR_PATH:
        one_type(s, "string");
        break;
    case REPR_WORD:
        enumeration(s, o);
        break;
    case REPR_LIST:
        list(s, o);
        break;
    case REPR_LISTEN:
        addresses(s);
        break;
    case REPR_WATCH:
        one_type(s, "boolean");
        list(s, o);
        break;
    case REPR_CODES:
        codes(s, o);
        break;
    case REPR_INSTANCES:
        one_type(s, "integer");
        constant(s, "\"max\"");
        pattern(s, NUMBER_PATTERN);
        break;
    case REPR_CRON:
        one_type(s, "string");
        constant(s, "0");
        break;
    case REPR_DATE:
        one_type(s, "string");
        constant(s, "false");
        break;
    case REPR_SIGNAL:
        one_type(s, "string");
        number(s, "integer", SIGNAL_FIRST, SIGNAL_LAST);
        break;
    case REPR_ENV:
        one_type(s, "object");
        break;
    case REPR_JSON:
        one_type(s, "object");
        one_type(s, "array");
        break;
    case REPR_GROUP:
        break;
    }
    if (o->accept & ACCEPT_BOOL)
        one_type(s, "boolean");
    if (o->accept & ACCEPT_NUMBER)
        one_type(s, "number");
    if (o->accept & ACCEPT_STRING)
        one_type(s, "string");
}

/* ---- one option ------------------------------------------------------------------------------ */

static void default_value(struct schema *s, const struct option *o) {
    if (o->computed || (!o->def && !o->def_text && o->repr != REPR_BOOL && o->repr != REPR_MS &&
                        o->repr != REPR_WORD))
        return;
    json_key(&s->j, STR("default"));
    if (o->def_text)
        json_string(&s->j, str_of(o->def_text));
    else if (o->repr == REPR_BOOL)
        json_bool(&s->j, o->def != 0);
    else if (o->repr == REPR_WORD)
        json_string(&s->j, opt_word(o->words, (unsigned)o->def));
    else if (o->repr == REPR_SIGNAL)
        json_string(&s->j, signal_name(s->a, (int)o->def));
    else
        json_int(&s->j, o->def);
}

static void description(struct schema *s, enum opt_id id) {
    const struct option *o = &options[id];
    struct str text =
        arena_fmt(s->a, "%s\n\nDefault: %.*s. Example: %.*s: %s", o->doc,
                  STR_ARG(option_default(s->a, id)), STR_ARG(opt_leaf(id)), o->example);
    if (o->repr == REPR_GROUP)
        text = arena_fmt(s->a, "%s\n\nExample: %s: %s", o->doc, o->name, o->example);
    if (o->pm2 != PM2_YES)
        text = arena_fmt(s->a, "%.*s\n\nPM2 %s.", STR_ARG(text), option_pm2(id));
    json_key_string(&s->j, "description", text);
}

static void property(struct schema *s, struct str key, enum opt_id id, bool is_alias) {
    json_key(&s->j, key);
    json_begin_object(&s->j);
    reference(s, str_of(options[id].name));
    if (is_alias)
        json_key_string(&s->j, "description",
                        arena_fmt(s->a, "Another name for %.*s.", STR_ARG(opt_leaf(id))));
    json_end_object(&s->j);
}

/* A group whose name is also an alias takes both kinds of value. */
static void two_faced_property(struct schema *s, struct str key, enum opt_id group,
                               enum opt_id other) {
    json_key(&s->j, key);
    json_begin_object(&s->j);
    json_key(&s->j, STR("if"));
    one_type(s, "object");
    key_object(s, "then");
    reference(s, str_of(options[group].name));
    json_end_object(&s->j);
    key_object(s, "else");
    reference(s, str_of(options[other].name));
    json_end_object(&s->j);
    json_end_object(&s->j);
}

/* An option's own name and its other names, as properties of the object that it belongs in. */
static void properties_of(struct schema *s, enum opt_id id) {
    const struct str *names;
    struct str name = opt_leaf(id);
    enum opt_id parent = opt_parent(id), other = opt_find(parent, name, false, NULL);
    if (options[id].repr == REPR_GROUP && other != id && other != OPT_COUNT)
        two_faced_property(s, name, id, other);
    else
        property(s, name, id, false);
    size_t n = option_other_names(s->a, id, &names);
    for (size_t i = 0; i < n; i++)
        if (opt_find(parent, names[i], true, NULL) == id)
            property(s, names[i], id, true);
}

static void properties(struct schema *s, enum opt_id group) {
    key_object(s, "properties");
    for (unsigned id = 0; id < OPT_COUNT; id++)
        if (opt_parent(id) == group)
            properties_of(s, id);
    json_end_object(&s->j);
}

static void definition(struct schema *s, enum opt_id id) {
    const struct option *o = &options[id];
    key_object(s, o->name);
    description(s, id);
    if (o->repr == REPR_GROUP) {
        type(s, "object");
        properties(s, id);
        json_key_bool(&s->j, "additionalProperties", false);
    } else {
        json_key(&s->j, STR("anyOf"));
        json_begin_array(&s->j);
        alternatives(s, o);
        json_end_array(&s->j);
        default_value(s, o);
    }
    json_end_object(&s->j);
}

/* ---- the file -------------------------------------------------------------------------------- */

/* "^env_.+", without the options that begin so too. */
static struct str profile_pattern(struct schema *s) {
    struct str but = STR("");
    for (unsigned id = 0; id < OPT_COUNT; id++)
        if (str_starts(str_of(options[id].name), STR("env_")))
            but =
                arena_fmt(s->a, "%.*s%s%s$", STR_ARG(but), but.n ? "|" : "", options[id].name + 4);
    return but.n ? arena_fmt(s->a, "^env_(?!%.*s).+$", STR_ARG(but)) : STR("^env_.+$");
}

/* "this key is there"; strict validators want it among the properties of the same schema. */
static void requires(struct schema *s, struct str key) {
    key_object(s, "properties");
    json_key(&s->j, key);
    json_bool(&s->j, true);
    json_end_object(&s->j);
    json_key(&s->j, STR("required"));
    json_begin_array(&s->j);
    json_string(&s->j, key);
    json_end_array(&s->j);
}

static void required_any(struct schema *s, enum opt_id id) {
    const struct str *names;
    size_t n = option_other_names(s->a, id, &names);
    json_key(&s->j, STR("anyOf"));
    json_begin_array(&s->j);
    for (size_t i = 0; i <= n; i++) {
        json_begin_object(&s->j);
        requires(s, i == 0 ? str_of(options[id].name) : names[i - 1]);
        json_end_object(&s->j);
    }
    json_end_array(&s->j);
}

static void app(struct schema *s) {
    key_object(s, "app");
    json_key_string(&s->j, "description", STR("One app: a program and how it is kept running."));
    type(s, "object");
    required_any(s, OPT_SCRIPT);
    properties(s, OPT_COUNT);
    key_object(s, "patternProperties");
    json_key(&s->j, profile_pattern(s));
    json_begin_object(&s->j);
    json_key_string(&s->j, "description",
                    STR("Laid over env with --env and the rest of the name."));
    type(s, "object");
    json_end_object(&s->j);
    json_end_object(&s->j);
    json_key_bool(&s->j, "additionalProperties", false);
    json_end_object(&s->j);
}

/* A property that holds whatever other tools want. */
static void loose(struct schema *s, const char *key, const char *kind, const char *text) {
    key_object(s, key);
    json_key_string(&s->j, "description", str_of(text));
    if (kind)
        type(s, kind);
    json_end_object(&s->j);
}

static void apps_property(struct schema *s, const char *key) {
    key_object(s, key);
    reference(s, STR("apps"));
    json_end_object(&s->j);
}

static void file(struct schema *s) {
    key_object(s, "file");
    type(s, "object");
    key_object(s, "properties");
    apps_property(s, "apps");
    loose(s, "deploy", "object", "Targets of `pm2 deploy`, by environment.");
    loose(s, "static", NULL, "Static file servers of PM2; ecoc leaves them out of the plan.");
    loose(s, "$schema", "string", "The schema of this file, for editors.");
    json_end_object(&s->j);
    key_object(s, "patternProperties");
    loose(s, "^x-", NULL, "Kept for anchors and other tools.");
    json_end_object(&s->j);
    json_key_bool(&s->j, "additionalProperties", false);
    json_end_object(&s->j);
    key_object(s, "package");
    type(s, "object");
    key_object(s, "properties");
    apps_property(s, "pm2");
    json_end_object(&s->j);
    json_end_object(&s->j);
}

static void if_type(struct schema *s, const char *name, const char *needs) {
    key_object(s, "if");
    type(s, name);
    if (needs)
    requires(s, str_of(needs));
    json_end_object(&s->j);
}

static void branch(struct schema *s, const char *key, const char *definition_name) {
    key_object(s, key);
    reference(s, str_of(definition_name));
    json_end_object(&s->j);
}

/* An array of apps, or one. */
static void apps(struct schema *s) {
    key_object(s, "apps");
    if_type(s, "array", NULL);
    key_object(s, "then");
    type(s, "array");
    key_object(s, "items");
    reference(s, STR("app"));
    json_end_object(&s->j);
    json_end_object(&s->j);
    branch(s, "else", "app");
    json_end_object(&s->j);
}

/* if / else by shape, not anyOf, so that a validator's message is about the shape that is there. */
static void root(struct schema *s) {
    if_type(s, "object", "apps");
    branch(s, "then", "file");
    key_object(s, "else");
    if_type(s, "object", "pm2");
    branch(s, "then", "package");
    branch(s, "else", "apps");
    json_end_object(&s->j);
}

void schema_json(struct arena *a, struct buf *out) {
    struct schema s = {.a = a};
    json_out_init(&s.j, out, 2);
    json_begin_object(&s.j);
    json_key_string(&s.j, "$schema", STR("https://json-schema.org/draft/2020-12/schema"));
    json_key_string(&s.j, "title", STR("Ecosystem file"));
    json_key_string(&s.j, "description",
                    STR("Apps for PM2 and ecort. Made by `ecoc schema` from the option table."));
    root(&s);
    key_object(&s, "$defs");
    apps(&s);
    app(&s);
    file(&s);
    for (unsigned id = 0; id < OPT_COUNT; id++)
        definition(&s, id);
    json_end_object(&s.j);
    json_end_object(&s.j);
    buf_char(out, '\n');
}
