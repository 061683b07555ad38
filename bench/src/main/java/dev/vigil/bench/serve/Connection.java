package dev.vigil.bench.serve;

import dev.vigil.stream.Stream;
import dev.vigil.stream.StreamHandler;
import java.nio.ByteBuffer;

/**
 * One client. It is read from until it leaves more answers in our hands than a stream takes, and on when it has taken them: so one that
 * stops reading is not listened to either, and costs little memory.
 */
final class Connection implements StreamHandler {
    /** Thrown away at most of what a client still sends after its last answer. */
    private static final int LINGER = 256 * 1024;

    private final RequestParser parser = new RequestParser();
    private final ByteBuffer page = ByteBuffer.wrap(Answers.page(false, true));

    /** No further request is looked at. */
    private boolean finishing;

    private int lingerLeft = LINGER;

    @Override
    public void onData(Stream stream, ByteBuffer data) {
        if (finishing) {
            throwAway(stream, data);
            return;
        }
        boolean more = true;
        while (data.hasRemaining() && more && !finishing) {
            Status status = parser.next(data);
            if (status != null) {
                more = stream.write(answer(status));
                finishing = status != Status.OK || !parser.isKeepAlive();
            }
            if (finishing) {
                finish(stream, status != Status.OK || data.hasRemaining());
            }
        }
        if (finishing) {
            throwAway(stream, data);
        } else if (!more) {
            stream.pause();
        }
    }

    private ByteBuffer answer(Status status) {
        if (status != Status.OK) {
            return ByteBuffer.wrap(Answers.refusal(status, parser.isHead()));
        }
        return parser.isHead() || !parser.isKeepAlive()
                ? ByteBuffer.wrap(Answers.page(parser.isHead(), parser.isKeepAlive()))
                : page.rewind();
    }

    @Override
    public void onWritable(Stream stream) {
        stream.resume();
    }

    /**
     * Ends a connection after its last answer. Closing a socket with something unread in it resets the connection, and a reset
     * overtakes the answer: so if the client may be sending still, only our direction is closed, and the rest read away.
     */
    private static void finish(Stream stream, boolean talking) {
        if (talking) {
            stream.shutdownOutput();
        } else {
            stream.close();
        }
    }

    private void throwAway(Stream stream, ByteBuffer data) {
        lingerLeft -= data.remaining();
        data.position(data.limit());
        if (lingerLeft < 0) {
            stream.close();
        }
    }
}
