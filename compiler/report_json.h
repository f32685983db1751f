/* Findings as JSON, format_version "1.0":
 *
 *   {"format_version": "1.0",
 *    "findings": [{code, name, severity, confidence, message, app, profile, option,
 *                  location: {file, line, column, end_line, end_column},
 *                  related: [{message, location}], notes: [], help, fingerprint}],
 *    "summary": {errors, warnings, infos, hints, files, apps}}
 *
 * What a finding does not have is null: app, profile, option, help, location. Lines and columns
 * count from 1, columns in characters; end_column is one past the last. The minor version grows
 * with new members, the major one when a member changes its meaning or goes. */
#pragma once

#include "schema/base/buf.h"
#include "schema/base/diag.h"

/* All findings of a settled sink, hints too. */
void report_json(const struct diag_sink *sink, size_t n_files, size_t n_apps, struct buf *out);
