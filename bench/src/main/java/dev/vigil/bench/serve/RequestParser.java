package dev.vigil.bench.serve;

import java.nio.ByteBuffer;

/**
 * Takes requests apart, byte by byte as they come (RFC 9112). Holds no copy of them, so a request in many pieces costs no more
 * than one in one. Takes no content, and looks at no header field but those that say where a request ends and whether
 * another follows.
 */
final class RequestParser {
    /** The most bytes that a request may have. */
    static final int LIMIT = 8192;

    /** The fewest bytes of a request that another may follow. */
    static final int SHORTEST = "GET / HTTP/1.1\nHost:\n\n".length();

    private static final byte[] GET = Word.of("GET");
    private static final byte[] HEAD = Word.of("HEAD");
    private static final byte[] HTTP = Word.of("HTTP/");
    private static final byte[] HOST = Word.of("host");
    private static final byte[] CONNECTION = Word.of("connection");
    private static final byte[] CONTENT_LENGTH = Word.of("content-length");
    private static final byte[] TRANSFER_ENCODING = Word.of("transfer-encoding");
    private static final byte[] CLOSE = Word.of("close");
    private static final byte[] KEEP_ALIVE = Word.of("keep-alive");

    private enum State {
        START,
        METHOD,
        TARGET,
        VERSION,
        NAME,
        VALUE,
        CONNECTION_VALUE,
        LENGTH_VALUE
    }

    private final Word word = new Word();
    private State state = State.START;

    /** Whether the byte before was one, so that a line feed must follow. */
    private boolean carriageReturn;

    private int length;
    private int targetLength;
    private boolean head;
    private boolean persistent;
    private int hosts;
    private boolean close;
    private boolean keepAlive;

    /** Whether the request that has ended was a HEAD. */
    boolean isHead() {
        return head;
    }

    /** Whether another request may follow the one that has ended. */
    boolean isKeepAlive() {
        return !close && (persistent || keepAlive);
    }

    /**
     * Goes on to the end of a request, or to the end of the input.
     *
     * @return how the request is to be answered, or null if it has not ended; after anything but OK the parser is of no use
     */
    Status next(ByteBuffer input) {
        int at = input.position();
        int limit = input.limit();
        Status status = null;
        while (at < limit && status == null) {
            status = take(input.get(at++) & 0xff);
        }
        input.position(at);
        return status;
    }

    private Status take(int b) {
        if (++length > LIMIT) {
            return Status.HEADERS_TOO_LARGE;
        }
        if (carriageReturn && b != '\n') {
            return Status.BAD_REQUEST;
        }
        carriageReturn = b == '\r';
        if (carriageReturn) {
            return null;
        }
        return switch (state) {
            case START -> start(b);
            case METHOD -> method(b);
            case TARGET -> target(b);
            case VERSION -> version(b);
            case NAME -> name(b);
            case VALUE -> value(b);
            case CONNECTION_VALUE -> connectionValue(b);
            case LENGTH_VALUE -> lengthValue(b);
        };
    }

    /** Empty lines before a request are allowed: old clients end their content with one too many. */
    private Status start(int b) {
        if (b == '\n') {
            return null;
        }
        targetLength = 0;
        hosts = 0;
        head = false;
        close = false;
        keepAlive = false;
        enter(State.METHOD);
        return method(b);
    }

    private Status method(int b) {
        if (isToken(b)) {
            word.add(b);
            return null;
        }
        if (b != ' ' || word.isEmpty()) {
            return Status.BAD_REQUEST;
        }
        head = word.is(HEAD);
        if (!head && !word.is(GET)) {
            return Status.METHOD_NOT_ALLOWED;
        }
        enter(State.TARGET);
        return null;
    }

    private Status target(int b) {
        if (b > ' ' && b != 0x7f) {
            targetLength++;
            return null;
        }
        if (b != ' ' || targetLength == 0) {
            return Status.BAD_REQUEST;
        }
        enter(State.VERSION);
        return null;
    }

    private Status version(int b) {
        if (b != '\n') {
            word.add(b);
            return null;
        }
        if (!word.startsWith(HTTP) || word.length() != HTTP.length + 3 || word.at(6) != '.') {
            return Status.BAD_REQUEST;
        }
        if (!isDigit(word.at(5)) || !isDigit(word.at(7))) {
            return Status.BAD_REQUEST;
        }
        if (word.at(5) != '1') {
            return Status.VERSION_NOT_SUPPORTED;
        }
        persistent = word.at(7) != '0';
        enter(State.NAME);
        return null;
    }

    private Status name(int b) {
        if (isToken(b)) {
            word.addLowerCase(b);
            return null;
        }
        if (b == '\n' && word.isEmpty()) {
            return end();
        }
        if (b != ':' || word.isEmpty()) {
            return Status.BAD_REQUEST;
        }
        return field();
    }

    private Status field() {
        State next = State.VALUE;
        if (word.is(HOST)) {
            hosts++;
        } else if (word.is(CONNECTION)) {
            next = State.CONNECTION_VALUE;
        } else if (word.is(CONTENT_LENGTH)) {
            next = State.LENGTH_VALUE;
        } else if (word.is(TRANSFER_ENCODING)) {
            return Status.NOT_IMPLEMENTED;
        }
        enter(next);
        return null;
    }

    private Status value(int b) {
        if (b == '\n') {
            enter(State.NAME);
            return null;
        }
        return isText(b) ? null : Status.BAD_REQUEST;
    }

    private Status connectionValue(int b) {
        if (b != ',' && b != ' ' && b != '\t' && b != '\n') {
            word.addLowerCase(b);
            return isText(b) ? null : Status.BAD_REQUEST;
        }
        close |= word.is(CLOSE);
        keepAlive |= word.is(KEEP_ALIVE);
        enter(b == '\n' ? State.NAME : State.CONNECTION_VALUE);
        return null;
    }

    private Status lengthValue(int b) {
        if (b == '\n') {
            Status status = word.isEmpty() ? Status.BAD_REQUEST : null;
            enter(State.NAME);
            return status;
        }
        if (b == ' ' || b == '\t') {
            return null;
        }
        word.add(b);
        if (!isDigit(b)) {
            return Status.BAD_REQUEST;
        }
        return b == '0' ? null : Status.CONTENT_TOO_LARGE;
    }

    private Status end() {
        enter(State.START);
        length = 0;
        boolean known = persistent ? hosts == 1 : hosts <= 1;
        return known ? Status.OK : Status.BAD_REQUEST;
    }

    private void enter(State next) {
        state = next;
        word.clear();
    }

    private static boolean isText(int b) {
        return (b >= ' ' && b != 0x7f) || b == '\t';
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    /** What names of methods and of header fields are made of (RFC 9110, 5.6.2). */
    private static boolean isToken(int b) {
        return b > ' ' && b < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(b) < 0;
    }
}
