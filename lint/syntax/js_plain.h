/* The syntax tree of a file that is nothing but data: `module.exports = { ... };` or `({ ... })` of objects,
 * arrays, strings, numbers, true, false and null, with comments. Most configurations that are large are, and
 * JSON is; the general parser takes twenty times as long for them. */
#pragma once

#include "lint/syntax/js_tree.h"

/* The tree that js_tree_parse makes of the text, node by node (a test compares them); NULL where it is
 * anything else: wrong syntax, code, or only a spelling that is not worth a line here. */
struct js_node *js_plain_parse(struct arena *a, struct str text);
