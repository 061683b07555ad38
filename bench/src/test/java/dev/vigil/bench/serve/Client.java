package dev.vigil.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.contract.Polling;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client on a blocking socket, which gives up after a generous time. */
final class Client implements Closeable {
    static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    static final String LAST = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    final Socket socket = new Socket();
    private final InputStream in;

    Client(InetSocketAddress server) throws IOException {
        socket.setSoTimeout((int) Polling.LIMIT.toMillis());
        socket.connect(server, (int) Polling.LIMIT.toMillis());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    Client send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Reads one answer, with as much content as it announces. */
    String answer(boolean content) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            assertTrue(b >= 0, "ended early: " + head);
            head.write(b);
        }
        String fields = head.toString(StandardCharsets.ISO_8859_1);
        int length = Integer.parseInt(fields.replaceFirst("(?s).*\r\nContent-Length: ([0-9]+)\r\n.*", "$1"));
        byte[] body = content ? in.readNBytes(length) : new byte[0];
        assertEquals(content ? length : 0, body.length, "bytes of content");
        return fields + new String(body, StandardCharsets.ISO_8859_1);
    }

    /** Fails unless the next answer is the page. */
    Client getsPage() throws IOException {
        String answer = answer(true);
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.endsWith("Served by Vigil.\n"), answer);
        return this;
    }

    /** Fails unless the server has ended the connection in order. */
    void isClosed() throws IOException {
        assertEquals(-1, in.read());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
