/* Bind: walks located values with the option table in hand and makes the model. What cannot
 * become an option is reported and kept; nothing disappears silently. */
#pragma once

#include "schema/base/diag.h"
#include "schema/model/model.h"

struct bind_input {
    const struct value *value;
    const struct source *source;
    struct str root;  /* absolute directory of the configuration */
    bool is_concrete; /* the environment is known: an unknown value is an error, not information */
};

/* Always a model; with no apps where the value has none (and then a finding says why). */
struct model *bind_value(struct arena *a, struct diag_sink *sink, const struct bind_input *in);
