package dev.vigil.posix;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.contract.Link;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A link whose ends are raw descriptors. Without a far end it is -1. */
class RawLink extends Link {
    private int near;
    private int far;

    RawLink(int near, int far) {
        this.near = near;
        this.far = far;
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        return source.register(near, interest, handler);
    }

    final int near() {
        return near;
    }

    final int far() {
        return far;
    }

    @Override
    public void makeReadable() throws IOException {
        send(ByteBuffer.allocate(1));
    }

    @Override
    public void drain() throws IOException {
        takeAll(near);
    }

    @Override
    public void fill() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 12);
        while (Descriptors.write(near, bytes.clear()) > 0) {}
    }

    @Override
    public void relieve() throws IOException {
        takeAll(far);
    }

    static void takeAll(int fd) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        while (Descriptors.read(fd, bytes.clear()) > 0) {}
    }

    @Override
    public int send(ByteBuffer bytes) throws IOException {
        return Descriptors.write(far, bytes);
    }

    @Override
    public int receive(ByteBuffer bytes) throws IOException {
        return Descriptors.read(near, bytes);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return Descriptors.write(near, bytes);
    }

    @Override
    public void shutFar() throws IOException {
        Sockets.shutdownOutput(far);
    }

    @Override
    public void shutNear() throws IOException {
        Sockets.shutdownOutput(near);
    }

    @Override
    public void moveTo(int number) throws IOException {
        Descriptors.duplicateTo(near, number);
        closeNear();
        near = number;
    }

    @Override
    public void closeFar() throws IOException {
        int fd = far;
        far = -1;
        closeIfOpen(fd);
    }

    @Override
    public void closeNear() throws IOException {
        int fd = near;
        near = -1;
        closeIfOpen(fd);
    }

    static void closeIfOpen(int fd) throws IOException {
        if (fd >= 0) {
            Descriptors.close(fd);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            closeNear();
        } finally {
            closeFar();
        }
    }
}
