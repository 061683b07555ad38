/** A pre-fork server: one process binds the listener, others inherit it and accept. */
package dev.vigil.bench.prefork;
