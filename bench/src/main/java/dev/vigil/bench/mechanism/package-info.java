/**
 * The contenders in Java, each written as its users would, behind one small face. All read and write by the same two calls
 * of libc ({@link dev.vigil.bench.mechanism.ByteIo}), so that they differ in how they are notified and in nothing else.
 */
package dev.vigil.bench.mechanism;
