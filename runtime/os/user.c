/* The user database. */
#include "runtime/os/user.h"

#include <grp.h>
#include <pwd.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

enum { ENTRY_BYTES = 16384, GROUPS_MOST = 1024 };

static bool is_number(const char *text, long *number) {
    char *end;
    if (*text < '0' || *text > '9')
        return false;
    *number = strtol(text, &end, 10);
    return *end == 0 && *number < INT32_MAX;
}

static int take_groups(struct os_identity *id, struct arena *a, struct err *err) {
    int n = GROUPS_MOST;
    gid_t all[GROUPS_MOST] = {id->gid};
    if (id->name && getgrouplist(id->name, id->gid, all, &n) < 0)
        n = GROUPS_MOST; /* more than that: the first ones */
    if (!id->name)
        n = 1;
    gid_t *groups = arena_array(a, gid_t, (size_t)n);
    if (!groups)
        return err_set(err, "out of memory");
    memcpy(groups, all, (size_t)n * sizeof *groups);
    id->groups = groups;
    id->n_groups = (size_t)n;
    return 0;
}

static int find_user(const char *user, struct arena *a, struct os_identity *id, struct err *err) {
    struct passwd entry, *found = NULL;
    char text[ENTRY_BYTES];
    long number = -1;
    if (is_number(user, &number))
        (void)getpwuid_r((uid_t)number, &entry, text, ENTRY_BYTES, &found);
    else
        (void)getpwnam_r(user, &entry, text, ENTRY_BYTES, &found);
    if (!found && number < 0)
        return err_set(err, "there is no user %s", user);
    id->has_uid = id->has_gid = true;
    id->uid = found ? entry.pw_uid : (uid_t)number;
    id->gid = found ? entry.pw_gid : (gid_t)number;
    id->name = found ? arena_cstr(a, str_of(entry.pw_name)) : NULL;
    id->home = found ? arena_cstr(a, str_of(entry.pw_dir)) : NULL;
    return found && (!id->name || !id->home) ? err_set(err, "out of memory") : 0;
}

static int find_group(const char *group, struct os_identity *id, struct err *err) {
    struct group entry, *found = NULL;
    char text[ENTRY_BYTES];
    long number = -1;
    if (!is_number(group, &number))
        (void)getgrnam_r(group, &entry, text, ENTRY_BYTES, &found);
    if (!found && number < 0)
        return err_set(err, "there is no group %s", group);
    id->has_gid = true;
    id->gid = found ? entry.gr_gid : (gid_t)number;
    return 0;
}

int os_identity_find(const char *user, const char *group, struct arena *a, struct os_identity *id,
                     struct err *err) {
    *id = (struct os_identity){0};
    if (user && find_user(user, a, id, err) < 0)
        return -1;
    if (group && find_group(group, id, err) < 0)
        return -1;
    if (!user && !group)
        return 0;
    if (geteuid() != 0) {
        bool is_us = (!id->has_uid || id->uid == geteuid()) && id->gid == getegid();
        if (!is_us)
            return err_set(err, "to become user %s, group %u, the supervisor has to run as root",
                           user ? user : "(the same)", (unsigned)id->gid);
        id->has_uid = id->has_gid = false; /* that is what we are */
        return 0;
    }
    return take_groups(id, a, err);
}
