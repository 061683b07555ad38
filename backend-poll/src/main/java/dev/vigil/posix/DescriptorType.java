package dev.vigil.posix;

/** What a descriptor refers to: the {@code S_IFMT} part of {@code st_mode}, from {@code <sys/stat.h>}. */
public enum DescriptorType {
    /** A pipe or a named pipe. */
    FIFO(0x1000),
    /** A device that passes characters: a terminal, {@code /dev/null}. */
    CHARACTER_DEVICE(0x2000),
    /** A directory. */
    DIRECTORY(0x4000),
    /** A disk. */
    BLOCK_DEVICE(0x6000),
    /** A file on a disk. */
    REGULAR(0x8000),
    /** A socket. */
    SOCKET(0xC000),
    /** None of these: on Linux epoll, eventfd, timerfd, signalfd, inotify, pidfd and their like have no type. */
    OTHER(0);

    private static final int S_IFMT = 0xF000;

    /** Made once: {@code values()} copies. */
    private static final DescriptorType[] ALL = values();

    private final int bits;

    DescriptorType(int bits) {
        this.bits = bits;
    }

    static DescriptorType ofMode(int mode) {
        for (DescriptorType type : ALL) {
            if (type.bits == (mode & S_IFMT)) {
                return type;
            }
        }
        return OTHER;
    }
}
