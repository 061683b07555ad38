package dev.vigil.contract;

import java.io.IOException;
import java.util.Set;

/** A kind of descriptor, such as a pipe's read end. */
public final class Kind {
    private final String name;
    private final Set<Trait> traits;
    private final Opening opening;

    /** Opens a link, with nothing to read and everything to write. */
    @FunctionalInterface
    public interface Opening {
        /**
         * Opens a link of the kind.
         *
         * @throws IOException if the system refuses
         */
        Link open() throws IOException;
    }

    /** A kind with its name as it stands in reports. */
    public Kind(String name, Opening opening, Trait... traits) {
        this.name = name;
        this.traits = Set.of(traits);
        this.opening = opening;
    }

    /** What links of this kind can do. */
    public Set<Trait> traits() {
        return traits;
    }

    /** Whether links of this kind can do something. */
    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /**
     * Opens a link.
     *
     * @throws IOException if the system refuses
     */
    public Link open() throws IOException {
        return opening.open();
    }

    @Override
    public String toString() {
        return name;
    }
}
