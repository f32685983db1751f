/* Advice as people and tools read it. */
#pragma once

#include "lint/advice.h"
#include "schema/base/buf.h"
#include "schema/model/model.h"

struct advice_report {
    struct arena *arena;
    VEC(struct advice_file {
        struct str name; /* of the configuration, as shown to people */
        struct str path; /* absolute */
        VEC(const struct advice *) apps;
    })
    files;
    struct str root; /* absolute directory that paths for other tools begin at */
    bool table_only; /* text and markdown: no details */
    bool color;      /* text */
    unsigned width;  /* text: of a line */
};

void advice_text(const struct advice_report *r, struct buf *out);
void advice_markdown(const struct advice_report *r, struct buf *out);
void advice_json(const struct advice_report *r, struct buf *out);

/* ---- for the writers: words that they share -------------------------------------------------- */

/* "cluster x4 or fork x1": the ways that it may run now. */
struct str advice_now_text(struct arena *a, const struct advice *advice);

/* "cluster max"; "not known" where there is no recommendation. */
struct str advice_then_text(struct arena *a, const struct advice *advice);

/* What stands above the reasons of a kind. */
const char *advice_kind_title(enum advice_kind kind);

/* "EC0412"; NULL where the reason is no finding. */
const char *advice_code(const struct advice_reason *reason);

/* Apps by risk. */
void advice_count_risks(const struct advice_report *r, size_t count[RISK_HIGH + 1]);
