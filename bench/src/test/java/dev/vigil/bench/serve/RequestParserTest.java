package dev.vigil.bench.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server takes for a request. In the tables {@code |} ends a line, and {@code ^} is a carriage return. */
class RequestParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            GET / HTTP/1.1|Host: x||; true
            GET http://x/ HTTP/1.1|HOST:||; true
            GET / HTTP/1.1|Host: x|Connection: Close||; false
            GET / HTTP/1.1|Host: x|Connection: te, close||; false
            GET / HTTP/1.1|Host: x|Connection: closed||; true
            GET / HTTP/1.1|Host: x|Content-Length: 0 ||; true
            GET / HTTP/1.9|Host: x||; true
            |GET / HTTP/1.1|Host: x|X: ä\tb||; true
            GET / HTTP/1.0||; false
            GET / HTTP/1.0|connection: keep-alive||; true
            GET / HTTP/1.0|Connection: keep-alive|Connection: close||; false
            """)
    void a_good_request_is_kept_alive_or_not(String text, boolean keepAlive) {
        for (String end : new String[] {"\r\n", "\n"}) {
            byte[] bytes = bytes(text, end);
            RequestParser parser = new RequestParser();
            for (int i = 0; i < 2; i++) {
                ByteBuffer input = ByteBuffer.wrap(bytes);
                assertEquals(Status.OK, parser.next(input));
                assertFalse(input.hasRemaining());
                assertEquals(keepAlive, parser.isKeepAlive());
                assertFalse(parser.isHead());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            GET / HTTP/1.1||; BAD_REQUEST
            GET / HTTP/1.1|Host: x|Host: y||; BAD_REQUEST
            GET /|; BAD_REQUEST
            GET  HTTP/1.1|; BAD_REQUEST
            GET / HTTP/11|; BAD_REQUEST
            GET / HTTP/1.1 |; BAD_REQUEST
            GET / http/1.1|; BAD_REQUEST
            GET / HTTP/1x1|; BAD_REQUEST
            GET / HTTP/1.x|; BAD_REQUEST
            GET / HTTP/1.1|Host : x|; BAD_REQUEST
            GET / HTTP/1.1| folded|; BAD_REQUEST
            GET / HTTP/1.1|: x|; BAD_REQUEST
            GET / HTTP/1.1|Host|; BAD_REQUEST
            GET / HTTP/1.1|Content-Length: -1|; BAD_REQUEST
            GET / HTTP/1.1|Content-Length:|; BAD_REQUEST
            GET / HTTP/1.1|X: a\u0001|; BAD_REQUEST
            GET / HTTP/1.1|Connection: a\u0001|; BAD_REQUEST
            GET / HTTP/1.1^Host: x||; BAD_REQUEST
            G(T / HTTP/1.1|; BAD_REQUEST
            G\u0003T; BAD_REQUEST
            get / HTTP/1.1|; METHOD_NOT_ALLOWED
            POST / HTTP/1.1|; METHOD_NOT_ALLOWED
            PROPFIND-AND-SO-ON / HTTP/1.1|; METHOD_NOT_ALLOWED
            GET / HTTP/1.1|Host: x|Content-Length: 05||; CONTENT_TOO_LARGE
            GET / HTTP/1.1|Host: x|Transfer-Encoding: chunked||; NOT_IMPLEMENTED
            PRI * HTTP/2.0|; METHOD_NOT_ALLOWED
            GET / HTTP/2.0|; VERSION_NOT_SUPPORTED
            """)
    void a_bad_request_is_refused(String text, Status status) {
        ByteBuffer input = ByteBuffer.wrap(bytes(text.replace('^', '\r'), "\r\n"));
        assertEquals(status, new RequestParser().next(input));
    }

    @Test
    void requests_may_be_cut_anywhere() {
        byte[] bytes = bytes("GET / HTTP/1.1|Host: x||HEAD /y HTTP/1.1|Host: x|Connection: close||", "\r\n");
        for (int cut = 0; cut <= bytes.length; cut++) {
            RequestParser parser = new RequestParser();
            ByteBuffer input = ByteBuffer.wrap(bytes).limit(cut);
            int requests = 0;
            for (int part = 0; part < 2; part++) {
                while (input.hasRemaining()) {
                    Status status = parser.next(input);
                    if (status != null) {
                        requests++;
                        assertEquals(Status.OK, status);
                        assertEquals(requests == 2, parser.isHead());
                        assertEquals(requests == 1, parser.isKeepAlive());
                    }
                }
                input.limit(bytes.length);
            }
            assertEquals(2, requests, "cut at " + cut);
        }
    }

    @Test
    void a_request_has_at_most_as_many_bytes_as_the_limit() {
        String start = "GET / HTTP/1.1\r\nHost: x\r\nX: ";
        String longest = start + "x".repeat(RequestParser.LIMIT - start.length() - 4) + "\r\n\r\n";
        assertEquals(Status.OK, new RequestParser().next(ByteBuffer.wrap(bytes(longest, ""))));
        RequestParser parser = new RequestParser();
        byte[] tooLong = bytes(longest.replace("X: ", "X: x"), "");
        assertNull(parser.next(ByteBuffer.wrap(tooLong, 0, tooLong.length - 1)));
        assertEquals(Status.HEADERS_TOO_LARGE, parser.next(ByteBuffer.wrap(tooLong, tooLong.length - 1, 1)));
    }

    @Test
    void empty_lines_without_end_are_refused_too() {
        assertEquals(
                Status.HEADERS_TOO_LARGE,
                new RequestParser().next(ByteBuffer.wrap(bytes("|".repeat(RequestParser.LIMIT), "\r\n"))));
    }

    @Test
    void no_request_that_another_may_follow_is_shorter_than_the_shortest() {
        byte[] shortest = bytes("GET / HTTP/1.1|Host:||", "\n");
        assertEquals(RequestParser.SHORTEST, shortest.length);
        RequestParser parser = new RequestParser();
        assertEquals(Status.OK, parser.next(ByteBuffer.wrap(shortest)));
        assertTrue(parser.isKeepAlive());
    }

    private static byte[] bytes(String text, String end) {
        return text.replace("|", end).getBytes(StandardCharsets.ISO_8859_1);
    }
}
