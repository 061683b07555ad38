/** A long run of short connections of every temper, which must leave everything as it was. */
package dev.vigil.bench.soak;
