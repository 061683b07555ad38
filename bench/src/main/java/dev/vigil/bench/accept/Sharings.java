package dev.vigil.bench.accept;

import dev.vigil.accept.Sharing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The ways in which an acceptor's loops share, by name. */
public final class Sharings {
    /** What the acceptor chooses by itself. */
    public static final String AUTO = "auto";

    private Sharings() {}

    /** As on the command line. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of(AUTO));
        for (Sharing sharing : Sharing.values()) {
            names.add(sharing.name().toLowerCase(Locale.ROOT));
        }
        return names;
    }
}
