/* JavaScript's regular expressions: a pattern becomes a small program, the program backtracks over
 * UTF-16 code units (code points with the flag u). Written after ECMA-262 22.2 and its annex B;
 * what is not modelled exactly (the flag v, \p{...}, ignoring the case of letters outside ASCII,
 * duplicate names) is refused, not approximated. */
#pragma once

#include "schema/base/arena.h"
#include <stdint.h>

enum js_regex_flag {
    JS_REGEX_INDICES = 1,
    JS_REGEX_GLOBAL = 2,
    JS_REGEX_IGNORE_CASE = 4,
    JS_REGEX_MULTILINE = 8,
    JS_REGEX_DOT_ALL = 16,
    JS_REGEX_UNICODE = 32,
    JS_REGEX_STICKY = 64,
};

enum {
    JS_REGEX_DEPTH = 100,       /* of groups in groups */
    JS_REGEX_CODE_MOST = 20000, /* instructions; counted repeats are written out */
    JS_REGEX_GROUPS_MOST = 200, /* with group 0 */
    JS_REGEX_STEPS_MOST = 1000000,
    JS_REGEX_STACK_MOST = 1 << 18, /* choices and saved values at one time */
};

struct js_range {
    uint32_t low, high;
};

struct js_class_set {
    struct js_range *at;
    size_t n, cap;
    bool is_inverted;
};

enum js_regex_op {
    RE_CHAR,  /* a: the character */
    RE_ANY,   /* a: also line ends */
    RE_CLASS, /* a: which set */
    RE_SPLIT, /* try a, then b */
    RE_JUMP,  /* to a */
    RE_SAVE,  /* the position to slot a */
    RE_RESET, /* groups a .. b - 1 are unset */
    RE_MARK,  /* the position to register a */
    RE_CHECK, /* fails where the position is still register a's */
    RE_BACK,  /* what group a matched */
    RE_LINE_BEGIN,
    RE_LINE_END,
    RE_WORD, /* a: must (1) or must not (0) be a boundary */
    RE_LOOK, /* the program up to RE_DONE; then a. b: is negative */
    RE_DONE,
};

struct js_regex_code {
    uint8_t op; /* enum js_regex_op */
    bool back;  /* reads the text before the position */
    uint32_t a, b;
};

struct js_regex_save {
    uint32_t kind, a; /* a choice: kind 0, the place in the program; else 1 + slot or register */
    size_t position;
};

struct js_regex {
    struct str pattern, flag_text;
    unsigned flags;
    size_t n_groups, n_registers; /* group 0 is the whole match */
    struct str names[JS_REGEX_GROUPS_MOST];
    bool has_names, needs_ascii; /* needs_ascii: what it does with other text is not modelled */
    VEC(struct js_regex_code) code;
    VEC(struct js_class_set) sets;
    VEC(struct js_regex_save) stack; /* kept between matches */
};

enum js_regex_verdict { JS_REGEX_OK, JS_REGEX_WRONG, JS_REGEX_REFUSED };

/* *why: what is wrong, as Node says it (JS_REGEX_WRONG), or what is not modelled. */
enum js_regex_verdict js_regex_compile(struct arena *a, struct str pattern, struct str flags,
                                       struct js_regex *out, const char **why);

enum js_regex_result { JS_REGEX_MATCH, JS_REGEX_NO_MATCH, JS_REGEX_GIVEN_UP };

struct js_regex_text {
    const uint16_t *at;
    size_t n;
    bool is_ascii;
};

/* Matches at or (unless `here_only`) after `from`. groups: 2 * n_groups positions, SIZE_MAX where a
 * group took no part. *steps counts down; at 0 it is given up. */
enum js_regex_result js_regex_match(struct arena *a, struct js_regex *re,
                                    const struct js_regex_text *text, size_t from, bool here_only,
                                    size_t *groups, long *steps, const char **why);

/* The position after one character, as the flag u counts. */
size_t js_regex_advance(const struct js_regex *re, const struct js_regex_text *text, size_t at);
