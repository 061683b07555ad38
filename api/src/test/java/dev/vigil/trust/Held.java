package dev.vigil.trust;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** An open file of a script, with every number that stands for it. */
final class Held {
    final FileKind kind;
    final OpenFile file;
    final Set<Integer> numbers = new LinkedHashSet<>();

    /** How often something was done that may have changed its state. */
    int changes;

    /** How many things were sent to it. */
    int sendings;

    /** What poll(2) said right before and right after the poll that is judged. */
    int before;

    int after;

    Held(FileKind kind, OpenFile file) {
        this.kind = kind;
        this.file = file;
    }

    boolean isChannel() {
        return file.channel() != null;
    }

    /** Any number of it, or -1 when all are closed. */
    int number() {
        Iterator<Integer> all = numbers.iterator();
        return all.hasNext() ? all.next() : -1;
    }

    int state(Kernel kernel) {
        int number = number();
        return number < 0 ? 0 : kernel.state(number);
    }

    /** Closes one number. */
    void close(Kernel kernel, int number) throws IOException {
        numbers.remove(number);
        changes++;
        if (isChannel()) {
            file.channel().close();
        } else {
            kernel.close(number);
        }
    }

    void closeAll(Kernel kernel) throws IOException {
        for (int number : Set.copyOf(numbers)) {
            close(kernel, number);
        }
        file.closeFar();
    }
}
