/** Streams of bytes through whatever stands in between: paced and unpaced senders, sinks that check, count and may stop reading. */
package dev.vigil.bench.flow;
