/* A generation as bytes, with everything that was resolved: what a next supervisor makes the same
 * one of, whatever the files and the environment have become meanwhile. It holds secrets; it lives
 * in memory only.
 *
 * u64 hash of all behind it, then five blocks, each u32 size and bytes: the plan, root, environ,
 * late, files (strings with their NULs), and one block for each app: its variables. */
#pragma once

#include "runtime/generation.h"
#include "schema/base/buf.h"

void gen_pack(const struct generation *gen, struct buf *out);

/* Makes the generation again; *gen has one reference. -1 with err. */
int gen_unpack(struct str bytes, const struct gen_world *world, struct generation **gen,
               struct err *err);
