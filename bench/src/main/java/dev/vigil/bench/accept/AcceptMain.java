package dev.vigil.bench.accept;

import dev.vigil.bench.worker.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * One contender's server and the flood for it. Each line of standard input is the length of a round in nanoseconds, and is
 * answered with one line of results. Ends with its input.
 */
public final class AcceptMain {
    private AcceptMain() {}

    /** Contender, loops, sharing, accepts that make a rotation due. */
    public static void main(String[] arguments) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (AcceptServer server = server(arguments)) {
            Flood flood = new Flood(server.address(), server::accepted);
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                System.out.println(new Reply().put("rate", flood.rate(Long.parseLong(line))));
            }
        }
    }

    private static AcceptServer server(String... arguments) throws IOException {
        int loops = Integer.parseInt(arguments[1]);
        return switch (arguments[0]) {
            case "jdk" -> new SelectorAcceptServer();
            case "netty" -> new NettyAcceptServer(loops);
            default -> new VigilAcceptServer(arguments[0], loops, arguments[2], Integer.parseInt(arguments[3]));
        };
    }
}
