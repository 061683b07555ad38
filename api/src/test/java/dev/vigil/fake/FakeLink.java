package dev.vigil.fake;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.contract.Link;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A link between two descriptors of a {@link FakeKernel}. */
final class FakeLink extends Link {
    private final FakeKernel kernel;
    private int near;
    private int far;

    FakeLink(FakeKernel kernel, int near, int far) {
        this.kernel = kernel;
        this.near = near;
        this.far = far;
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler handler) throws IOException {
        return source.register(near, interest, handler);
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
        while (kernel.write(near, bytes.clear()) > 0) {}
    }

    @Override
    public void relieve() throws IOException {
        takeAll(far);
    }

    private void takeAll(int fd) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 12);
        while (kernel.read(fd, bytes.clear()) > 0) {}
    }

    @Override
    public int send(ByteBuffer bytes) throws IOException {
        return kernel.write(far, bytes);
    }

    @Override
    public int receive(ByteBuffer bytes) throws IOException {
        return kernel.read(near, bytes);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return kernel.write(near, bytes);
    }

    @Override
    public void shutFar() throws IOException {
        kernel.shutdownWrite(far);
    }

    @Override
    public void shutNear() throws IOException {
        kernel.shutdownWrite(near);
    }

    @Override
    public void closeFar() throws IOException {
        kernel.closeAll(far);
        far = -1;
    }

    @Override
    public void closeNear() throws IOException {
        kernel.closeAll(near);
        near = -1;
    }

    @Override
    public void close() throws IOException {
        closeNear();
        closeFar();
    }
}
