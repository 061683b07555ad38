package dev.vigil.uring;

/**
 * Numbers and layouts from {@code <linux/io_uring.h>}, and the flags of {@code <sys/socket.h>} and {@code <linux/fs.h>} that go into
 * entries. They are part of Linux's interface to user space and the same on every processor that Vigil runs on.
 *
 * <pre>
 * struct io_uring_sqe {                struct io_uring_cqe {        struct io_uring_params {
 *     __u8  opcode;      // 0              __u64 user_data; // 0        __u32 sq_entries;    // 0
 *     __u8  flags;       // 1              __s32 res;       // 8        __u32 cq_entries;    // 4
 *     __u16 ioprio;      // 2              __u32 flags;     // 12       __u32 flags;         // 8
 *     __s32 fd;          // 4          };                               __u32 sq_thread_cpu, sq_thread_idle;
 *     __u64 off;         // 8                                           __u32 features;      // 20
 *     __u64 addr;        // 16                                          __u32 wq_fd, resv[3];
 *     __u32 len;         // 24                                          struct io_sqring_offsets sq_off; // 40
 *     __u32 rw_flags;    // 28                                          struct io_cqring_offsets cq_off; // 80
 *     __u64 user_data;   // 32                                      };  // 120
 *     ...                // to 64
 * };
 * </pre>
 *
 * <p>Both structures of offsets begin with {@code head, tail, ring_mask, ring_entries}, of 32 bits each. Then
 * {@code io_sqring_offsets} has {@code flags, dropped, array}, and {@code io_cqring_offsets} has {@code overflow, cqes}.
 */
final class UringConstants {
    /** System calls of {@code <asm/unistd.h>}, with the same numbers on every processor but Alpha. */
    static final int SYS_IO_URING_SETUP = 425;

    static final int SYS_IO_URING_ENTER = 426;
    static final int SYS_IO_URING_REGISTER = 427;

    static final int SQE_SIZE = 64;
    static final int SQE_OPCODE = 0;
    static final int SQE_FLAGS = 1;
    static final int SQE_FD = 4;
    static final int SQE_OFF = 8;
    static final int SQE_ADDR = 16;
    static final int SQE_LEN = 24;
    static final int SQE_OPERATION_FLAGS = 28;
    static final int SQE_USER_DATA = 32;

    static final int CQE_SIZE = 16;
    static final int CQE_USER_DATA = 0;
    static final int CQE_RES = 8;

    static final int PARAMS_SIZE = 120;
    static final int PARAMS_SQ_ENTRIES = 0;
    static final int PARAMS_CQ_ENTRIES = 4;
    static final int PARAMS_FLAGS = 8;
    static final int PARAMS_FEATURES = 20;
    static final int PARAMS_SQ_OFF = 40;
    static final int PARAMS_CQ_OFF = 80;

    static final int OFF_HEAD = 0;
    static final int OFF_TAIL = 4;
    static final int OFF_MASK = 8;
    static final int SQ_OFF_FLAGS = 16;
    static final int SQ_OFF_ARRAY = 24;
    static final int CQ_OFF_CQES = 20;

    static final long IORING_OFF_SQ_RING = 0;
    static final long IORING_OFF_SQES = 0x1000_0000L;

    static final int IORING_SETUP_R_DISABLED = 1 << 6;
    static final int IORING_SETUP_SUBMIT_ALL = 1 << 7;
    static final int IORING_SETUP_COOP_TASKRUN = 1 << 8;
    static final int IORING_SETUP_SINGLE_ISSUER = 1 << 12;
    static final int IORING_SETUP_DEFER_TASKRUN = 1 << 13;

    static final int IORING_FEAT_SINGLE_MMAP = 1;
    static final int IORING_FEAT_NODROP = 1 << 1;
    static final int IORING_FEAT_SUBMIT_STABLE = 1 << 2;
    static final int IORING_FEAT_CQE_SKIP = 1 << 11;

    static final int IORING_ENTER_GETEVENTS = 1;
    static final int IORING_SQ_CQ_OVERFLOW = 1 << 1;
    static final int IORING_REGISTER_ENABLE_RINGS = 12;

    static final int IOSQE_CQE_SKIP_SUCCESS = 1 << 6;

    static final int IORING_OP_READ = 22;
    static final int IORING_OP_WRITE = 23;
    static final int IORING_OP_SEND = 26;
    static final int IORING_OP_RECV = 27;
    static final int IORING_OP_EPOLL_CTL = 29;

    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_WAITALL = 0x100;
    static final int MSG_NOSIGNAL = 0x4000;

    /** Of {@code <linux/fs.h>}. */
    static final int RWF_NOWAIT = 0x8;

    private UringConstants() {}
}
