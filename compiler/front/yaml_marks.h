/* Where libyaml and js-yaml would read a text differently. Spans are of the source. */
#pragma once

#include <yaml.h>

#include "schema/base/span.h"

/* White space as YAML has it; what ends a tag or an anchor. */
bool yaml_is_blank(char c);
bool yaml_ends_property(char c);

/* A block text whose tag or anchor stands on a line above it; `whole` is the event, `text` the node
 * without its properties. */
bool yaml_is_lost_property(const struct source *src, const yaml_event_t *e, struct span whole,
                           struct span text);

/* An event that libyaml ends or begins earlier than js-yaml does: `?x` in flow style, and anchors
 * followed by what js-yaml takes for a part of the name. */
bool yaml_is_cut_short(const struct source *src, const yaml_event_t *e, struct span span);

/* A block list whose last item is empty, before another item of a list round it. */
bool yaml_is_swallowing(const struct source *src, struct span list, struct span last);

/* A document that begins with `---` and text right behind it; *at is the place. */
bool yaml_is_glued_mark(struct str text, size_t *at);
