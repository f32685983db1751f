/* Checking configurations: the passes over each file, and one list of findings of all. */
#pragma once

#include "compiler/findings.h"
#include "compiler/pipeline.h"
#include "compiler/settings.h"
#include "compiler/suppress.h"

struct args;

struct check {
    struct args *args; /* for --allow-read */
    struct arena *arena;
    enum front_mode mode;
    int target; /* enum lint_target; -1: as the settings say */
    enum diag_confidence min_confidence;
    struct settings_store *settings; /* its sink is looked at by the caller */
    struct files *files;             /* NULL: the work tree */
    struct str root;                 /* of the repository, for fingerprints */
    bool is_for_advice;              /* lint_input.is_for_advice */
    /* Called for each file with what was found in it, before that joins the others'. NULL: not. */
    void (*each)(void *context, struct pipeline *p);
    void *context;

    VEC(struct check_scan {
        struct str root;
        struct scan *scan;
    })
    scans; /* the services' source, by repository; made and closed by check_files */
};

/* Checks the files (paths relative to the current directory); `found` is filled, sorted. */
void check_files(struct check *c, const struct str *names, size_t n, struct findings *found);
