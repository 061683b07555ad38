/** Threads that ping-pong, virtual ones and those of the platform, each waiting in the way of its contender. */
package dev.vigil.bench.virtual;
