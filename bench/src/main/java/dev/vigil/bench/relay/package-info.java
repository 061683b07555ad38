/** A TCP relay in one class, written on the public API as a user would write it. */
package dev.vigil.bench.relay;
