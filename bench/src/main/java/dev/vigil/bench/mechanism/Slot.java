package dev.vigil.bench.mechanism;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;

/** What is attached to a selection key: whom to tell what. */
record Slot(int index, ReadyHandler handler) {
    static void serve(SelectionKey key) {
        Slot slot = (Slot) key.attachment();
        try {
            slot.handler.ready(slot.index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
