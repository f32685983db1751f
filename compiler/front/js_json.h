/* JSON as JSON.parse reads it. */
#pragma once

#include "compiler/front/js.h"

/* A text that came from somewhere: every value takes `span`. NULL where it throws. */
const struct js_value *js_json_parse(struct js *js, struct str text, struct span span);

/* A file: spans are its own. */
const struct js_value *js_json_parse_source(struct js *js, const struct source *src);
