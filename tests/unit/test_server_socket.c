/* Sockets that instances share, and what Node is given beside its program. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "runtime/cluster/server_socket.h"
#include "runtime/cluster/preload.h"

static struct server_spec spec_of(const char *line) {
    struct ipc_message m = ipc_parse(str_of(line));
    struct server_spec spec;
    ck_assert_msg(server_spec_of(&spec, &m), "%s", line);
    return spec;
}

static bool is_refused(const char *line) {
    struct ipc_message m = ipc_parse(str_of(line));
    struct server_spec spec;
    return !server_spec_of(&spec, &m) && !spec.address.p;
}

START_TEST(reads_what_is_asked_for) {
    struct server_spec any =
        spec_of("{\"address\":null,\"port\":3000,\"addressType\":4,\"index\":5}");
    ck_assert_int_eq(any.type, SERVER_TCP4);
    ck_assert_int_eq(any.port, 3000);
    ck_assert_int_eq(any.index, 0); /* counts for any port only */
    struct server_spec udp = spec_of(
        "{\"address\":\"0.0.0.0\",\"port\":\"23\",\"addressType\":\"udp4\",\"fd\":-1,\"flags\":7}");
    ck_assert_int_eq(udp.type, SERVER_UDP4);
    ck_assert_int_eq(udp.port, 23);
    ck_assert_uint_eq(udp.flags, SERVER_IPV6_ONLY | SERVER_REUSE_ADDR);
    struct server_spec first = spec_of("{\"port\":0,\"addressType\":4,\"index\":0}");
    struct server_spec second = spec_of("{\"port\":0,\"addressType\":4,\"index\":1}");
    ck_assert(!server_is_same(&first, &second));
    ck_assert(server_is_same(&first, &first));
    struct server_spec abstract =
        spec_of("{\"address\":\"/a/\\u0000name\",\"port\":-1,\"addressType\":-1}");
    ck_assert(str_eq((struct str){abstract.address.p, abstract.address.n}, STR("\0name")));
    server_spec_done(&udp);
    server_spec_done(&abstract);
    ck_assert(is_refused("{\"port\":1}"));
    ck_assert(is_refused("{\"port\":65536,\"addressType\":4}"));
    ck_assert(is_refused("{\"port\":-1,\"addressType\":4}"));
    ck_assert(is_refused("{\"address\":\"\",\"port\":-1,\"addressType\":-1}"));
    ck_assert(is_refused("{\"address\":\"a\\u0000b\",\"port\":1,\"addressType\":4}"));
    ck_assert(is_refused("{\"address\":\"\\x\",\"port\":1,\"addressType\":4}"));
}
END_TEST

START_TEST(binds_or_tells_why_not) {
    struct server_file file;
    struct buf name = {0};
    char line[128];
    int port = 0;
    struct server_spec any = spec_of("{\"port\":0,\"addressType\":4}");
    int fd = server_open(&any, &file);
    ck_assert_int_ge(fd, 0);
    server_name(fd, &name);
    buf_char(&name, 0);
    ck_assert_int_eq(sscanf(strstr(name.p, "\"port\":"), "\"port\":%d", &port), 1);
    buf_done(&name);
    (void)snprintf(line, sizeof line, "{\"port\":%d,\"addressType\":4}", port);
    struct server_spec same = spec_of(line);
    ck_assert_int_eq(server_open(&same, &file), -EADDRINUSE);
    struct server_spec bad = spec_of("{\"address\":\"no.name\",\"port\":0,\"addressType\":4}");
    ck_assert_int_eq(server_open(&bad, &file), -EINVAL);
    server_spec_done(&bad);
    (void)close(fd);
}
END_TEST

static struct server_spec unix_spec(const char *path) {
    char line[512];
    (void)snprintf(line, sizeof line,
                   "{\"address\":\"%s\",\"port\":-1,\"addressType\":-1,\"readableAll\":true,"
                   "\"writableAll\":true}",
                   path);
    return spec_of(line);
}

START_TEST(takes_over_a_file_that_is_left) {
    char dir[] = "/tmp/listen-XXXXXX", path[64];
    struct server_file file, other;
    struct stat st;
    ck_assert_ptr_nonnull(mkdtemp(dir));
    (void)snprintf(path, sizeof path, "%s/s", dir);
    struct server_spec spec = unix_spec(path);
    int fd = server_open(&spec, &file);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_eq(st.st_mode & 0666, 0666);
    ck_assert_int_eq(server_open(&spec, &other), -EADDRINUSE); /* somebody listens */
    (void)close(fd);                                           /* killed: the file stays */
    fd = server_open(&spec, &other);
    ck_assert_int_ge(fd, 0);
    server_remove(&spec, &file); /* of the one before: not ours any more */
    ck_assert_int_eq(access(path, F_OK), file.inode == other.inode ? -1 : 0);
    server_remove(&spec, &other);
    ck_assert_int_eq(access(path, F_OK), -1);
    (void)close(fd);
    FILE *plain = fopen(path, "w"); /* no socket: it is left alone */
    ck_assert_ptr_nonnull(plain);
    (void)fclose(plain);
    ck_assert_int_eq(server_open(&spec, &other), -EADDRINUSE);
    (void)unlink(path);
    server_spec_done(&spec);
    (void)rmdir(dir);
}
END_TEST

START_TEST(binds_long_paths) {
    char dir[160] = "/tmp/listen-XXXXXX", path[200];
    struct server_file file;
    ck_assert_ptr_nonnull(mkdtemp(dir));
    size_t n = strlen(dir);
    dir[n] = '/';
    memset(dir + n + 1, 'd', 120);
    ck_assert_int_eq(mkdir(dir, 0700), 0);
    (void)snprintf(path, sizeof path, "%s/s", dir);
    struct server_spec spec = unix_spec(path);
    int fd = server_open(&spec, &file);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(access(path, F_OK), 0);
    server_remove(&spec, &file);
    ck_assert_int_eq(access(path, F_OK), -1);
    (void)close(fd);
    server_spec_done(&spec);
    (void)rmdir(dir);
    dir[n] = 0;
    (void)rmdir(dir);
}
END_TEST

START_TEST(puts_the_script_in_front) {
    struct arena a;
    struct err err;
    char dir[] = "/tmp/pre load-XXXXXX";
    arena_init_may_fail(&a, 0);
    ck_assert_ptr_nonnull(mkdtemp(dir));
    const char *path = preload_place(&a, dir, &err);
    ck_assert_ptr_nonnull(path);
    ck_assert_int_eq(access(path, R_OK), 0);
    ck_assert_str_eq(preload_place(&a, dir, &err), path);
    ck_assert_str_eq(preload_options(&a, "/a \"b\\", NULL), "--require \"/a \\\"b\\\\\"");
    ck_assert_str_eq(preload_options(&a, "/a", "--no-warnings"), "--require \"/a\" --no-warnings");
    ck_assert_ptr_null(preload_place(&a, "/proc/none", &err));
    (void)unlink(path);
    (void)rmdir(dir);
    arena_done(&a);
}
END_TEST

START_TEST(gives_each_an_inspector) {
    static const struct {
        const char *word, *options, *given;
        unsigned number;
    } cases[] = {
        {"--inspect", NULL, "--inspect-port=9231", 2},
        {"--inspect", NULL, NULL, 0},
        {"--inspect=9300", NULL, "--inspect-port=9301", 1},
        {"--inspect-brk=0.0.0.0:9300", NULL, "--inspect-port=9303", 3},
        {"--inspect=[::1]:9300", NULL, "--inspect-port=9301", 1},
        {"--inspect=localhost", NULL, "--inspect-port=9230", 1},
        {"--inspect=0", NULL, NULL, 1}, /* any port is free for each */
        {"--inspect-port=9400", NULL, NULL, 1},
        {"--max-old-space-size=100", "--a --inspect=9500 --b", "--inspect-port=9501", 1},
        {"--inspect-port=9400", "--inspect", "--inspect-port=9401", 1},
        {"--inspector", NULL, NULL, 1},
    };
    struct arena a;
    arena_init_may_fail(&a, 0);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *got =
            preload_inspector(&a, &cases[i].word, 1, cases[i].options, cases[i].number);
        ck_assert_msg(got ? cases[i].given && strcmp(got, cases[i].given) == 0 : !cases[i].given,
                      "%s: %s", cases[i].word, got ? got : "none");
    }
    arena_done(&a);
}
END_TEST

Suite *suite_server_socket(void);
Suite *suite_server_socket(void) {
    Suite *suite = suite_create("server_socket");
    TCase *tcase = tcase_create("sockets");
    tcase_add_test(tcase, reads_what_is_asked_for);
    tcase_add_test(tcase, binds_or_tells_why_not);
    tcase_add_test(tcase, takes_over_a_file_that_is_left);
    tcase_add_test(tcase, binds_long_paths);
    suite_add_tcase(suite, tcase);
    TCase *node = tcase_create("preload");
    tcase_add_test(node, puts_the_script_in_front);
    tcase_add_test(node, gives_each_an_inspector);
    suite_add_tcase(suite, node);
    return suite;
}
