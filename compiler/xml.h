/* XML 1.0 text: what must be escaped is, what XML cannot hold becomes U+FFFD. */
#pragma once

#include "schema/base/buf.h"

/* Appends s for use between tags or inside an attribute in double quotes. */
void xml_text(struct buf *out, struct str s);

/* ` name="value"`. */
void xml_attribute(struct buf *out, const char *name, struct str value);
void xml_number(struct buf *out, const char *name, size_t value);
