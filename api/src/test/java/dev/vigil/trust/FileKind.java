package dev.vigil.trust;

import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** A kind of open file, what can be done to it, and how that reads in a program. */
public final class FileKind {
    /** Opens a file of the kind. */
    @FunctionalInterface
    public interface Opening {
        /**
         * Opens it.
         *
         * @throws IOException if the system refuses
         */
        OpenFile open() throws IOException;
    }

    /** What is known of a kind. */
    public enum Quality {
        /** Registered as a channel. */
        CHANNEL,
        /** What one end does the other sees when the call returns. */
        PROMPT,
        /** Everything that is sent is an edge, also while something is left of what was sent before. */
        SEND_IS_EDGE,
        /** A kind that no backend watches. */
        REFUSED,
        /** A kind whose inode says nothing of which one it is. */
        ANONYMOUS,
        /** A device that poll(2) alone watches. */
        DEVICE,
        /** Watched by what the kernel says, whatever its type: files of /proc and /sys. */
        POLLABLE_REGULAR
    }

    private final String name;
    private final Opening opening;
    private final Set<Quality> qualities;
    private final String openingText;
    private final Map<Act, String> acts = new EnumMap<>(Act.class);

    /**
     * A kind without anything to be done to it.
     *
     * @param name one word, with hyphens
     * @param openingText Java statements that open one; {@code #} stands for its place
     */
    public FileKind(String name, Opening opening, String openingText, Quality... qualities) {
        this.name = name;
        this.opening = opening;
        this.openingText = openingText;
        this.qualities = EnumSet.noneOf(Quality.class);
        this.qualities.addAll(Set.of(qualities));
    }

    /** Adds what can be done, with the Java statement that does it. */
    public FileKind with(Act act, String text) {
        acts.put(act, text);
        return this;
    }

    /** Whether something can be done to it. */
    public boolean has(Act act) {
        return acts.containsKey(act);
    }

    /** Whether something is known of it. */
    public boolean is(Quality quality) {
        return qualities.contains(quality);
    }

    OpenFile open() throws IOException {
        return opening.open();
    }

    String openingText(int place) {
        return at(openingText, place);
    }

    String text(Act act, int place) {
        return at(acts.get(act), place);
    }

    private static String at(String text, int place) {
        return text.replace("#", Integer.toString(place));
    }

    @Override
    public String toString() {
        return name;
    }
}
