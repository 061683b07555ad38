package dev.vigil.selector;

/**
 * The turns of a selector: from what a selection found to the next selection, or to the end of its action. Whatever else is ready
 * waits meanwhile, so a flight recording is told of long ones.
 */
class Turns {
    private static final boolean HAS_RECORDER =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    /** For the turns of one selector: they cost nothing where this JDK has no flight recorder. */
    static Turns of(String backend) {
        return HAS_RECORDER ? new RecordedTurns(backend) : new Turns();
    }

    /** A selection is over. */
    void begin(int events) {}

    /** The next one begins, or the action of the last one is over. */
    void end() {}
}
