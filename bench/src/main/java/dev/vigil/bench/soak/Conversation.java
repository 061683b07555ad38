package dev.vigil.bench.soak;

import dev.vigil.EventHandler;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Random;

/** The client's side of one connection. Every byte that comes back is looked at. */
final class Conversation implements EventHandler {
    private static final int SMALL = 4096;
    private static final int LARGE = 1 << 16;

    /** Of the small ones, every so many is large. */
    private static final int RARE = 16;

    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final Duration SLOWNESS = Duration.ofMillis(5);

    private final SoakClient client;
    private final Habit habit;
    private final SocketChannel channel;
    private final ByteBuffer output;
    private final long begun = System.nanoTime();
    private Registration registration;
    private boolean connected;
    private boolean shut;
    private boolean urged;
    private boolean over;
    private long sent;
    private int received;

    private Conversation(SoakClient client, Habit habit, SocketChannel channel, int length, int start) {
        this.client = client;
        this.habit = habit;
        this.channel = channel;
        output = ByteBuffer.allocate(length);
        output.put(habit.first);
        for (int i = 1; i < length; i++) {
            output.put((byte) (start + i));
        }
        output.flip();
    }

    static Conversation begin(SoakClient client, Habit habit, Random random) throws IOException {
        boolean large = habit == Habit.SLOW || random.nextInt(RARE) == 0;
        int length = 2 + random.nextInt(large ? LARGE : SMALL);
        SocketChannel channel = SocketChannel.open();
        try {
            Conversation conversation = new Conversation(client, habit, channel, length, random.nextInt());
            conversation.connect();
            return conversation;
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private void connect() throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (habit == Habit.SLOW) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
        }
        InetSocketAddress local = client.local();
        if (local != null) {
            channel.bind(local);
        }
        channel.connect(client.server());
        registration = client.loop.register(channel, Interest.WRITE, this);
    }

    @Override
    public void onReady(Registration self, Readiness ready) {
        try {
            if (!connected) {
                connected = channel.finishConnect();
                if (connected && habit == Habit.IDLE) {
                    self.update(Interest.NONE);
                    client.loop.schedule(SILENCE, this::speak);
                } else if (connected) {
                    sent = System.nanoTime();
                    send();
                }
                return;
            }
            if (ready.isReadable()) {
                receive();
            }
            if (!over && output.hasRemaining()) {
                send();
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void speak() {
        try {
            if (!over) {
                sent = System.nanoTime();
                send();
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void send() throws IOException {
        if (habit == Habit.URGENT && !urged) {
            int end = output.limit();
            output.limit(output.position() + output.remaining() / 2);
            channel.write(output);
            output.limit(end);
            urged = true;
            channel.socket().sendUrgentData(0);
        }
        channel.write(output);
        if (!output.hasRemaining() && habit == Habit.HALF_CLOSE && !shut) {
            shut = true;
            channel.shutdownOutput();
        }
        if (!registration.interest().isRead()
                || output.hasRemaining() != registration.interest().isWrite()) {
            registration.update(output.hasRemaining() ? Interest.READ.and(Interest.WRITE) : Interest.READ);
        }
    }

    private void receive() throws IOException {
        ByteBuffer bytes = client.input.clear();
        if (habit == Habit.SLOW) {
            bytes.limit(SMALL);
        }
        int count = channel.read(bytes);
        bytes.flip();
        while (bytes.hasRemaining()) {
            if (received == output.limit() || bytes.get() != output.get(received)) {
                fail("byte " + received + " of " + output.limit() + " is not the one that was sent");
                return;
            }
            received++;
        }
        if (count < 0) {
            end();
        } else if (habit == Habit.RESET && received > 0) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            finish(null);
        } else if (received == output.limit() && habit != Habit.HALF_CLOSE) {
            if (habit == Habit.PLAIN && output.limit() <= SMALL) {
                client.measured(System.nanoTime() - sent);
            }
            finish(habit == Habit.BE_RESET ? "was answered" : null);
        } else if (habit == Habit.SLOW) {
            registration.update(output.hasRemaining() ? Interest.WRITE : Interest.NONE);
            client.loop.schedule(SLOWNESS, this::goOn);
        }
    }

    private void goOn() {
        try {
            if (!over) {
                registration.update(output.hasRemaining() ? Interest.READ.and(Interest.WRITE) : Interest.READ);
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void end() {
        boolean expected = habit == Habit.BE_RESET || (habit == Habit.HALF_CLOSE && received == output.limit());
        finish(expected ? null : "the end after " + received + " of " + output.limit() + " bytes");
    }

    private void failed(IOException e) {
        finish(habit == Habit.BE_RESET && connected ? null : String.valueOf(e.getMessage()));
    }

    void fail(String why) {
        finish(why);
    }

    private void finish(String failure) {
        if (over) {
            return;
        }
        over = true;
        closeQuietly();
        client.ended(this, failure);
    }

    void closeQuietly() {
        if (registration != null) {
            registration.cancel();
        }
        try {
            channel.close();
        } catch (IOException e) {
            // Closed all the same.
            over = true;
        }
    }

    Habit habit() {
        return habit;
    }

    long begun() {
        return begun;
    }

    @Override
    public String toString() {
        return (connected ? "" : "not connected, ") + output.position() + " of " + output.limit() + " bytes sent, "
                + received + " received";
    }
}
