package dev.vigil.posix;

import java.io.IOException;

/** Asks for a pipe twice, and prints what comes of it. */
final class PipeProgram {

    private PipeProgram() {}

    public static void main(String[] arguments) throws IOException {
        for (int i = 0; i < 2; i++) {
            try {
                Descriptors.pipe().close();
                System.out.println("a pipe");
            } catch (LinkageError e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
