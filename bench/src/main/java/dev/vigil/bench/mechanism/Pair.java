package dev.vigil.bench.mechanism;

import java.nio.channels.SelectableChannel;

/**
 * A watched descriptor, and the other one by which it is made ready.
 *
 * @param watched the number of the watched one
 * @param other the number of the other
 * @param channel the channel of the watched one, or null for a raw descriptor
 * @param otherChannel the channel of the other, or null
 */
public record Pair(int watched, int other, SelectableChannel channel, SelectableChannel otherChannel) {}
