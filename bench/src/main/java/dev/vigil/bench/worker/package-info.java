/**
 * The worker: a JVM that holds one contender and does what it is told, by the protocol of {@code bench/src/main/c/PROTOCOL.md},
 * which the workers in C follow too.
 */
package dev.vigil.bench.worker;
