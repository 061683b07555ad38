package dev.vigil.kqueue;

import java.nio.ByteBuffer;

/**
 * Where the fields of {@code struct kevent} are, in one of the three layouts of 64-bit systems:
 *
 * <pre>
 *             CLASSIC             EXTENDED            WIDE
 *   ident     0  uintptr_t        0  uintptr_t        0  uintptr_t
 *   filter    8  short            8  short            8  uint32_t
 *   flags    10  unsigned short  10  unsigned short  12  uint32_t
 *   fflags   12  unsigned int    12  unsigned int    16  uint32_t
 *   data     16  intptr_t        16  int64_t         24  int64_t
 *   udata    24  void *          24  void *          32  void *
 *   ext       -                  32  uint64_t[4]      -
 *   size     32                  64                  40
 * </pre>
 *
 * <p>{@code at} is the offset of a structure in its buffer.
 */
enum KeventLayout {
    /** macOS (under {@code pragma pack(4)}, which moves nothing here), FreeBSD up to 11, OpenBSD, DragonFly, libkqueue. */
    CLASSIC(32, false, 10, 12, 16, 24),
    /** FreeBSD 12 and later. */
    EXTENDED(64, false, 10, 12, 16, 24),
    /** NetBSD. */
    WIDE(40, true, 12, 16, 24, 32);

    static final int IDENT = 0;
    static final int FILTER = 8;

    private final int size;
    private final boolean wide;
    private final int flags;
    private final int fflags;
    private final int data;
    private final int udata;

    KeventLayout(int size, boolean wide, int flags, int fflags, int data, int udata) {
        this.size = size;
        this.wide = wide;
        this.flags = flags;
        this.fflags = fflags;
        this.data = data;
        this.udata = udata;
    }

    int size() {
        return size;
    }

    /** Writes a change; its data is 0, and so is what follows udata. */
    void put(ByteBuffer buffer, int at, long ident, int filter, int actions, int filterFlags, long word) {
        buffer.putLong(at + IDENT, ident);
        if (wide) {
            buffer.putInt(at + FILTER, filter);
            buffer.putInt(at + flags, actions);
        } else {
            buffer.putShort(at + FILTER, (short) filter);
            buffer.putShort(at + flags, (short) actions);
        }
        buffer.putInt(at + fflags, filterFlags);
        buffer.putLong(at + data, 0);
        buffer.putLong(at + udata, word);
        for (int rest = udata + Long.BYTES; rest < size; rest += Long.BYTES) {
            buffer.putLong(at + rest, 0);
        }
    }

    long ident(ByteBuffer buffer, int at) {
        return buffer.getLong(at + IDENT);
    }

    int filter(ByteBuffer buffer, int at) {
        return wide ? buffer.getInt(at + FILTER) : buffer.getShort(at + FILTER);
    }

    int flags(ByteBuffer buffer, int at) {
        return wide ? buffer.getInt(at + flags) : Short.toUnsignedInt(buffer.getShort(at + flags));
    }

    int fflags(ByteBuffer buffer, int at) {
        return buffer.getInt(at + fflags);
    }

    long data(ByteBuffer buffer, int at) {
        return buffer.getLong(at + data);
    }

    long udata(ByteBuffer buffer, int at) {
        return buffer.getLong(at + udata);
    }
}
