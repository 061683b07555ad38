/**
 * Relaying: bytes between pairs of ends, both ways.
 *
 * <p>A {@link dev.vigil.relay.Relay} is built by a {@link dev.vigil.relay.RelayBuilder} and makes a
 * {@link dev.vigil.relay.RelayPair} of two {@linkplain dev.vigil.relay.RelayEnd ends}, or of one and a
 * {@link dev.vigil.relay.Destination}. Stands on {@code dev.vigil.loop} and knows nothing of acceptors.
 *
 * <p>For those who read the code, from the outside to the inside:
 *
 * <ul>
 *   <li>{@code RelayLoop} has the pairs of one loop, in a {@code PairList}, and what they share. Its thread owns them: what others ask
 *       is a task, and pairs that are left when the loop closes are ended here.
 *   <li>{@code RelayPair} is what the user holds. What it is at is a {@code Phase}: {@code Connecting}, with an {@code Attempt} for
 *       each address; {@code Running}; {@code BreakingOff}, when one end has failed and the other is still to be told.
 *   <li>{@code Running} has two {@code Side}s, an end and its registration each, and two {@code Flow}s. It decides which end has failed,
 *       and when the pair is finished.
 *   <li>{@code Flow} is one direction, and the place where a pair half-closes: what is read, written, stopped, and passed on at the end.
 *       Before an end of input is believed, it is tried here whether its sender still takes what waits for it.
 *   <li>{@code FlowBuffer} is where its bytes are: in a pipe of the {@code PipePool}, in the loop's buffer while a turn lasts, or in a
 *       {@code Backlog} of chunks of the {@code ChunkPool}, which also says what to do when the JVM has no more memory.
 * </ul>
 *
 * <p><b>Stable.</b> {@link dev.vigil.relay.RelayCounts}, {@link dev.vigil.relay.RelayTotals} and {@link dev.vigil.relay.RelayOutcome} tell
 * what was moved and how it ended. {@link dev.vigil.relay.RelayEnd} and {@link dev.vigil.relay.RelayPipe} are experimental for those who
 * implement them.
 */
package dev.vigil.relay;
