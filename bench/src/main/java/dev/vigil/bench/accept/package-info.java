/** Servers that accept connections and close them, and floods of clients for them. */
package dev.vigil.bench.accept;
