package dev.vigil.selector;

import dev.vigil.spi.Watch;
import sun.nio.ch.SelectionKeyImpl;

/** A key that the mechanism knows. */
final class WatchedKey {
    final SelectionKeyImpl key;
    final Watch watch;

    /** The word of the watch: descriptor in the lower half, generation in the upper. */
    final long word;

    /** What it is watched for, in poll bits. */
    int events;

    WatchedKey(SelectionKeyImpl key, Watch watch, int events) {
        this.key = key;
        this.watch = watch;
        this.word = watch.word();
        this.events = events;
    }
}
