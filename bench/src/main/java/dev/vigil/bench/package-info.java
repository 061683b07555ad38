/** The command line. */
package dev.vigil.bench;
