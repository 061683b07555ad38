package dev.vigil.bench.serve;

import java.nio.charset.StandardCharsets;

/** What goes out: the page, made once, and refusals. */
final class Answers {
    private static final String PAGE = "<!doctype html>\n<title>Vigil</title>\n<p>Served by Vigil.\n";

    private static final byte[] KEPT = answer(Status.OK, true, false);
    private static final byte[] KEPT_HEAD = answer(Status.OK, true, true);
    private static final byte[] CLOSED = answer(Status.OK, false, false);
    private static final byte[] CLOSED_HEAD = answer(Status.OK, false, true);

    private Answers() {}

    static byte[] page(boolean head, boolean keepAlive) {
        if (head) {
            return keepAlive ? KEPT_HEAD : CLOSED_HEAD;
        }
        return keepAlive ? KEPT : CLOSED;
    }

    /** Made each time, for the connection ends with it. */
    static byte[] refusal(Status status, boolean head) {
        return answer(status, false, head);
    }

    private static byte[] answer(Status status, boolean keepAlive, boolean head) {
        boolean ok = status == Status.OK;
        String content = ok ? PAGE : status.line + "\n";
        String type = ok ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
        String answer = "HTTP/1.1 " + status.line + "\r\n"
                + status.field
                + "Content-Type: " + type + "\r\n"
                + "Content-Length: " + content.length() + "\r\n"
                + "Connection: " + (keepAlive ? "keep-alive" : "close") + "\r\n\r\n"
                + (head ? "" : content);
        return answer.getBytes(StandardCharsets.US_ASCII);
    }
}
