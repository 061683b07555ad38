package dev.vigil.stream;

import dev.vigil.accept.AcceptHandler;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.relay.RelayEnd;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The streams of a group of loops: data instead of readiness, and many of them for one system call where that can be had.
 *
 * <pre>{@code
 * try (EventLoopGroup group = EventLoop.builder().startGroup(2);
 *         Streams streams = Streams.builder(group).build();
 *         Acceptor acceptor = Acceptor.builder(group)
 *                 .bind(address, streams.accepting((loop, stream) -> Stream::write))) {
 *     ...
 * }
 * }</pre>
 *
 * <h2>A turn</h2>
 *
 * What the descriptors, timers and tasks of a turn of the loop have brought is done at its end: all streams that are ready are read at
 * once, their handlers get what came, and what they and others have written goes out at once. Where the system can do many reads
 * or writes with one call ({@link dev.vigil.carry}), it is one; else it is one each.
 *
 * <h2>Memory</h2>
 *
 * A stream of which nothing is left over, and to which nothing waits to be written, holds no memory. What waits is kept in direct memory that
 * all streams of a loop share, up to a stated amount. When that gets short, a stream counts as full when it holds as much as is left for the
 * others; and when there is none, one that holds nothing may still hold 4 KiB each way, beyond the stated amount: so every stream goes on,
 * always, though one whose message is larger waits until others have given memory back. Besides there is 1 MiB for each loop to read into.
 *
 * <h2>Datagrams</h2>
 *
 * A {@link DatagramPort} passes messages instead of bytes, in the same turn, with the same settings and out of the same memory: the message
 * size is that of the largest to be sent, the budget counts 64 bytes more for each. For what it receives there is 1 MiB more for each
 * loop that has one.
 *
 * <p>Every method may be called by any thread. Close the streams before their loops.
 */
public final class Streams implements AutoCloseable {
    private final List<StreamLoop> homes;
    private final long memoryBytes;
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong active = new AtomicLong();
    private volatile boolean closing;

    Streams(EventLoopGroup group, StreamSettings settings, CarrierSource carriers) throws IOException {
        List<StreamLoop> all = new ArrayList<>();
        memoryBytes = settings.memoryBytes() * group.loops().size();
        try {
            for (EventLoop loop : group.loops()) {
                all.add(new StreamLoop(this, loop, settings, carriers.open()));
            }
        } catch (IOException | RuntimeException | Error e) {
            all.forEach(StreamLoop::cut);
            throw e;
        }
        homes = List.copyOf(all);
    }

    /**
     * Starts to build streams.
     *
     * @param group the loops that they work on
     * @return a builder with the default settings
     */
    public static StreamsBuilder builder(EventLoopGroup group) {
        return new StreamsBuilder(group);
    }

    /**
     * Opens a stream over a channel, which is the stream's to close from here on, whatever happens.
     *
     * @param loop the loop to work on, one of the group's
     * @param channel a connected socket or one side of a pipe, in non-blocking mode
     * @param handler what is told of it
     * @return the stream
     * @throws IllegalArgumentException if the channel is in blocking mode or no stream of bytes, or the loop none of the group's
     * @throws RejectedExecutionException if the streams or the loop are closed; so is the channel then
     */
    public Stream open(EventLoop loop, SelectableChannel channel, StreamHandler handler) {
        return open(loop, RelayEnd.of(channel), handler);
    }

    /**
     * Opens a stream over whatever can be read, written and watched, which is the stream's to close from here on, whatever
     * happens. If it cannot be watched the handler is told so: {@link StreamHandler#onClose}.
     *
     * @param loop the loop to work on, one of the group's
     * @param end a descriptor ({@code dev.vigil.raw.DescriptorEnd}) or an end of one's own
     * @param handler what is told of it
     * @return the stream
     * @throws IllegalArgumentException if the loop is none of the group's
     * @throws RejectedExecutionException if the streams or the loop are closed; so is the end then
     */
    public Stream open(EventLoop loop, RelayEnd end, StreamHandler handler) {
        Objects.requireNonNull(handler, "handler");
        try {
            Stream stream = new Stream(home(loop), end);
            stream.handledBy(handler);
            start(stream, loop);
            return stream;
        } catch (RuntimeException | Error e) {
            closeAfter(e, end);
            throw e;
        }
    }

    /**
     * Opens a stream for a thread that waits for what comes, as {@link #open(EventLoop, RelayEnd, StreamHandler)} does.
     *
     * @param loop the loop to work on, one of the group's
     * @param end the end, such as {@code RelayEnd.of(channel)}
     * @return the stream in the blocking style
     * @throws IllegalArgumentException if the loop is none of the group's
     * @throws RejectedExecutionException if the streams or the loop are closed; so is the end then
     */
    public BlockingStream openBlocking(EventLoop loop, RelayEnd end) {
        try {
            Stream stream = new Stream(home(loop), end);
            BlockingStream face = new BlockingStream(stream);
            stream.handledBy(face.handler());
            start(stream, loop);
            return face;
        } catch (RuntimeException | Error e) {
            closeAfter(e, end);
            throw e;
        }
    }

    /**
     * Opens a port for datagrams over a channel, which is the port's to close from here on, whatever happens.
     *
     * @param loop the loop to work on, one of the group's
     * @param channel a channel in non-blocking mode; bound, connected, or neither
     * @param handler what is told of it
     * @return the port
     * @throws IllegalArgumentException if the channel is closed or in blocking mode, or the loop none of the group's
     * @throws RejectedExecutionException if the streams or the loop are closed; so is the channel then
     */
    public DatagramPort openDatagrams(EventLoop loop, DatagramChannel channel, DatagramHandler handler) {
        return openDatagrams(loop, DatagramEnd.of(channel), handler);
    }

    /**
     * Opens a port for datagrams over whatever passes messages and can be watched, which is the port's to close from here on, whatever
     * happens. If it cannot be watched the handler is told so: {@link DatagramHandler#onClose}.
     *
     * @param loop the loop to work on, one of the group's
     * @param end a descriptor ({@code dev.vigil.raw.DescriptorDatagramEnd}) or an end of one's own
     * @param handler what is told of it
     * @return the port
     * @throws IllegalArgumentException if the loop is none of the group's
     * @throws RejectedExecutionException if the streams or the loop are closed; so is the end then
     */
    public DatagramPort openDatagrams(EventLoop loop, DatagramEnd end, DatagramHandler handler) {
        try {
            Objects.requireNonNull(handler, "handler");
            DatagramPort port = new DatagramPort(home(loop), end, handler);
            start(port, loop);
            return port;
        } catch (RuntimeException | Error e) {
            closeAfter(e, end);
            throw e;
        }
    }

    /**
     * Makes streams in the blocking style of the connections of an {@link dev.vigil.accept.Acceptor}, for a thread for each.
     *
     * <pre>{@code
     * acceptor.bind(address, streams.acceptingBlocking(stream -> Thread.startVirtualThread(() -> serve(stream))))
     * }</pre>
     *
     * @param starter starts a thread, or hands the stream to one; runs on the thread of the loop, and must not wait
     * @return what to give to an acceptor of the same group
     */
    public AcceptHandler<SocketChannel> acceptingBlocking(Consumer<BlockingStream> starter) {
        Objects.requireNonNull(starter, "starter");
        return accepting((loop, stream) -> {
            BlockingStream face = new BlockingStream(stream);
            StreamHandler handler = face.handler();
            // A thread that waits is to be told even if the stream does not begin.
            stream.handledBy(handler);
            starter.accept(face);
            return handler;
        });
    }

    /**
     * Makes streams of the connections of an {@link dev.vigil.accept.Acceptor}, which send at once what is written to them
     * ({@code TCP_NODELAY}).
     *
     * @param factory gives each its handler, on the thread of its loop
     * @return what to give to an acceptor of the same group
     */
    public AcceptHandler<SocketChannel> accepting(StreamFactory factory) {
        return accepting(Streams::end, factory);
    }

    /**
     * Makes streams of the connections of an {@link dev.vigil.accept.Acceptor} whose listeners make something else of them than
     * channels of the JDK.
     *
     * @param ends makes an end of a connection, such as {@code DescriptorEnd::owning}
     * @param factory gives each its handler, on the thread of its loop
     * @param <C> what a connection is
     * @return what to give to an acceptor of the same group
     */
    public <C> AcceptHandler<C> accepting(EndFactory<C> ends, StreamFactory factory) {
        Objects.requireNonNull(ends, "ends");
        Objects.requireNonNull(factory, "factory");
        return (loop, connection) -> accept(loop, ends.endOf(connection), factory);
    }

    private static RelayEnd end(SocketChannel connection) throws IOException {
        if (connection.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return RelayEnd.of(connection);
    }

    private void accept(EventLoop loop, RelayEnd end, StreamFactory factory) throws IOException {
        Stream stream = null;
        try {
            stream = new Stream(home(loop), end);
            stream.handledBy(Objects.requireNonNull(factory.handlerOf(loop, stream), "the handler of a stream"));
            start(stream, loop);
        } catch (IOException | RuntimeException | Error e) {
            if (stream != null) {
                stream.drop(e);
            }
            closeAfter(e, end);
            throw e;
        }
    }

    /** Makes an end of a connection.
     *
     * @param <C> what a connection is
     */
    @FunctionalInterface
    public interface EndFactory<C> {
        /**
         * Makes an end.
         *
         * @param connection the connection, which is the end's to close from here on
         * @return the end
         * @throws IOException if that fails; the connection is closed then
         */
        RelayEnd endOf(C connection) throws IOException;
    }

    private static void closeAfter(Throwable failure, Closeable end) {
        try {
            end.close();
        } catch (IOException e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    private StreamLoop home(EventLoop loop) {
        for (StreamLoop home : homes) {
            if (home.loop == loop) {
                return home;
            }
        }
        throw new IllegalArgumentException(
                loop + " is none of these streams': give one of the group's they were built with");
    }

    private void start(Member member, EventLoop loop) {
        active.incrementAndGet();
        opened.incrementAndGet();
        if (closing || !home(loop).start(member)) {
            ended();
            throw new RejectedExecutionException(
                    (closing ? "this group of streams" : loop) + " is closed and opens no more streams");
        }
    }

    void ended() {
        active.decrementAndGet();
    }

    /**
     * What all streams have done so far.
     *
     * @return the totals
     */
    public StreamTotals totals() {
        StreamCounts counts = new StreamCounts(0, 0, 0, 0, 0);
        long lent = 0;
        long allocated = 0;
        for (StreamLoop home : homes) {
            counts = counts.plus(home.counters.counts());
            lent += home.pool.lentBytes();
            allocated += home.pool.allocatedBytes();
        }
        return new StreamTotals(opened.get(), active.get(), counts, lent, allocated, memoryBytes);
    }

    /**
     * What all ports for datagrams have received and sent so far.
     *
     * @return the totals
     */
    public DatagramCounts datagrams() {
        DatagramCounts counts = new DatagramCounts(0, 0, 0, 0, 0, 0, 0);
        for (StreamLoop home : homes) {
            counts = counts.plus(home.datagrams.counters.counts());
        }
        return counts;
    }

    /**
     * How the system is called: what carries batches, or {@code plain}, and why.
     *
     * @return a name, or a sentence for a person
     */
    public String calls() {
        return homes.get(0).description();
    }

    /**
     * Figures of what carries batches, all loops together: how many calls it made, how many reads and writes these carried.
     *
     * @return figures by name, which depend on {@link #calls}
     */
    public Map<String, Long> gauges() {
        Map<String, Long> sum = new TreeMap<>();
        for (StreamLoop home : homes) {
            home.gauges().forEach((name, figure) -> sum.merge(name, figure, Long::sum));
        }
        return sum;
    }

    /**
     * Ends all streams: what the system takes at once goes out, what it does not take breaks the connection. Handlers are told, with a
     * cause. Does not wait for that. Idempotent.
     */
    @Override
    public void close() {
        closing = true;
        homes.forEach(StreamLoop::cut);
    }

    @Override
    public String toString() {
        return "streams of " + homes.size() + " loops, " + calls();
    }
}
