/* The page about a command. */
#include "runtime/cli/cli.h"
#include "runtime/cli/cli_table.h"

/* A text on its way to a terminal that has `room` columns, of which `used` are. */
struct page {
    struct buf *out;
    size_t room, used;
};

static void end_line(struct page *page) {
    if (page->used)
        buf_char(page->out, '\n');
    page->used = 0;
}

static void add_words(struct page *page, struct str line) {
    while (line.n) {
        size_t n = str_index(line, ' ');
        if (page->used && page->used + 1 + n > page->room)
            end_line(page);
        buf_fmt(page->out, "%s%.*s", page->used ? " " : "", STR_ARG(((struct str){line.p, n})));
        page->used += n + (page->used > 0);
        line = str_skip(line, n < line.n ? n + 1 : n);
    }
}

/* Paragraphs end where a line ends with a full stop; what begins with a blank is left as it is. */
static void add_text(struct page *page, struct str text) {
    while (text.n) {
        size_t n = str_index(text, '\n');
        struct str line = {text.p, n};
        if (n == 0 || *line.p == ' ') {
            end_line(page);
            buf_fmt(page->out, "%.*s\n", STR_ARG(line));
        } else {
            add_words(page, line);
            if (line.p[n - 1] == '.')
                end_line(page);
        }
        text = str_skip(text, n < text.n ? n + 1 : n);
    }
    end_line(page);
}

void cli_print_help(const struct cli *cli, const struct cli_command *command, struct buf *out) {
    enum { USUAL = 80, LEAST = 40, MOST = 100 };
    size_t room = cli_table_room(cli->environ);
    room = room == 0 ? USUAL : room < LEAST ? LEAST : room > MOST ? MOST : room;
    struct page page = {out, room, 0};
    buf_fmt(out, "ecort %s%s%s\n\n%s\n", command->name, *command->arguments ? " " : "",
            command->arguments, command->summary);
    if (command->aliases)
        buf_fmt(out, "Also called: %s\n", command->aliases);
    cli_print_flags(command->flags, out);
    buf_char(out, '\n');
    add_text(&page, str_of(command->details));
}
