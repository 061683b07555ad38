/** What everything else is built on: the cost of a call that does nothing, in Java and in the kernel. */
package dev.vigil.bench.jmh.baseline;
