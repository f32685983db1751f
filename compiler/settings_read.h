/* From the text of a .ecoc.yaml to its settings. */
#pragma once

#include "compiler/settings.h"

/* Reads s->path; what is wrong goes to the store's sink, at its place. */
void settings_read(struct settings_store *store, struct settings *s);
