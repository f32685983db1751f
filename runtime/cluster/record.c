/* Written as changes come, read once. */
#include "runtime/cluster/record.h"

#include <stdlib.h>
#include <unistd.h>

#include "runtime/cluster/json_scan.h"
#include "runtime/cluster/pool.h"
#include "schema/base/json_out.h"

/* ---- writing --------------------------------------------------------------------------------- */

static void write_listener(struct json_out *j, const struct cluster_listener *l) {
    const struct server_spec *spec = &l->spec;
    json_begin_object(j);
    json_key_string(j, "pool", str_of(l->pool->name));
    json_key_int(j, "id", l->id);
    json_key_int(j, "type", spec->type);
    json_key_string(j, "address", (struct str){spec->address.p, spec->address.n});
    json_key_int(j, "port", spec->port);
    json_key_int(j, "index", spec->index);
    json_key_int(j, "fd", spec->fd);
    json_key_int(j, "flags", spec->flags);
    json_key_int(j, "backlog", spec->backlog);
    json_key_int(j, "device", (int64_t)l->file.device);
    json_key_int(j, "inode", (int64_t)l->file.inode);
    json_key(j, STR("data"));
    json_raw(j, l->data.n ? (struct str){l->data.p, l->data.n} : STR("null"));
    json_end_object(j);
}

static void write_worker(struct json_out *j, const struct cluster_worker *w) {
    json_begin_object(j);
    json_key_int(j, "tag", w->tag);
    json_key_int(j, "id", w->id);
    json_key_int(j, "epoch", w->epoch);
    json_key_bool(j, "held", w->is_held);
    json_key_bool(j, "online", w->is_online);
    json_key_bool(j, "listening", w->is_listening);
    json_key_bool(j, "leaving", w->is_leaving);
    json_key_bool(j, "draining", w->is_draining);
    json_key_bool(j, "refused", w->has_refused);
    json_key(j, STR("members"));
    json_begin_array(j);
    for (unsigned i = 0; i < w->n_members; i++) {
        json_begin_object(j);
        json_key_int(j, "id", w->members[i].listener->id);
        json_key_bool(j, "shared", w->members[i].is_shared);
        json_end_object(j);
    }
    json_end_array(j);
    json_end_object(j);
}

void cluster_write_record(const struct cluster *cluster, struct buf *out) {
    struct json_out j;
    json_out_init(&j, out, 0);
    json_begin_object(&j);
    json_key_int(&j, "last", cluster->last_listener);
    json_key(&j, STR("listeners"));
    json_begin_array(&j);
    for (const struct cluster_pool *pool = cluster->pools; pool; pool = pool->next)
        for (const struct cluster_listener *l = pool->listeners; l; l = l->next)
            write_listener(&j, l);
    json_end_array(&j);
    json_key(&j, STR("workers"));
    json_begin_array(&j);
    for (const struct cluster_pool *pool = cluster->pools; pool; pool = pool->next)
        for (const struct cluster_worker *w = pool->workers; w; w = w->next)
            write_worker(&j, w);
    json_end_array(&j);
    json_end_object(&j);
}

/* ---- reading --------------------------------------------------------------------------------- */

static int64_t number(struct str object, const char *key) {
    int64_t n;
    return json_scan_int(json_scan_get(object, key), &n) ? n : 0;
}

static bool is_true(struct str object, const char *key) {
    return str_eqz(json_scan_get(object, key), "true");
}

static bool read_spec(struct str item, struct server_spec *spec) {
    int64_t type = number(item, "type");
    *spec = (struct server_spec){.type = (enum server_type)type,
                                 .port = (int)number(item, "port"),
                                 .index = number(item, "index"),
                                 .fd = (int)number(item, "fd"),
                                 .flags = (unsigned)number(item, "flags"),
                                 .backlog = (int)number(item, "backlog")};
    if (type >= 0 && type < SERVER_TYPES &&
        json_scan_text(json_scan_get(item, "address"), &spec->address))
        return true;
    server_spec_done(spec);
    return false;
}

static void read_listener(struct cluster *cluster, struct str item, int fd) {
    struct buf name = {0};
    struct server_spec spec;
    (void)json_scan_text(json_scan_get(item, "pool"), &name);
    buf_char(&name, 0);
    struct cluster_pool *pool = name.failed ? NULL : cluster_pool_hold(cluster, name.p);
    buf_done(&name);
    if (!pool || !read_spec(item, &spec)) {
        (void)close(fd);
        if (pool)
            pool->refs--;
        return;
    }
    pool->refs--; /* who has its workers holds it */
    struct str data = json_scan_get(item, "data");
    struct server_file file = {(dev_t)number(item, "device"), (ino_t)number(item, "inode")};
    struct cluster_listener *l =
        pool_add_listener(pool, (unsigned)number(item, "id"), &spec, &file, fd);
    if (l && !str_eqz(data, "null"))
        buf_str(&l->data, data);
}

void cluster_read_record(struct cluster *cluster, struct str record, cluster_fd_of *fd_of,
                         void *ctx) {
    struct json_scan scan = json_scan_array(json_scan_get(record, "listeners"));
    struct str item;
    while (json_scan_item(&scan, &item)) {
        int fd = fd_of(ctx, (unsigned)number(item, "id"));
        if (fd >= 0)
            read_listener(cluster, item, fd);
    }
    if (cluster->last_listener < (unsigned)number(record, "last"))
        cluster->last_listener = (unsigned)number(record, "last");
}

void cluster_drop_unheld(struct cluster *cluster) {
    for (struct cluster_pool *pool = cluster->pools, *next; pool; pool = next) {
        next = pool->next;
        for (struct cluster_listener *l = pool->listeners; l; l = l->next)
            pool_look_at(l);
        if (pool->refs == 0) {
            pool->refs++;
            cluster_pool_drop(pool);
        }
    }
}

static void resume_members(struct cluster_worker *w, struct str members) {
    struct json_scan scan = json_scan_array(members);
    struct str item;
    while (json_scan_item(&scan, &item)) {
        struct cluster_listener *l = w->pool->listeners;
        while (l && l->id != (unsigned)number(item, "id"))
            l = l->next;
        if (l && !pool_member(w, l))
            (void)pool_join(w, l, is_true(item, "shared"));
    }
}

int cluster_worker_resume(struct cluster_worker *w, struct cluster *cluster,
                          const struct cluster_start *start, struct str record) {
    struct json_scan scan = json_scan_array(json_scan_get(record, "workers"));
    struct str item;
    int rc = cluster_worker_open(w, cluster, start);
    if (rc < 0 || !w->pool)
        return rc;
    while (json_scan_item(&scan, &item)) {
        if ((unsigned)number(item, "tag") != start->tag)
            continue;
        w->epoch = (unsigned)number(item, "epoch");
        if (w->pool->epoch < w->epoch)
            w->pool->epoch = w->epoch;
        w->is_held = is_true(item, "held");
        w->is_online = is_true(item, "online");
        w->is_listening = is_true(item, "listening");
        w->is_leaving = is_true(item, "leaving");
        w->is_draining = is_true(item, "draining");
        w->has_refused = is_true(item, "refused");
        resume_members(w, json_scan_get(item, "members"));
    }
    return 0;
}
