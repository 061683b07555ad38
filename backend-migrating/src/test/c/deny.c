/*
 * deny ERROR CALL COMMAND [ARGUMENT...]
 *
 * Runs a command to which the kernel answers ERROR (EPERM or ENOSYS) whenever it makes the system call CALL. Without a command it
 * only tells by its exit status whether CALL is known here. 2 for what it does not understand, on one line.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CALL(name) { #name, __NR_##name }

static const struct { const char *name; unsigned number; } calls[] = {
#ifdef __NR_poll
    CALL(poll),
#endif
#ifdef __NR_epoll_wait
    CALL(epoll_wait),
#endif
#ifdef __NR_epoll_pwait2
    CALL(epoll_pwait2),
#endif
    CALL(ppoll), CALL(epoll_create1), CALL(epoll_ctl), CALL(epoll_pwait), CALL(eventfd2), CALL(pipe2), CALL(dup3),
    CALL(timerfd_create), CALL(timerfd_settime), CALL(statx), CALL(fcntl), CALL(ioctl), CALL(splice), CALL(socketpair),
    CALL(accept4), CALL(accept), CALL(socket), CALL(bind), CALL(listen), CALL(connect), CALL(shutdown), CALL(getsockopt),
    CALL(setsockopt), CALL(getsockname), CALL(sendto), CALL(recvfrom), CALL(read), CALL(write), CALL(close)
};

static int unknown(const char *what, const char *which) {
    fprintf(stderr, "deny: no %s named %s here\n", what, which);
    return 2;
}

int main(int count, char **arguments) {
    if (count < 3) {
        fprintf(stderr, "usage: deny EPERM|ENOSYS CALL [COMMAND [ARGUMENT...]]\n");
        return 2;
    }
    int error = strcmp(arguments[1], "EPERM") == 0 ? EPERM : strcmp(arguments[1], "ENOSYS") == 0 ? ENOSYS : 0;
    if (error == 0) {
        return unknown("error", arguments[1]);
    }
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        if (strcmp(calls[i].name, arguments[2]) == 0) {
            if (count == 3) {
                return 0;
            }
            struct sock_filter filter[] = {
                BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
                BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i].number, 0, 1),
                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
            };
            struct sock_fprog program = { sizeof filter / sizeof filter[0], filter };
            if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
                perror("deny: seccomp");
                return 2;
            }
            execvp(arguments[3], arguments + 3);
            perror("deny: exec");
            return 2;
        }
    }
    return unknown("system call", arguments[2]);
}
