/* libyaml's complaints in plainer words, with a next step where there is a usual one. */
#include "compiler/front/yaml_parts.h"

static const struct {
    const char *problem, *words, *help;
} rows[] = {
    {"could not find expected ':'", "a key has no \":\" after it",
     "put \": \" after the key, or quote the text"},
    {"mapping values are not allowed in this context", "a \":\" makes no sense at this place",
     "quote the text that has the colon, or check the indentation of the line"},
    {"did not find expected key", "this does not continue the mapping around it",
     "check the indentation and the quotes of this line and the one before"},
    {"did not find expected '-' indicator", "this does not continue the list around it",
     "check the indentation: every item begins with \"-\" in the same column"},
    {"block sequence entries are not allowed in this context", "a list cannot begin at this place",
     "put the \"-\" on a line of its own, indented below the key"},
    {"mapping keys are not allowed in this context", "a \"?\" key cannot begin at this place",
     NULL},
    {"did not find expected ',' or ']'", "the list lacks a \",\" or its \"]\"",
     "put a comma before this, or close the list"},
    {"did not find expected ',' or '}'", "the mapping lacks a \",\" or its \"}\"",
     "put a comma before this, or close the mapping"},
    {"did not find expected node content", "a value is missing",
     "remove the extra comma or write the value"},
    {"did not find expected <document start>", "text stands after the end of the document",
     "check the indentation of this line; one file is one document"},
    {"found a tab character that violates indentation", "a tab is used to indent",
     "indent with blanks"},
    {"found a tab character where an indentation space is expected", "a tab is used to indent",
     "indent with blanks"},
    {"found unexpected end of stream", "a quoted text is not closed", "close the quote"},
    {"found unexpected document indicator", "a quoted text runs into the end of the document",
     "close the quote"},
    {"found unknown escape character", "the escape after \"\\\" is not known",
     "write \"\\\\\" for a backslash, or use single quotes"},
    {"did not find expected hexdecimal number", "the escape lacks hexadecimal digits", NULL},
    {"found invalid Unicode character escape code", "the escape is not a character",
     "write characters beyond U+FFFF as one \\U escape with eight digits"},
    {"did not find expected alphabetic or numeric character",
     "the name of an anchor or alias has a character other than letters, digits, - and _",
     "rename the anchor, or put the text in quotes"},
    {"found undefined tag handle", "the tag's prefix is not declared", NULL},
    {"found incompatible YAML document", "the %YAML version is not 1.1 or 1.2",
     "remove the %YAML line"},
    {"found duplicate %YAML directive", "%YAML is given twice", "remove one of the lines"},
    {"control characters are not allowed", "a control character stands in the text",
     "remove it, or write it as an escape in double quotes"},
    {"did not find expected comment or line break", "text stands where the line should end", NULL},
    {"did not find expected whitespace or line break", "a blank is missing", NULL},
};

struct str yaml_problem_words(struct arena *a, const char *problem, const char *context, char c,
                              const char **help) {
    *help = NULL;
    if (strcmp(problem, "found character that cannot start any token") == 0) {
        *help = c == '\t' ? "indent with blanks" : "put the text in quotes";
        return c == '\t' ? STR("a tab is used to indent")
                         : arena_fmt(a, "\"%c\" cannot begin a value", c > ' ' ? c : ' ');
    }
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (strcmp(problem, rows[i].problem) == 0) {
            *help = rows[i].help;
            return str_of(rows[i].words);
        }
    return context ? arena_fmt(a, "%s %s", context, problem) : arena_fmt(a, "%s", problem);
}
