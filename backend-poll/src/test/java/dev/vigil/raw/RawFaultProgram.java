package dev.vigil.raw;

import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Faults;
import dev.vigil.posix.FdChannel;
import dev.vigil.posix.OpenDescriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.posix.Pseudoterminal;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import dev.vigil.posix.Timers;
import dev.vigil.relay.RelayEnd;
import dev.vigil.relay.RelayPipe;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lets each native call of whatever opens or takes over a descriptor fail in turn, and tells what stays open then. Prints a line for
 * each case that is wrong, and how many cases there were.
 */
final class RawFaultProgram {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** Linux numbers: what a filter says, what a full table says, and what a full memory says. */
    private static final Map<String, Integer> ERRORS = Map.of("EPERM", 1, "EMFILE", 24, "ENOMEM", 12);

    /** Makes something with the calls that may fail; what was made for it beforehand is left to the case. */
    private interface Operation {
        Closeable run() throws IOException;
    }

    /** Makes what an operation needs. */
    private interface Preparation {
        Operation prepare(Deque<Closeable> needed) throws IOException;
    }

    /** Whether the system is short of something when a call of splice comes. */
    private static boolean inWant;

    private static final Map<String, Preparation> OPERATIONS = new LinkedHashMap<>();

    static {
        OPERATIONS.put("pipe", needed -> () -> {
            PipeEnds ends = Descriptors.pipe();
            return ends;
        });
        OPERATIONS.put("pair", needed -> () -> {
            SocketPair pair = Sockets.pair();
            return pair;
        });
        OPERATIONS.put("timer", needed -> () -> closing(Timers.open()));
        OPERATIONS.put("terminal", needed -> () -> {
            Pseudoterminal terminal = Pseudoterminal.open();
            return () -> {
                Descriptors.close(terminal.terminal());
                Descriptors.close(terminal.controller());
            };
        });
        OPERATIONS.put("datagram", needed -> () -> closing(Sockets.datagram(ANYWHERE)));
        OPERATIONS.put("listen", needed -> () -> DescriptorListener.open(ANYWHERE, 0, false));
        OPERATIONS.put("listen, shared", needed -> () -> DescriptorListener.open(ANYWHERE, 0, true));
        OPERATIONS.put("connect", needed -> {
            int listener = Sockets.listen(ANYWHERE, 10, false);
            needed.push(closing(listener));
            InetSocketAddress address = (InetSocketAddress) Sockets.localAddress(listener);
            return () -> closing(Sockets.connect(address));
        });
        OPERATIONS.put("accept", needed -> {
            var listener = DescriptorListener.open(ANYWHERE, 0, false);
            needed.push(listener);
            needed.push(closing(Sockets.connect(listener.localAddress())));
            return listener::accept;
        });
        OPERATIONS.put("take over a channel", needed -> {
            SocketPair pair = Sockets.pair();
            needed.push(closing(pair.second()));
            FdChannel channel = FdChannel.owning(pair.first());
            return () -> DescriptorEnd.owning(channel);
        });
        OPERATIONS.put("open a pipe to splice through", needed -> SplicePipe.FACTORY::open);
        OPERATIONS.put("splice", needed -> {
            SocketPair from = Sockets.pair();
            SocketPair to = Sockets.pair();
            needed.push(from);
            needed.push(to);
            Descriptors.write(from.second(), ByteBuffer.allocate(1));
            DescriptorEnd sends = DescriptorEnd.owning(Descriptors.duplicate(from.first()));
            DescriptorEnd takes = DescriptorEnd.owning(Descriptors.duplicate(to.first()));
            needed.push(sends);
            needed.push(takes);
            return () -> splice(sends, takes, to.second(), from.second());
        });
        OPERATIONS.put("splice from a channel", needed -> {
            SocketPair to = Sockets.pair();
            needed.push(to);
            try (ServerSocketChannel listener = ServerSocketChannel.open().bind(ANYWHERE)) {
                int peer = Sockets.connect((InetSocketAddress) listener.getLocalAddress());
                needed.push(closing(peer));
                SocketChannel channel = listener.accept();
                channel.configureBlocking(false);
                RelayEnd sends = DescriptorEnd.of(channel);
                DescriptorEnd takes = DescriptorEnd.owning(Descriptors.duplicate(to.first()));
                needed.push(sends);
                needed.push(takes);
                Descriptors.write(peer, ByteBuffer.allocate(1));
                return () -> splice(sends, takes, to.second(), peer);
            }
        });
    }

    private RawFaultProgram() {}

    private static Closeable closing(int fd) {
        return () -> Descriptors.close(fd);
    }

    /**
     * What is in the pipe comes out of it, and what is not is still to be read, whatever was refused. A pipe goes on that met want
     * of something, and not a refusal.
     */
    private static RelayPipe splice(RelayEnd from, DescriptorEnd to, int receiver, int sender) throws IOException {
        RelayPipe pipe = SplicePipe.FACTORY.open();
        try {
            if (fill(pipe, from) == 0) {
                requireByte(from.read(ByteBuffer.allocateDirect(2)), "what was not taken cannot be read");
                return pipe;
            }
            requireByte(pipe.drain(to, 1), "the byte is not taken");
            requireByte(Descriptors.read(receiver, ByteBuffer.allocate(2)), "the byte does not come out");
            Faults.end();
            Descriptors.write(sender, ByteBuffer.allocate(1));
            if (inWant) {
                requireByte(fill(pipe, from), "a pipe that met want takes nothing more");
            }
            return pipe;
        } catch (Throwable e) {
            pipe.close();
            throw e;
        }
    }

    private static long fill(RelayPipe pipe, RelayEnd from) throws IOException {
        try {
            return pipe.fill(from, 10);
        } catch (UnsupportedOperationException e) {
            return 0;
        }
    }

    private static void requireByte(long count, String otherwise) {
        if (count != 1) {
            throw new AssertionError(otherwise + ": " + count);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Faults.install();
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        for (Map.Entry<String, Preparation> each : OPERATIONS.entrySet()) {
            String what = each.getKey();
            // The first time may open what stays open.
            run(what, each.getValue(), "", -1, 0, new ArrayList<>());
            List<String> calls = run(what, each.getValue(), "", -1, 0, wrong);
            for (int i = 0; i < calls.size(); i++) {
                // A close that fails has closed all the same: it is tried where the others are.
                for (Map.Entry<String, Integer> error : new TreeMap<>(ERRORS).entrySet()) {
                    if (!calls.get(i).equals("close")) {
                        String name = what + ": " + error.getKey() + " to " + calls.get(i) + " (" + (i + 1) + ")";
                        run(name, each.getValue(), calls.get(i), i, error.getValue(), wrong);
                        cases++;
                    }
                }
            }
        }
        wrong.forEach(System.out::println);
        System.out.println(cases + " cases, " + wrong.size() + " wrong");
    }

    private static List<String> run(
            String name, Preparation preparation, String call, int failing, int errno, List<String> wrong)
            throws IOException {
        Deque<Closeable> needed = new ArrayDeque<>();
        Map<Integer, String> before = OpenDescriptors.now();
        Operation operation = preparation.prepare(needed);
        inWant = call.equals("splice") && errno != ERRORS.get("EPERM");
        // What one case was told is not to keep the next from trying.
        SplicePipe.denied = false;
        Faults.Plan plan = Faults.begin(call, failing, errno);
        try {
            Closeable made = operation.run();
            Faults.end();
            made.close();
        } catch (IOException | UnsupportedOperationException e) {
            if (failing < 0) {
                wrong.add(name + ": " + e);
            }
        } catch (RuntimeException | Error e) {
            wrong.add(name + ": not documented: " + e);
        } finally {
            Faults.end();
        }
        for (Closeable each : needed) {
            each.close();
        }
        Map<Integer, String> after = OpenDescriptors.now();
        after.entrySet().removeAll(before.entrySet());
        if (!after.isEmpty()) {
            wrong.add(name + ": leaves " + after);
        }
        return plan.calls();
    }
}
