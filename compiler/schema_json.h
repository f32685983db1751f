/* The JSON Schema (2020-12) of a configuration, made from the option table: for editors, and for
 * the committed copy schema/ecosystem.schema.json.
 *
 * It accepts the shapes that PM2 takes: { apps }, an array of apps, one app, a package.json with
 * `pm2`. It is stricter than PM2 in one thing: null, which PM2 takes for "not given", is refused.
 */
#pragma once

#include "schema/base/arena.h"
#include "schema/base/buf.h"

void schema_json(struct arena *a, struct buf *out);
