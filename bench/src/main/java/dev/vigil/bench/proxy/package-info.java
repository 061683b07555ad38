/** Relays to be compared: Vigil's own, two more in Java, and programs found on this machine; each in a process of its own. */
package dev.vigil.bench.proxy;
