/* What lint says about one side and not about the other. */
#pragma once

#include "compiler/diff_page.h"
#include "compiler/diff_sides.h"
#include "compiler/settings.h"

struct diff_found {
    const struct diff_finding *at; /* new ones first, in lint's order */
    const struct str *apps;        /* whom each is about; empty: the file */
    size_t n;
    const struct diag_sink
        *newer; /* all that lint says about the newer side; NULL: not looked at */
};

/* Lints both sides where both are configurations that can be read; else no findings are told. */
void diff_findings(struct diff_sides *s, struct settings_store *settings,
                   const struct loaded *old_side, const struct loaded *new_side,
                   struct diff_found *found);

/* Gives each app of the page its findings, and the rest to the page; but for findings about apps
 * that neither plan has (--only). */
void diff_findings_attach(struct arena *a, const struct diff_found *found, const struct diff *diff,
                          struct diff_page *page);
