/* Users and groups by name or number. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "schema/base/arena.h"
#include "schema/base/err.h"

/* Who a process is to be. */
struct os_identity {
    bool has_uid, has_gid;
    uid_t uid;
    gid_t gid;
    const gid_t *groups; /* supplementary */
    size_t n_groups;
    const char *name, *home; /* of the user; NULL where the database does not know the number */
};

/* By what was configured; either may be NULL. A user without a group gets its own group and its
 * supplementary ones; a group alone becomes the only one. -1 with err: there is no such user or
 * group, or we may not become it. */
int os_identity_find(const char *user, const char *group, struct arena *a, struct os_identity *id,
                     struct err *err);
