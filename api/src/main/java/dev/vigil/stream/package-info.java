/**
 * Data instead of readiness: byte streams over channels and descriptors, of which a whole turn of a loop is read and written at once.
 *
 * <p>{@link dev.vigil.stream.Streams} makes them, a {@link dev.vigil.stream.Stream} is what one writes to, and a
 * {@link dev.vigil.stream.StreamHandler} is told what comes. Stands on {@code dev.vigil.loop}, and takes connections from
 * {@code dev.vigil.accept} and the ends of {@code dev.vigil.relay}. Messages of datagram sockets come and go in the same turn, by a
 * {@link dev.vigil.stream.DatagramPort} and its {@link dev.vigil.stream.DatagramHandler}.
 *
 * <p>For those who read the code:
 *
 * <ul>
 *   <li>{@code StreamLoop} is the turn: in which order is read, told, written and watched, and where a batch goes to its carrier.
 *   <li>{@code Stream} is what one connection is at. What happens to it is noted, and told in one place, {@code tell}.
 *   <li>{@code Input} and {@code Output} hold what a handler has left and what the system has not taken; each is also the operation
 *       that a carrier does. Their memory is the {@code BlockPool}'s; what is read in a batch lies in the {@code ReadAhead} until the
 *       handler has seen it.
 *   <li>{@code TimeLimits} has the clock.
 *   <li>{@code DatagramLoop} is the part that ports have in the turn, {@code DatagramPort} what one socket is at, and
 *       {@code DatagramQueue} holds what the system has not taken; {@code Member} is what a loop knows of streams and ports alike.
 * </ul>
 *
 * <p><b>Experimental.</b> A {@link dev.vigil.stream.StreamsBuilder} has the settings, a {@link dev.vigil.stream.StreamFactory} makes the
 * handler of each connection, and {@link dev.vigil.stream.StreamCounts} and {@link dev.vigil.stream.StreamTotals} tell what was moved;
 * {@link dev.vigil.stream.BlockingStream} is the blocking face. A port stands on a {@link dev.vigil.stream.DatagramEnd}, which receives and
 * sends a {@link dev.vigil.stream.DatagramBatch} at once, and {@link dev.vigil.stream.DatagramCounts} tell of it.
 */
package dev.vigil.stream;
