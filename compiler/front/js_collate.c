/* String.prototype.localeCompare and normalize, as far as they do not depend on tables of Unicode:
 * texts of printable ASCII, and forms that leave a text as it is. Source: the root collation of CLDR,
 * which English and most languages share. */
#include "compiler/front/js_builtin.h"
#include "schema/base/utf8.h"

/* By what sorts first; letters come after these, without regard to case. */
static const char order[] = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789";

static int rank_of(char c) {
    const char *at = memchr(order, c, sizeof order - 1);
    return at ? (int)(at - order) : 100 + (c | 0x20);
}

static bool is_printable(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 0x20 || s.p[i] > 0x7e)
            return false;
    return true;
}

/* Small letters before capitals, where nothing else differs. */
static int compare_case(struct str a, struct str b) {
    for (size_t i = 0; i < a.n && i < b.n; i++)
        if (a.p[i] != b.p[i])
            return a.p[i] > b.p[i] ? -1 : 1;
    return 0;
}

static int compare(struct str a, struct str b) {
    for (size_t i = 0; i < a.n && i < b.n; i++) {
        int x = rank_of(a.p[i]), y = rank_of(b.p[i]);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return a.n != b.n ? (a.n < b.n ? -1 : 1) : compare_case(a, b);
}

/* Languages that sort these letters their own way (Danish, Czech, Estonian ...) are not modelled. */
static bool is_common_locale(const struct front *f) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    static const char *const common[] = {"C", "POSIX", "en", "de", "fr", "es", "it", "pt", "nl"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        for (size_t k = 0; k < f->n_env; k++) {
            struct str value = f->env[k].value;
            if (!str_eqz(f->env[k].name, names[i]) || !value.n)
                continue;
            for (size_t j = 0; j < ARRAY_LEN(common); j++) {
                struct str name = str_of(common[j]);
                bool ends =
                    value.n == name.n || (value.n > name.n && strchr("_.@", value.p[name.n]));
                if (ends && str_starts(value, name))
                    return true;
            }
            return false;
        }
    return true;
}

js_native_fn js_string_locale_compare, js_string_normalize;

const struct js_value *js_string_locale_compare(struct js *js, const struct js_call *call) {
    const struct js_value *unknown = NULL;
    const struct js_value *language = js_arg(call, 1);
    struct str other;
    bool is_english = language->kind == JS_STRING &&
                      (str_eqz(language->string, "en") || str_eqz(language->string, "en-US"));
    if (!call->self || call->self->kind != JS_STRING || call->n > 2 ||
        (js_has_arg(call, 1) && !is_english))
        return js_decline(js, call);
    if (!js_arg_text(js, call, 0, &other, &unknown))
        return js_refuse(js, unknown);
    struct str own = call->self->string;
    bool is_ours = is_printable(own) && is_printable(other);
    if (!str_eq(own, other) && !(is_ours && (is_english || is_common_locale(js->f))))
        return js_decline(js, call);
    return js_number(js->arena, compare(own, other), call->span);
}

/* No form changes ASCII; NFC changes nothing before the combining marks. */
const struct js_value *js_string_normalize(struct js *js, const struct js_call *call) {
    struct str form = STR("NFC");
    const struct js_value *unknown = NULL;
    if (!call->self || call->self->kind != JS_STRING)
        return js_decline(js, call);
    if (js_has_arg(call, 0) && !js_arg_text(js, call, 0, &form, &unknown))
        return js_refuse(js, unknown);
    unsigned char most = str_eqz(form, "NFC") ? 0xcb : 0x7f; /* U+02FF begins with the byte 0xcb */
    bool is_form = str_eqz(form, "NFC") || str_eqz(form, "NFD") || str_eqz(form, "NFKC") ||
                   str_eqz(form, "NFKD");
    for (size_t i = 0; i < call->self->string.n; i++) {
        unsigned char c = (unsigned char)call->self->string.p[i];
        is_form = is_form && (c <= most);
    }
    return is_form ? call->self : js_decline(js, call);
}
