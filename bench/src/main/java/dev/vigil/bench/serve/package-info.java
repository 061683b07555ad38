/**
 * A small HTTP/1.1 server that answers every request with one page, written on the public API as a user would write it.
 *
 * <p>{@code Server} opens some loops, streams on them, and an acceptor; {@code Connection} is told what a client sends and writes
 * answers, {@code RequestParser} knows HTTP. Only the first is for others.
 */
package dev.vigil.bench.serve;
