/** A run: workers started and asked, rounds interleaved, figures collected, children ended. */
package dev.vigil.bench.run;
