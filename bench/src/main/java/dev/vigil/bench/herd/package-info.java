/** Many threads wait at one address, each connection is timed, and everybody's share is counted. */
package dev.vigil.bench.herd;
