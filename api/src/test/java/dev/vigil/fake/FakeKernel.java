package dev.vigil.fake;

import dev.vigil.contract.RawSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Descriptors in memory. Its monitor guards all of it, and is notified of every change. */
public final class FakeKernel implements RawSystem {
    private final Map<Integer, FakeFile> files = new HashMap<>();

    @Override
    public boolean isOfTheMachine() {
        return false;
    }

    /** The file that a number stands for, or null. The caller holds the monitor. */
    FakeFile find(int fd) {
        return files.get(fd);
    }

    private FakeFile file(String call, int fd) throws IOException {
        FakeFile file = files.get(fd);
        if (file == null) {
            throw new IOException(call + "(fd " + fd + "): EBADF");
        }
        return file;
    }

    /** A number for a file: the lowest that is free, as everywhere. */
    private int install(FakeFile file) {
        int fd = 3;
        while (files.containsKey(fd)) {
            fd++;
        }
        files.put(fd, file);
        file.references++;
        return fd;
    }

    private int[] installBoth(FakeFile one, FakeFile other) {
        FakeFile.connect(one, other);
        return new int[] {install(one), install(other)};
    }

    @Override
    public synchronized int[] pipe(boolean nonBlocking) {
        return installBoth(new FakeFile(true, false, nonBlocking), new FakeFile(false, true, nonBlocking));
    }

    @Override
    public synchronized int[] socketPair() {
        return installBoth(new FakeFile(true, true, true), new FakeFile(true, true, true));
    }

    @Override
    public synchronized int open(Path path) {
        return install(new FakeFile(true, false, true));
    }

    @Override
    public synchronized int duplicate(int fd) throws IOException {
        return install(file("dup", fd));
    }

    @Override
    public synchronized void duplicateTo(int fd, int number) throws IOException {
        FakeFile file = file("dup2", fd);
        if (files.containsKey(number)) {
            close(number);
        }
        files.put(number, file);
        file.references++;
    }

    @Override
    public synchronized void shutdownWrite(int fd) throws IOException {
        file("shutdown", fd).shut();
        notifyAll();
    }

    @Override
    public synchronized int read(int fd, ByteBuffer bytes) throws IOException {
        int count = file("read", fd).read(bytes);
        notifyAll();
        return count;
    }

    @Override
    public synchronized int write(int fd, ByteBuffer bytes) throws IOException {
        int count = file("write", fd).write(bytes);
        notifyAll();
        return count;
    }

    @Override
    public synchronized void close(int fd) throws IOException {
        FakeFile file = file("close", fd);
        files.remove(fd);
        file.references--;
        if (file.references == 0 && !file.isOnDisk()) {
            file.peer.changes++;
        }
        notifyAll();
    }
}
