package dev.vigil.selector.application;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** The smallest application: prints its selector, and what it selects. With an argument it then lasts until its input ends. */
final class SelectorMain {
    private SelectorMain() {}

    public static void main(String[] arguments) throws IOException {
        try (Selector selector = Selector.open();
                Selector another = Selector.open()) {
            System.out.println(selector.getClass().getSimpleName().equals("VigilSelector") ? selector : "of the JDK");
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            pipe.source().register(selector, SelectionKey.OP_READ);
            pipe.sink().write(ByteBuffer.allocate(1));
            System.out.println(selector.select() + " selected, " + another.selectNow());
            if (arguments.length > 0) {
                System.out.println("reads " + System.in.read());
            }
        }
    }
}
