/**
 * A small HTTP/1.1 server that answers every request with one page, written on the public API as a user would write it.
 *
 * <p>{@code Server} opens the listening socket and some loops; a {@code ServerLoop} is a thread with an event source and all its
 * connections; {@code Listener} accepts, {@code Connection} reads requests and writes answers, {@code RequestParser} knows
 * HTTP. Only the first is for others.
 */
package dev.vigil.bench.serve;
