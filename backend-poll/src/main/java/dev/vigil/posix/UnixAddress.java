package dev.vigil.posix;

import java.io.Serial;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The address of a socket of the Unix domain, as the kernel has it: bytes. Beside paths, which {@link UnixDomainSocketAddress} knows too,
 * there are abstract names (Linux), which are in no file system, and sockets that have no name. Immutable.
 */
public final class UnixAddress extends SocketAddress {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The encoding of paths that the JDK itself uses. */
    private static final Charset PATH_ENCODING = Charset.forName(
            System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    private static final UnixAddress UNNAMED = new UnixAddress(new byte[0]);

    /** A path without the zero that ends it, a zero and an abstract name, or nothing. */
    private final byte[] name;

    private UnixAddress(byte[] name) {
        this.name = name;
    }

    /**
     * The address of a socket in the file system.
     *
     * @param path its path, at most 108 bytes on Linux and 104 elsewhere
     * @return the address
     * @throws IllegalArgumentException if the path is empty
     */
    public static UnixAddress of(Path path) {
        return ofPath(path.toString().getBytes(PATH_ENCODING));
    }

    /**
     * The address of a socket in the file system, whatever the encoding of its name.
     *
     * @param path the bytes of its path, without a zero, at most 108 on Linux and 104 elsewhere
     * @return the address
     * @throws IllegalArgumentException if the path is empty, or has a zero in it
     */
    public static UnixAddress ofPath(byte[] path) {
        if (path.length == 0) {
            throw new IllegalArgumentException(
                    "an empty path is no address: unnamed() stands for a socket without one");
        }
        for (int i = 0; i < path.length; i++) {
            if (path[i] == 0) {
                throw new IllegalArgumentException(
                        "a path ends at the first zero byte, and byte " + i + " of " + path.length + " is one");
            }
        }
        return new UnixAddress(path.clone());
    }

    /**
     * The address of a socket that is in no file system. Linux.
     *
     * @param name any name, at most 107 bytes in UTF-8
     * @return the address
     */
    public static UnixAddress ofAbstract(String name) {
        return ofAbstract(name.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The address of a socket that is in no file system. Linux.
     *
     * @param name any bytes, at most 107
     * @return the address
     */
    public static UnixAddress ofAbstract(byte[] name) {
        byte[] all = new byte[name.length + 1];
        System.arraycopy(name, 0, all, 1, name.length);
        return new UnixAddress(all);
    }

    /**
     * The address of a socket without a name: of one that was never bound. A socket that is bound to it gets an abstract name of the
     * system's choice, on Linux.
     *
     * @return the address
     */
    public static UnixAddress unnamed() {
        return UNNAMED;
    }

    /** An address as the JDK has it. */
    static UnixAddress of(UnixDomainSocketAddress address) {
        return address.getPath().toString().isEmpty() ? UNNAMED : of(address.getPath());
    }

    /** What is in the {@code sun_path} of the kernel, up to the length that it tells. */
    static UnixAddress ofKernel(byte[] path) {
        if (path.length > 0 && path[0] != 0) {
            int length = 0;
            while (length < path.length && path[length] != 0) {
                length++;
            }
            return new UnixAddress(Arrays.copyOf(path, length));
        }
        return path.length == 0 ? UNNAMED : new UnixAddress(path);
    }

    /** As it goes into {@code sun_path}. Not to be changed. */
    byte[] kernelName() {
        return name;
    }

    /**
     * Whether the name is abstract: in no file system.
     *
     * @return true for an abstract name
     */
    public boolean isAbstract() {
        return name.length > 0 && name[0] == 0;
    }

    /**
     * Whether there is no name.
     *
     * @return true for {@link #unnamed}
     */
    public boolean isUnnamed() {
        return name.length == 0;
    }

    /**
     * The bytes of the path, or of the abstract name.
     *
     * @return a copy; empty if there is no name
     */
    public byte[] bytes() {
        return isAbstract() ? Arrays.copyOfRange(name, 1, name.length) : name.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnixAddress address && Arrays.equals(name, address.name);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(name);
    }

    /** The path; an abstract name behind {@code @}, as tools write it. */
    @Override
    public String toString() {
        if (isUnnamed()) {
            return "(unnamed)";
        }
        return isAbstract() ? "@" + new String(bytes(), StandardCharsets.UTF_8) : new String(name, PATH_ENCODING);
    }
}
