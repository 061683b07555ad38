package dev.vigil.spi;

import java.io.IOException;

/** The registrations of one source, for mechanisms that look them up or move them themselves. */
public interface Registrations {
    /** A word that no registration has, for a mechanism's own wake-up descriptor. Further ones go down from here. */
    long RESERVED_WORD = -1L;

    /**
     * Finds a registration by the word that an event carried. Takes no lock.
     *
     * @param word slot and generation
     * @return the registration, or null if it has ended: the event is stale
     */
    Watch find(long word);

    /**
     * Runs a change of one registration while every control call for it is held off. Does nothing if it has ended.
     *
     * @param watch the registration
     * @param change what to do
     * @throws IOException what the change throws
     */
    void exclusively(Watch watch, Change change) throws IOException;

    /** A change of one registration that the mechanism makes on its own account, such as a move. */
    @FunctionalInterface
    interface Change {
        /**
         * Makes the change.
         *
         * @param watch the registration
         * @throws IOException if the system refuses
         */
        void apply(Watch watch) throws IOException;
    }
}
