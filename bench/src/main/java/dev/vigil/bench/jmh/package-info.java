/**
 * Microbenchmarks of Vigil's backends alone, for work on the library: one operation each, with what the collector has to do
 * for it. Comparisons with peers are the scenarios' task.
 */
package dev.vigil.bench.jmh;
