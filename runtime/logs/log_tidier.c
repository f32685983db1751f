/* One helper at a time, one job per file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/logs/log_tidy.h"
#include "runtime/os/helper.h"

/* What the helper is told; the rule may be gone by then. */
struct log_tidy_job {
    struct log_tidy_job *next;
    bool is_again; /* the file was rotated once more while the helper was at it */
    char retain[16], compress[2];
    char *stamp; /* behind path */
    char path[];
};

/* Begins the first job; one that cannot be begun waits for the next rotation. */
static void begin(struct log_tidier *t) {
    struct log_tidy_job *job = t->jobs;
    struct err err;
    char program[] = "ecort", command[] = "tidy-logs", end[] = "--"; /* of flags */
    if (!job || t->pid > 0)
        return;
    job->is_again = false;
    char *argv[] = {program, command, end, job->path, job->retain, job->compress, job->stamp, NULL};
    if (os_helper_start(argv, t->envp, -1, &t->pid, &err) < 0) {
        t->pid = 0;
        if (!t->is_failing && t->report)
            t->report(t->ctx, &err);
        t->is_failing = true;
        return;
    }
    t->is_failing = false;
}

static struct log_tidy_job *find(struct log_tidier *t, const char *path, const char *stamp) {
    for (struct log_tidy_job *job = t->jobs; job; job = job->next)
        if (strcmp(job->path, path) == 0 && strcmp(job->stamp, stamp) == 0)
            return job;
    return NULL;
}

static struct log_tidy_job *append(struct log_tidier *t, const char *path, const char *stamp) {
    size_t n_path = strlen(path) + 1, n_stamp = strlen(stamp) + 1;
    struct log_tidy_job *job = calloc(1, sizeof *job + n_path + n_stamp);
    if (!job)
        return NULL;
    memcpy(job->path, path, n_path);
    job->stamp = memcpy(job->path + n_path, stamp, n_stamp);
    struct log_tidy_job **at = &t->jobs;
    while (*at)
        at = &(*at)->next;
    *at = job;
    return job;
}

void log_tidier_add(struct log_tidier *t, const char *path, const struct log_rotation *rotation) {
    struct log_tidy_job *job = find(t, path, rotation->stamp);
    if (!job)
        job = append(t, path, rotation->stamp);
    if (!job)
        return; /* the next rotation makes up for it */
    (void)snprintf(job->retain, sizeof job->retain, "%u", rotation->retain);
    job->compress[0] = rotation->is_compressed ? '1' : '0';
    job->is_again = true;
    begin(t);
}

bool log_tidier_ended(struct log_tidier *t, pid_t pid) {
    struct log_tidy_job *job = t->jobs;
    if (t->pid == 0 || pid != t->pid)
        return false;
    t->pid = 0;
    if (job && !job->is_again) {
        t->jobs = job->next;
        free(job);
    }
    begin(t);
    return true;
}

void log_tidier_done(struct log_tidier *t) {
    while (t->jobs) {
        struct log_tidy_job *job = t->jobs;
        t->jobs = job->next;
        free(job);
    }
}
