/**
 * The backend {@code migrating}: busy descriptors in one backend, quiet ones in another.
 *
 * <p>R. Gooch proposed it in 1998 ("I/O Event Handling Under Linux"): two threads, each in poll(2); descriptors that stay quiet
 * migrate to the one that mostly sleeps. Here the two sides are any two backends, the decision when to move is a
 * {@link dev.vigil.migrating.MigrationPolicy} that weighs measured costs, and a cold side that is a descriptor itself needs no
 * thread. {@code docs/migrating.md} tells the whole.
 *
 * <p><b>Experimental.</b> {@link dev.vigil.migrating.MigratingSettings} says which two sides and which policy;
 * {@link dev.vigil.migrating.MigrationCosts} is what a policy is told. {@link dev.vigil.migrating.MigratingBackend} takes the settings, and
 * is how the backend is found.
 */
package dev.vigil.migrating;
