package dev.vigil.bench.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A worker's process. Its argument is the contender's name. */
public final class WorkerMain {
    private WorkerMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream replies = System.out;
        // What a library prints must not get between the replies.
        System.setOut(System.err);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        new Worker(arguments[0]).serve(requests, new PrintStream(replies, false, StandardCharsets.UTF_8));
        // A contender's own threads must not keep the process.
        System.exit(0);
    }
}
