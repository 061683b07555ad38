package dev.vigil.bench.prefork;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.accept.Acceptor;
import dev.vigil.accept.Sharing;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.posix.FdChannel;
import dev.vigil.raw.DescriptorListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A child. It watches the listener that it inherited as descriptor 0 exclusively, together with its siblings, and tells each
 * client which process it has reached. It ends with its parent: that holds the other end of the pipe which is its standard
 * output.
 */
public final class PreforkChild {
    static final String READY = "ready";

    private static final int STANDARD_INPUT = 0;
    private static final int STANDARD_OUTPUT = 1;

    private PreforkChild() {}

    public static void main(String[] arguments) throws IOException {
        byte[] answer = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        EventLoopGroup group = EventLoop.builder()
                .source(EventSource.builder().backend("epoll"))
                .startGroup(1);
        Acceptor.builder(group)
                .sharing(Sharing.EXCLUSIVE)
                .start(
                        DescriptorListener.borrowing(STANDARD_INPUT),
                        (loop, connection) -> answer(connection, ByteBuffer.wrap(answer)));
        System.out.println(READY);
        // A pipe whose reader is gone reports an error, whatever is asked for; priority data it never has.
        group.next().register(STANDARD_OUTPUT, Interest.PRIORITY, (registration, ready) -> System.exit(0));
    }

    /** So little fits into the send buffer of a connection that is new. */
    private static void answer(FdChannel connection, ByteBuffer bytes) throws IOException {
        connection.write(bytes);
        connection.close();
    }
}
