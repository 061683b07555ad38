/** Who takes part: which contenders are found on this machine, which are absent and why, and how each one's worker is started. */
package dev.vigil.bench.contender;
