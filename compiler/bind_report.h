/* What bind has to say: unknown names and values of the wrong kind, as findings of the
 * catalogue. */
#pragma once

#include "compiler/bind.h"

/* A key that names no option: of an app (group OPT_COUNT) or of a group such as `http`. */
void report_unknown_option(struct diag_sink *sink, struct arena *a, const struct app *app,
                           enum opt_id group, const struct member *m);

/* Checks every alternative of a setting by converting it; marks the setting bad where one is an
 * error. */
void report_setting(struct diag_sink *sink, struct arena *a, const struct bind_input *in,
                    const struct model *model, const struct app *app, struct setting *s);

/* The same for an env_PROFILE block. */
void report_env_block(struct diag_sink *sink, struct arena *a, const struct bind_input *in,
                      const struct app *app, const struct env_block *block);

/* An entry of `apps`, or the whole value, that is no app. */
void report_no_app(struct diag_sink *sink, const struct bind_input *in, const struct value *v);
