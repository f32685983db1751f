/* What a new process of an app is given: the program, its arguments, its environment.
 *
 * The program. A script with blanks that is no file is a line for the shell. Else it is a file
 * below cwd, or, without a slash, a command of the PATH. It is run by the interpreter of the plan;
 * "none" runs it as it is; without one the file decides: ELF or an executable with "#!" runs as it
 * is, other text is for node.
 *
 * The environment, later wins: the supervisor's own without what filter_env names; PWD; USER,
 * LOGNAME and HOME of uid; env_file and the plan's env; the instance's number in instance_var, increment_var; name, pm_id, namespace;
 * ECORT_INSTANCE, the mark by which the processes of an instance are known; PYTHONUNBUFFERED=1 for
 * Python where not set; NOTIFY_SOCKET where it is to say that it is ready; LISTEN_FDS, LISTEN_PID,
 * LISTEN_FDNAMES where it is handed sockets. What was meant for the supervisor itself is not passed on: NODE_CHANNEL_FD,
 * NODE_CHANNEL_SERIALIZATION_MODE, NODE_UNIQUE_ID, NOTIFY_SOCKET, WATCHDOG_PID, WATCHDOG_USEC,
 * LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES.
 *
 * The channel. What Node runs has one, and what asks for it: NODE_CHANNEL_FD names it. In cluster mode
 * NODE_UNIQUE_ID makes Node a worker, NODE_OPTIONS loads the script in front of what it has, and each
 * instance after the first gets an inspector port of its own. */
#pragma once

#include "runtime/app.h"

struct child_id {
    unsigned pm_id;
    unsigned number;          /* among the instances of the app, from 0 */
    const char *mark;         /* unique; without commas */
    unsigned n_sockets;       /* descriptors from 3 on */
    const char *socket_names; /* LISTEN_FDNAMES */
    const char *notify;       /* NOTIFY_SOCKET; NULL = none */
    bool wants_channel;       /* whatever the program is */
    unsigned worker;          /* its id in Node's cluster module; 0 = fork mode */
    const char *preload;      /* a script that Node is to load first; NULL = none */
};

struct child {
    struct arena arena;
    const char *path;
    char **argv, **envp;
    bool has_channel; /* the descriptor after the sockets is to be one */
};

enum child_result {
    CHILD_OK,
    CHILD_NO_MEMORY, /* try again later */
    CHILD_BAD,       /* it cannot be started as it is configured; err says why */
};

/* Looks at the file system as it is now. */
enum child_result child_prepare(struct child *child, const struct app *app,
                                const struct child_id *id, char *const *environ, struct err *err);
void child_done(struct child *child);
