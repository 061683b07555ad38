package dev.vigil.migrating;

import dev.vigil.contract.EventSourceContract;

/** The contract where cold threads watch: a poll that does not wait sees of the cold side what they have reported by then. */
interface ThreadedContract extends EventSourceContract {
    @Override
    default boolean tellsAtOnce() {
        return false;
    }
}
