/* Stands between the program and the C library, for files whose path has "parvis.db" or ends in "acknowledged".
   FAULTY_DISK names a folder: while it holds a file "full", writes fail with ENOSPC; "eio", syncs of the log fail with
   EIO; "eio-checkpoint", syncs of the database file do. What happens is noted in its file "events", one line each:
   thread and letter. While it holds a folder "images", that keeps each file as it was when it was last synced: what a
   power cut would leave. FAULTY_DISK_DIE_AT=n kills the process at the n-th write, truncation or sync. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind { OTHER, LOG, DATABASE, JOURNAL, INDEX, ACKNOWLEDGED };

static enum kind kind_of(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return OTHER;
    path[length] = 0;
    char *name = strrchr(path, '/');
    if (!name) return OTHER;
    if (!strcmp(name, "/parvis.db-wal")) return LOG;
    if (!strcmp(name, "/parvis.db-shm")) return INDEX;
    if (!strcmp(name, "/parvis.db")) return DATABASE;
    if (!strcmp(name, "/parvis.db-journal")) return JOURNAL;
    if (!strcmp(name, "/acknowledged")) return ACKNOWLEDGED;
    return OTHER;
}

static int is_set(const char *fault) {
    char path[4096];
    const char *folder = getenv("FAULTY_DISK");
    if (!folder) return 0;
    snprintf(path, sizeof path, "%s/%s", folder, fault);
    return access(path, F_OK) == 0;
}

static void note(char letter) {
    static int events = -2;
    char line[64], path[4096];
    const char *folder = getenv("FAULTY_DISK");
    if (!folder) return;
    if (events == -2) {
        snprintf(path, sizeof path, "%s/events", folder);
        events = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
    int length = snprintf(line, sizeof line, "%ld %c\n", (long)syscall(SYS_gettid), letter);
    syscall(SYS_write, events, line, length);
}

static void keep_image(int fd, enum kind kind) {
    char link[64], image[4096], done[4096], bytes[65536];
    const char *folder = getenv("FAULTY_DISK"), *name = kind == LOG ? "parvis.db-wal" : "parvis.db";
    if (!is_set("images") || (kind != LOG && kind != DATABASE)) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    snprintf(image, sizeof image, "%s/images/%s.%ld", folder, name, (long)syscall(SYS_gettid));
    snprintf(done, sizeof done, "%s/images/%s", folder, name);
    int from = open(link, O_RDONLY | O_CLOEXEC), to = open(image, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t length;
    while ((length = read(from, bytes, sizeof bytes)) > 0) syscall(SYS_write, to, bytes, length);
    close(from);
    close(to);
    rename(image, done);
}

static void count_down(void) {
    static long left = -1;
    const char *die_at = getenv("FAULTY_DISK_DIE_AT");
    if (!die_at) return;
    if (__sync_bool_compare_and_swap(&left, -1, atol(die_at))) { /* first call */ }
    if (__sync_sub_and_fetch(&left, 1) == 0) kill(getpid(), SIGKILL);
}

/* Whether a write may go on. */
static int may_write(int fd) {
    enum kind kind = kind_of(fd);
    if (kind == OTHER) return 1;
    count_down();
    if (kind == LOG) note('w');
    if (kind == ACKNOWLEDGED) note('a');
    if (kind != ACKNOWLEDGED && is_set("full")) { errno = ENOSPC; return 0; }
    return 1;
}

#define WRITES(name, type, arguments, ...)                                                    \
    type name arguments {                                                                     \
        static type (*next) arguments;                                                        \
        if (!next) next = (type (*) arguments)dlsym(RTLD_NEXT, #name);                        \
        return may_write(fd) ? next(__VA_ARGS__) : -1;                                        \
    }
WRITES(write, ssize_t, (int fd, const void *from, size_t length), fd, from, length)
WRITES(pwrite, ssize_t, (int fd, const void *from, size_t length, off_t at), fd, from, length, at)
WRITES(pwrite64, ssize_t, (int fd, const void *from, size_t length, off64_t at), fd, from, length, at)
WRITES(ftruncate, int, (int fd, off_t length), fd, length)
WRITES(ftruncate64, int, (int fd, off64_t length), fd, length)

static int sync_with(const char *name, int fd) {
    int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    enum kind kind = kind_of(fd);
    if (kind == OTHER) return next(fd);
    count_down();
    if ((kind == LOG && is_set("eio")) || (kind == DATABASE && is_set("eio-checkpoint"))) { errno = EIO; return -1; }
    int result = next(fd);
    if (kind == LOG) note('s');
    if (result == 0) keep_image(fd, kind);
    return result;
}
int fsync(int fd) { return sync_with("fsync", fd); }
int fdatasync(int fd) { return sync_with("fdatasync", fd); }
