/** Contract tests of streams, for every backend. */
package dev.vigil.stream;
