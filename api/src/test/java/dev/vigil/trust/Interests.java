package dev.vigil.trust;

import dev.vigil.Feature;
import dev.vigil.Interest;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.Set;

/** Interests drawn by number, as far as a backend and a file take them. */
final class Interests {
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int PRIORITY = 4;
    private static final int READ_CLOSED = 8;
    private static final int MODES = 16;

    private Interests() {}

    static Interest drawn(int number, Held held, Set<Feature> features) {
        Interest interest = Interest.NONE;
        SelectableChannel channel = held.file.channel();
        int valid = channel == null ? -1 : channel.validOps();
        if ((number & READ) != 0 && (valid & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0) {
            interest = interest.and(Interest.READ);
        }
        if ((number & WRITE) != 0 && (valid & (SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT)) != 0) {
            interest = interest.and(Interest.WRITE);
        }
        if ((number & PRIORITY) != 0 && features.contains(Feature.PRIORITY)) {
            interest = interest.and(Interest.PRIORITY);
        }
        if ((number & READ_CLOSED) != 0 && features.contains(Feature.READ_CLOSED)) {
            interest = interest.and(Interest.READ_CLOSED);
        }
        return interest.directions() == 0 ? Interest.NONE : mode(interest, number / MODES % 8, features);
    }

    private static Interest mode(Interest interest, int mode, Set<Feature> features) {
        boolean edge = features.contains(Feature.EDGE);
        return switch (mode) {
            case 0, 1 -> interest.oneShot();
            case 2 -> edge ? interest.edge() : interest;
            case 3 -> edge ? interest.edge().oneShot() : interest.oneShot();
            case 4 -> isPlain(interest) && features.contains(Feature.EXCLUSIVE) ? interest.exclusive() : interest;
            case 5 ->
                isPlain(interest) && edge && features.contains(Feature.EXCLUSIVE)
                        ? interest.edge().exclusive()
                        : interest;
            default -> interest;
        };
    }

    private static boolean isPlain(Interest interest) {
        return !interest.isPriority() && !interest.isReadClosed();
    }

    /** As it is written in a program. */
    static String text(Interest interest) {
        StringBuilder out = new StringBuilder();
        add(out, interest.isRead(), "READ");
        add(out, interest.isWrite(), "WRITE");
        add(out, interest.isPriority(), "PRIORITY");
        add(out, interest.isReadClosed(), "READ_CLOSED");
        if (out.length() == 0) {
            return "Interest.NONE";
        }
        return out
                + (interest.isEdge() ? ".edge()" : "")
                + (interest.isOneShot() ? ".oneShot()" : "")
                + (interest.isExclusive() ? ".exclusive()" : "");
    }

    private static void add(StringBuilder out, boolean has, String name) {
        if (has) {
            out.append(out.length() == 0 ? "Interest." + name : ".and(Interest." + name + ")");
        }
    }
}
