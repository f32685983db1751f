/* Taking over what runs.
 *
 * From a keeper: the state page, the generations, the pipes and the ends that nobody has seen are
 * there, and the log lines in hand; every process keeps its pid, every timer its moment.
 *
 * From nobody (supervisor and keeper were both killed): runtime/relics.h. */
#pragma once

#include "runtime/keeper.h"
#include "schema/base/err.h"

struct sup;

/* -1 with err: the state page cannot be used at all. */
int takeover_from_keeper(struct sup *sup, const struct keeper_gift *gift, struct err *err);

/* The keeper is gone: what it held as children is watched by pidfd from now on. */
void takeover_go_outside(struct sup *sup);
