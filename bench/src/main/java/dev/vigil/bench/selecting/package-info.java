/** Selectors: the JDK's own, and those of the selector module, under the same work of an application that knows no difference. */
package dev.vigil.bench.selecting;
