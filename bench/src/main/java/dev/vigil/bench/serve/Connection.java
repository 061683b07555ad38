package dev.vigil.bench.serve;

import dev.vigil.EventHandler;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One client. It is either read from or, while it leaves an answer in our hands, written to; never both. So a client that stops
 * reading is not listened to either, and costs at most one {@link #OUTPUT} of memory.
 */
final class Connection implements EventHandler {
    /** Read at most before the next connection gets its turn. */
    static final int INPUT = 4096;

    /** Enough for the answers to everything that one input can ask, and to a request that began in the one before. */
    static final int OUTPUT = (INPUT / RequestParser.SHORTEST + 2) * Answers.LONGEST;

    /** Thrown away at most of what a client still sends after its last answer. */
    private static final int LINGER = 256 * 1024;

    private final SocketChannel channel;
    private final ServerLoop loop;
    private final RequestParser parser = new RequestParser();

    /** What the client has not taken yet, or null. Interest is WRITE exactly while there is something. */
    private ByteBuffer pending;

    /** No further request is looked at. */
    private boolean finishing;

    /** The client may be sending still: see {@link #finish}. */
    private boolean talking;

    /** Our direction is closed; what may still be thrown away. */
    private boolean lingering;

    private int lingerLeft = LINGER;

    Connection(SocketChannel channel, ServerLoop loop) {
        this.channel = channel;
        this.loop = loop;
    }

    @Override
    public void onReady(Registration self, Readiness ready) {
        try {
            if (pending != null) {
                flush(self);
            } else {
                receive(self);
            }
        } catch (IOException e) {
            // The client has gone without a word.
            loop.end(this, self);
        }
    }

    private void receive(Registration self) throws IOException {
        ByteBuffer input = loop.input.clear();
        int count = channel.read(input);
        if (count < 0) {
            loop.end(this, self);
        } else if (lingering) {
            lingerLeft -= count;
            if (lingerLeft < 0) {
                loop.end(this, self);
            }
        } else {
            ByteBuffer output = loop.output.clear();
            answer(input.flip(), output);
            send(output.flip(), self);
        }
    }

    /** Answers whatever is complete; one that is not stays in the parser. */
    private void answer(ByteBuffer input, ByteBuffer output) {
        while (input.hasRemaining() && !finishing) {
            Status status = parser.next(input);
            if (status == Status.OK) {
                output.put(Answers.page(parser.isHead(), parser.isKeepAlive()));
                finishing = !parser.isKeepAlive();
                talking = input.hasRemaining();
            } else if (status != null) {
                output.put(Answers.refusal(status, parser.isHead()));
                finishing = true;
                talking = true;
            }
        }
    }

    private void send(ByteBuffer output, Registration self) throws IOException {
        if (output.hasRemaining()) {
            channel.write(output);
        }
        if (output.hasRemaining()) {
            pending = ByteBuffer.allocate(output.remaining()).put(output).flip();
            self.update(Interest.WRITE);
        } else if (finishing) {
            finish(self);
        }
    }

    private void flush(Registration self) throws IOException {
        channel.write(pending);
        if (pending.hasRemaining()) {
            return;
        }
        pending = null;
        if (finishing) {
            finish(self);
        }
        if (self.isActive()) {
            self.update(Interest.READ);
        }
    }

    /**
     * Ends a connection after its last answer. Closing a socket with something unread in it resets the connection, and a reset
     * overtakes the answer: so if the client may be sending still, only our direction is closed, and the rest read away.
     */
    private void finish(Registration self) throws IOException {
        if (talking) {
            channel.shutdownOutput();
            lingering = true;
        } else {
            loop.end(this, self);
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Closed all the same: close(2) frees the descriptor before it reports anything.
            return;
        }
    }
}
