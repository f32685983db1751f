/* process, console, os, module, util, and the modules of Node's that are not evaluated. */
#include "compiler/front/js_builtin.h"

static const struct js_value *text(struct js *js, const struct js_call *call, struct str s) {
    return js_string(js->arena, s, call->span);
}

static bool is_symbolic(const struct js *js) {
    return js->f->mode == FRONT_SYMBOLIC;
}

static const struct js_value *at_run_time(struct js *js, const struct js_call *call,
                                          const char *what) {
    return js_known_there(js, call->span, what);
}

static const struct js_value *nothing(struct js *js, const struct js_call *call) {
    return js_undefined(js->arena, call->span);
}

/* ---- process ---- */

static const struct js_value *process_env(struct js *js, const struct js_call *call) {
    return js_object_value(js->arena, js->env, call->span);
}

static const struct js_value *process_cwd(struct js *js, const struct js_call *call) {
    return text(js, call, js->f->cwd);
}

static const struct js_value *platform(struct js *js, const struct js_call *call) {
    return is_symbolic(js) ? at_run_time(js, call, "the platform") : text(js, call, STR("linux"));
}

/* Of this very machine, as Node names it. */
static const struct js_value *arch(struct js *js, const struct js_call *call) {
#if defined(__x86_64__)
    static const char *const name = "x64";
#elif defined(__aarch64__)
    static const char *const name = "arm64";
#else
    static const char *const name = NULL;
#endif
    if (is_symbolic(js) || js->f->is_hermetic || !name)
        return at_run_time(js, call, "the processor");
    return text(js, call, str_of(name));
}

static const struct js_value *process_argv(struct js *js, const struct js_call *call) {
    return at_run_time(js, call, "the command line (process.argv)");
}

/* Texts and numbers of the running Node; nothing in them can be changed. */
#define UNMODELLED(fn_name, what)                                                                  \
    static const struct js_value *fn_name(struct js *js, const struct js_call *call) {             \
        return js_unmodelled(js, call->span, "", STR(what));                                       \
    }
UNMODELLED(node_version, "process.version")
UNMODELLED(node_path, "process.execPath")
UNMODELLED(process_number, "process.pid")

static const struct js_value *process_exit(struct js *js, const struct js_call *call) {
    return js_throw(js, call->span, "Error", "process.exit() ends the program");
}

static const struct js_value *process_self(struct js *js, const struct js_call *call) {
    return js_object_value(js->arena, js_builtin_object(js, &js_table_process), call->span);
}

static const struct js_row process_rows[] = {
    {"env", JS_ROW_VALUE, process_env},
    {"cwd", JS_ROW_PURE, process_cwd},
    {"platform", JS_ROW_VALUE, platform},
    {"exit", JS_ROW_RAW, process_exit},
    {"on", JS_ROW_RAW, process_self}, /* handlers run later, if at all */
    {"once", JS_ROW_RAW, process_self},
    {"emitWarning", JS_ROW_RAW, nothing},
    {"default", JS_ROW_VALUE, process_self},
    {"argv", JS_ROW_VALUE, process_argv},
    {"chdir", JS_ROW_RAW, NULL},
    {"nextTick", JS_ROW_RAW, NULL},
    /* In Node, and not evaluated. */
    {"version", JS_ROW_VALUE, node_version},
    {"versions", JS_ROW_VALUE, node_version},
    {"arch", JS_ROW_VALUE, arch},
    {"release", JS_ROW_VALUE, NULL},
    {"_rawDebug", JS_ROW_RAW, NULL},
    {"moduleLoadList", JS_ROW_VALUE, NULL},
    {"binding", JS_ROW_RAW, NULL},
    {"_linkedBinding", JS_ROW_RAW, NULL},
    {"_events", JS_ROW_VALUE, NULL},
    {"_eventsCount", JS_ROW_VALUE, NULL},
    {"_maxListeners", JS_ROW_VALUE, NULL},
    {"domain", JS_ROW_VALUE, NULL},
    {"_exiting", JS_ROW_VALUE, NULL},
    {"exitCode", JS_ROW_VALUE, NULL},
    {"config", JS_ROW_VALUE, NULL},
    {"dlopen", JS_ROW_RAW, NULL},
    {"uptime", JS_ROW_RAW, NULL},
    {"_getActiveRequests", JS_ROW_RAW, NULL},
    {"_getActiveHandles", JS_ROW_RAW, NULL},
    {"getActiveResourcesInfo", JS_ROW_VALUE, NULL},
    {"reallyExit", JS_ROW_RAW, NULL},
    {"_kill", JS_ROW_RAW, NULL},
    {"loadEnvFile", JS_ROW_VALUE, NULL},
    {"cpuUsage", JS_ROW_RAW, NULL},
    {"resourceUsage", JS_ROW_RAW, NULL},
    {"memoryUsage", JS_ROW_RAW, NULL},
    {"constrainedMemory", JS_ROW_VALUE, NULL},
    {"availableMemory", JS_ROW_VALUE, NULL},
    {"kill", JS_ROW_RAW, NULL},
    {"hrtime", JS_ROW_RAW, NULL},
    {"openStdin", JS_ROW_RAW, NULL},
    {"getuid", JS_ROW_RAW, NULL},
    {"geteuid", JS_ROW_RAW, NULL},
    {"getgid", JS_ROW_RAW, NULL},
    {"getegid", JS_ROW_RAW, NULL},
    {"getgroups", JS_ROW_RAW, NULL},
    {"allowedNodeEnvironmentFlags", JS_ROW_VALUE, NULL},
    {"assert", JS_ROW_RAW, NULL},
    {"features", JS_ROW_VALUE, NULL},
    {"_fatalException", JS_ROW_RAW, NULL},
    {"setUncaughtExceptionCaptureCallback", JS_ROW_RAW, NULL},
    {"hasUncaughtExceptionCaptureCallback", JS_ROW_RAW, NULL},
    {"_tickCallback", JS_ROW_RAW, NULL},
    {"sourceMapsEnabled", JS_ROW_VALUE, NULL},
    {"setSourceMapsEnabled", JS_ROW_RAW, NULL},
    {"getBuiltinModule", JS_ROW_VALUE, NULL},
    {"_debugProcess", JS_ROW_RAW, NULL},
    {"_debugEnd", JS_ROW_RAW, NULL},
    {"_startProfilerIdleNotifier", JS_ROW_RAW, NULL},
    {"_stopProfilerIdleNotifier", JS_ROW_RAW, NULL},
    {"stdout", JS_ROW_VALUE, NULL},
    {"stdin", JS_ROW_VALUE, NULL},
    {"stderr", JS_ROW_VALUE, NULL},
    {"abort", JS_ROW_RAW, NULL},
    {"umask", JS_ROW_RAW, NULL},
    {"initgroups", JS_ROW_RAW, NULL},
    {"setgroups", JS_ROW_RAW, NULL},
    {"setegid", JS_ROW_RAW, NULL},
    {"seteuid", JS_ROW_RAW, NULL},
    {"setgid", JS_ROW_RAW, NULL},
    {"setuid", JS_ROW_RAW, NULL},
    {"title", JS_ROW_VALUE, NULL},
    {"execArgv", JS_ROW_VALUE, process_argv},
    {"pid", JS_ROW_VALUE, process_number},
    {"ppid", JS_ROW_VALUE, process_number},
    {"execPath", JS_ROW_VALUE, node_path},
    {"debugPort", JS_ROW_VALUE, NULL},
    {"argv0", JS_ROW_VALUE, process_argv},
    {"_preload_modules", JS_ROW_VALUE, NULL},
    {"report", JS_ROW_VALUE, NULL},
    {"mainModule", JS_ROW_VALUE, NULL},
    {"setMaxListeners", JS_ROW_RAW, NULL},
    {"getMaxListeners", JS_ROW_RAW, NULL},
    {"emit", JS_ROW_RAW, NULL},
    {"addListener", JS_ROW_RAW, NULL},
    {"prependListener", JS_ROW_RAW, NULL},
    {"prependOnceListener", JS_ROW_RAW, NULL},
    {"removeListener", JS_ROW_RAW, NULL},
    {"off", JS_ROW_RAW, NULL},
    {"removeAllListeners", JS_ROW_RAW, NULL},
    {"listeners", JS_ROW_RAW, NULL},
    {"rawListeners", JS_ROW_RAW, NULL},
    {"listenerCount", JS_ROW_RAW, NULL},
    {"eventNames", JS_ROW_RAW, NULL},
    {"finalization", JS_ROW_VALUE, NULL},
    {"permission", JS_ROW_VALUE, NULL},
    {"ref", JS_ROW_VALUE, NULL},
    {"unref", JS_ROW_VALUE, NULL},
    {"execve", JS_ROW_VALUE, NULL},
    {"threadCpuUsage", JS_ROW_VALUE, NULL},
    {"noDeprecation", JS_ROW_VALUE, NULL},
    {"throwDeprecation", JS_ROW_VALUE, NULL},
    {"traceDeprecation", JS_ROW_VALUE, NULL},
    {"traceProcessWarnings", JS_ROW_VALUE, NULL},
    {"send", JS_ROW_VALUE, NULL},
    {"connected", JS_ROW_VALUE, NULL},
    {"channel", JS_ROW_VALUE, NULL},
    {"disconnect", JS_ROW_VALUE, NULL},
    {"noAsar", JS_ROW_VALUE, NULL},
    {"browser", JS_ROW_VALUE, NULL},
    {"pkg", JS_ROW_VALUE, NULL},
    {"isBun", JS_ROW_VALUE, NULL},
    {"type", JS_ROW_VALUE, NULL},
};
JS_TABLE(process, "process", true, process_rows);

static const struct js_row console_rows[] = {
    {"log", JS_ROW_RAW, nothing},
    {"info", JS_ROW_RAW, nothing},
    {"warn", JS_ROW_RAW, nothing},
    {"error", JS_ROW_RAW, nothing},
    {"debug", JS_ROW_RAW, nothing},
    {"trace", JS_ROW_RAW, nothing},
    {"dir", JS_ROW_RAW, nothing},
    {"table", JS_ROW_RAW, nothing},
    {"group", JS_ROW_RAW, nothing},
    {"groupEnd", JS_ROW_RAW, nothing},
    {"time", JS_ROW_RAW, nothing},
    {"timeEnd", JS_ROW_RAW, nothing},
    /* In Node, and not evaluated. */
    {"timeLog", JS_ROW_RAW, NULL},
    {"assert", JS_ROW_RAW, NULL},
    {"clear", JS_ROW_RAW, NULL},
    {"count", JS_ROW_RAW, NULL},
    {"countReset", JS_ROW_RAW, NULL},
    {"dirxml", JS_ROW_RAW, NULL},
    {"groupCollapsed", JS_ROW_RAW, NULL},
    {"_stdoutErrorHandler", JS_ROW_RAW, NULL},
    {"_stderrErrorHandler", JS_ROW_RAW, NULL},
    {"_ignoreErrors", JS_ROW_VALUE, NULL},
    {"_times", JS_ROW_VALUE, NULL},
    {"Console", JS_ROW_RAW, NULL},
    {"profile", JS_ROW_RAW, NULL},
    {"profileEnd", JS_ROW_RAW, NULL},
    {"timeStamp", JS_ROW_RAW, NULL},
    {"context", JS_ROW_RAW, NULL},
    {"createTask", JS_ROW_RAW, NULL},
    {"_stdout", JS_ROW_VALUE, NULL},
    {"_stderr", JS_ROW_VALUE, NULL},
};
JS_TABLE(console, "console", true, console_rows);

/* ---- os ---- */

static const struct js_value *os_cpus(struct js *js, const struct js_call *call) {
    if (is_symbolic(js) || !front_host(js->f)->cpus)
        return at_run_time(js, call, "the number of processors");
    struct js_object *cpus = js_object_new(js, JS_ARRAY);
    for (unsigned i = 0; i < front_host(js->f)->cpus; i++)
        js_push(js, cpus,
                js_unknown(js, call->span,
                           "what a processor is like is known only "
                           "where it runs"));
    return js->is_fatal ? NULL : js_object_value(js->arena, cpus, call->span);
}

static const struct js_value *os_hostname(struct js *js, const struct js_call *call) {
    return is_symbolic(js) || !front_host(js->f)->name.n ? at_run_time(js, call, "the host's name")
                                                         : text(js, call, front_host(js->f)->name);
}

/* HOME; where it is not set, the account's own folder. */
static const struct js_value *os_homedir(struct js *js, const struct js_call *call) {
    if (is_symbolic(js))
        return at_run_time(js, call, "the home folder");
    const struct js_value *v = js_env_get(js, STR("HOME"), call->span);
    if (!js_is_known(v))
        return js_unknown_from(js, v);
    if (v->kind == JS_STRING && v->string.n)
        return js_with_deps(js->arena, text(js, call, v->string), v->deps);
    const struct js_value *home = js->f->is_hermetic
                                      ? js_advise(js, js_unknown(js, call->span, "HOME is not set"),
                                                  "declare it: --define HOME=DIR")
                                  : js->f->home.n ? text(js, call, js->f->home)
                                                  : at_run_time(js, call, "the home folder");
    return js_with_deps(js->arena, home, v->deps);
}

static const struct js_value *os_total(struct js *js, const struct js_call *call) {
    return is_symbolic(js) || !front_host(js->f)->memory_bytes
               ? at_run_time(js, call, "the memory of the machine")
               : js_number(js->arena, (double)front_host(js->f)->memory_bytes, call->span);
}

/* { username } of the current user; the rest is not said. */
static const struct js_value *os_user(struct js *js, const struct js_call *call) {
    struct js_object *o = js_object_new(js, JS_PLAIN);
    if (is_symbolic(js) || !front_host(js->f)->user.n || call->n)
        return at_run_time(js, call, "the user");
    js_define(js, o, STR("username"), call->span, text(js, call, front_host(js->f)->user));
    o->open = at_run_time(js, call, "what else is known of the user");
    return js_object_value(js->arena, o, call->span);
}

static const struct js_value *os_endianness(struct js *js, const struct js_call *call) {
    bool is_little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    return is_symbolic(js) || js->f->is_hermetic
               ? at_run_time(js, call, "the processor")
               : text(js, call, is_little ? STR("LE") : STR("BE"));
}

static const struct js_value *os_eol(struct js *js, const struct js_call *call) {
    return text(js, call, STR("\n"));
}

static const struct js_value *os_type(struct js *js, const struct js_call *call) {
    return is_symbolic(js) ? at_run_time(js, call, "the platform") : text(js, call, STR("Linux"));
}

/* TMPDIR, TMP, TEMP, or /tmp, without a slash at the end. */
static const struct js_value *os_tmpdir(struct js *js, const struct js_call *call) {
    static const char *const names[] = {"TMPDIR", "TMP", "TEMP"};
    const struct env_deps *deps = NULL;
    if (is_symbolic(js))
        return at_run_time(js, call, "the folder for temporary files");
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const struct js_value *v = js_env_get(js, str_of(names[i]), call->span);
        deps = js_deps_union(js->arena, deps, v->deps);
        js_gap_test(js, v);
        if (!js_is_known(v))
            return js_unknown_from(js, v);
        if (v->kind != JS_STRING || !v->string.n)
            continue;
        struct str s = v->string;
        if (s.n > 1 && s.p[s.n - 1] == '/')
            s.n--;
        return js_with_deps(js->arena, text(js, call, s), deps);
    }
    return js_with_deps(js->arena, text(js, call, STR("/tmp")), deps);
}

static const struct js_value *os_self(struct js *js, const struct js_call *call) {
    return js_object_value(js->arena, js_builtin_object(js, &js_table_os), call->span);
}

static const struct js_row os_rows[] = {
    {"cpus", JS_ROW_PURE, os_cpus},
    {"hostname", JS_ROW_PURE, os_hostname},
    {"homedir", JS_ROW_PURE, os_homedir},
    {"platform", JS_ROW_PURE, platform},
    {"type", JS_ROW_PURE, os_type},
    {"tmpdir", JS_ROW_PURE, os_tmpdir},
    {"endianness", JS_ROW_PURE, os_endianness},
    {"EOL", JS_ROW_VALUE, os_eol},
    {"default", JS_ROW_VALUE, os_self},
    {"userInfo", JS_ROW_PURE, os_user},
    {"totalmem", JS_ROW_PURE, os_total},
    {"freemem", JS_ROW_PURE, NULL},
    {"networkInterfaces", JS_ROW_PURE, NULL},
    {"loadavg", JS_ROW_PURE, NULL},
    {"arch", JS_ROW_PURE, arch},
    {"release", JS_ROW_PURE, NULL},
    {"availableParallelism", JS_ROW_PURE, NULL},
};
JS_TABLE(os, "os", false, os_rows);

/* ---- module, util, and what is only named ---- */

static const struct js_value *module_create_require(struct js *js, const struct js_call *call) {
    const struct js_row *row = js_row_find(&js_table_wrapper, STR("require"));
    return js_row_get(js, &js_table_wrapper, row, call->span);
}

static const struct js_row module_rows[] = {
    {"createRequire", JS_ROW_RAW, module_create_require},
};
JS_TABLE(module, "module", false, module_rows);

static const struct js_value *global_buffer(struct js *js, const struct js_call *call) {
    return js_node_global(js, call, "Buffer");
}

static const struct js_row buffer_module_rows[] = {{"Buffer", JS_ROW_VALUE, global_buffer}};
static JS_TABLE(buffer_module, "buffer", false, buffer_module_rows);

static const struct js_row util_rows[] = {
    {"format", JS_ROW_SCRIPT, NULL},
    {"isDeepStrictEqual", JS_ROW_SCRIPT, NULL},
    {"inspect", JS_ROW_RAW, NULL},
    {"promisify", JS_ROW_RAW, NULL},
};
JS_TABLE(util, "util", false, util_rows);

static const struct js_row child_rows[] = {
    {"exec", JS_ROW_RAW, NULL},     {"execSync", JS_ROW_RAW, NULL},
    {"execFile", JS_ROW_RAW, NULL}, {"execFileSync", JS_ROW_RAW, NULL},
    {"spawn", JS_ROW_RAW, NULL},    {"spawnSync", JS_ROW_RAW, NULL},
    {"fork", JS_ROW_RAW, NULL},
};
JS_TABLE(child_process, "child_process", false, child_rows);

/* The rest of Node's own modules. */
static const char *const unevaluated[] = {
    "assert",
    "assert/strict",
    "async_hooks",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "dns/promises",
    "domain",
    "events",
    "fs/promises",
    "http",
    "http2",
    "https",
    "inspector",
    "net",
    "path/win32",
    "perf_hooks",
    "punycode",
    "querystring",
    "readline",
    "readline/promises",
    "repl",
    "stream",
    "stream/promises",
    "string_decoder",
    "sys",
    "timers",
    "timers/promises",
    "tls",
    "tty",
    "util/types",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
};

const struct js_value *js_core_module(struct js *js, struct str name, struct span span) {
    static const struct {
        const char *name;
        const struct js_table *table;
    } tables[] = {
        {"path", &js_table_path}, {"path/posix", &js_table_path},
        {"os", &js_table_os},     {"process", &js_table_process},
        {"url", &js_table_url},   {"module", &js_table_module},
        {"fs", &js_table_fs},     {"child_process", &js_table_child_process},
        {"util", &js_table_util}, {"buffer", &js_table_buffer_module},
    };
    bool marked = str_starts(name, STR("node:"));
    struct str plain = marked ? str_skip(name, 5) : name;
    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        if (str_eqz(plain, tables[i].name))
            return js_object_value(js->arena, js_builtin_object(js, tables[i].table), span);
    for (size_t i = 0; i < ARRAY_LEN(unevaluated); i++)
        marked = marked || str_eqz(plain, unevaluated[i]);
    struct str shown = arena_fmt(js->arena, "Node's module '%.*s'", STR_ARG(plain));
    return marked ? js_unmodelled(js, span, "", shown) : NULL;
}
