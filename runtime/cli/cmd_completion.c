/* ecort completion: what a shell needs to complete our command line, made from our own tables. */
#include "runtime/cli/cli.h"
#include "runtime/settings.h"
#include "schema/base/json_out.h"

static void add_names(struct buf *out) {
    for (const struct cli_command *const *c = cli_commands; *c; c++)
        if (!(*c)->is_hidden)
            buf_fmt(out, "%s%s%s%s", c == cli_commands ? "" : " ", (*c)->name,
                    (*c)->aliases ? " " : "", (*c)->aliases ? (*c)->aliases : "");
}

/* "list|ls|status) flags=..." for every command that has flags. */
static void add_flags(struct buf *out) {
    for (const struct cli_command *const *c = cli_commands; *c; c++) {
        if (!(*c)->flags)
            continue;
        buf_fmt(out, "    %s", (*c)->name);
        for (const char *p = (*c)->aliases; p; p = strchr(p, ' ') ? strchr(p, ' ') + 1 : NULL)
            buf_fmt(out, "|%.*s", (int)str_index(str_of(p), ' '), p);
        buf_z(out, ") flags=\"");
        cli_list_flags((*c)->flags, out);
        buf_z(out, " --help\" ;;\n");
    }
}

/* With '.', since bash takes words apart at ':'. */
static void add_settings(struct buf *out) {
    for (unsigned i = 0; i < SETTINGS; i++) {
        struct str name = str_of(setting_name((enum setting_id)i));
        size_t n = str_index(name, ':');
        buf_fmt(out, "%s%.*s.%s", i ? " " : "", (int)n, name.p, name.p + n + 1);
    }
}

static int print_json(struct cli *cli, struct buf *script) {
    struct buf text = {0};
    struct json_out j;
    json_out_init(&j, &text, 2);
    json_begin_object(&j);
    json_key_string(&j, "shell", STR("bash"));
    json_key_string(&j, "script", (struct str){script->p, script->n});
    json_end_object(&j);
    buf_char(&text, '\n');
    text.failed = text.failed || script->failed;
    buf_done(script);
    return cli_out(cli, &text);
}

static int run(struct cli *cli) {
    struct buf text = {0};
    buf_z(&text, "# Completion of ecort for bash, and for zsh by bashcompinit: eval \"$(ecort "
                 "completion)\"\n"
                 "_ecort() {\n"
                 "  local word=\"${COMP_WORDS[COMP_CWORD]}\" flags=\"--help\" names\n"
                 "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                 "    COMPREPLY=($(compgen -W \"");
    add_names(&text);
    buf_z(&text, "\" -- \"$word\"))\n"
                 "    return\n"
                 "  fi\n"
                 "  case \"${COMP_WORDS[1]}\" in\n");
    add_flags(&text);
    buf_z(&text, "  esac\n"
                 "  case \"${COMP_WORDS[1]}$word\" in set-*|get-*|unset-*) ;; set*|get*|unset*)\n"
                 "    COMPREPLY=($(compgen -W \"");
    add_settings(&text);
    buf_z(&text, "\" -- \"$word\"))\n"
                 "    return ;;\n"
                 "  esac\n"
                 "  case \"$word\" in\n"
                 "    -*) COMPREPLY=($(compgen -W \"$flags\" -- \"$word\")) ;;\n"
                 "    *)\n"
                 "      names=\"$(ecort list --json 2>/dev/null | sed -n 's/^ *\"name\": "
                 "\"\\(.*\\)\",*$/\\1/p')\"\n"
                 "      COMPREPLY=($(compgen -W \"all $names\" -- \"$word\") $(compgen -f -- "
                 "\"$word\")) ;;\n"
                 "  esac\n"
                 "}\n"
                 "complete -F _ecort ecort\n");
    return cli->json ? print_json(cli, &text) : cli_out(cli, &text);
}

const struct cli_command cli_completion = {
    .name = "completion",
    .arguments = "[--json]",
    .summary = "Prints a script that makes the shell complete ecort's commands.",
    .details = "For bash; zsh takes it after autoload -U bashcompinit && bashcompinit.\n\n"
               "  eval \"$(ecort completion)\"\n",
    .flags = 1u << CLI_JSON,
    .run = run,
};
