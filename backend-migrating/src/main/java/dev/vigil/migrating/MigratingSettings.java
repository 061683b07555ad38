package dev.vigil.migrating;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * How a migrating source is put together.
 *
 * <p>A source of the backend named {@code migrating} takes the system properties {@value #HOT_PROPERTY},
 * {@value #COLD_PROPERTY}, {@value #THREADS_PROPERTY} and {@value #POLICY_PROPERTY}; for other settings open it with
 * {@link MigratingBackend#with}. Immutable.
 */
public final class MigratingSettings {
    /** System property: the name of the backend of the hot side. */
    public static final String HOT_PROPERTY = "dev.vigil.migrating.hot";

    /** System property: the name of the backend of the cold side. */
    public static final String COLD_PROPERTY = "dev.vigil.migrating.cold";

    /** System property: how many cold threads there are. */
    public static final String THREADS_PROPERTY = "dev.vigil.migrating.threads";

    /** System property: the policy, {@code renter} or {@code fixed:ROUNDS}. */
    public static final String POLICY_PROPERTY = "dev.vigil.migrating.policy";

    /** The most cold threads that a source may have. */
    public static final int MAX_THREADS = 1000;

    static final int AUTOMATIC = -1;

    private static final String SELF = "migrating";
    private static final String FIXED = "fixed:";

    private final String hot;
    private final String cold;
    private final int threads;
    private final Supplier<? extends MigrationPolicy> policies;

    private MigratingSettings(Builder builder) {
        hot = builder.hot;
        cold = builder.cold;
        threads = builder.threads;
        policies = builder.policies;
    }

    /**
     * Starts with the defaults: poll over poll (nio over nio where there is no libc), one cold thread, the renter's rule.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What the system properties say.
     *
     * @return the settings
     * @throws IllegalArgumentException if a property makes no sense; the message names it
     */
    static MigratingSettings fromProperties() {
        Builder builder = builder();
        String hot = System.getProperty(HOT_PROPERTY);
        String cold = System.getProperty(COLD_PROPERTY);
        String threads = System.getProperty(THREADS_PROPERTY);
        String policy = System.getProperty(POLICY_PROPERTY);
        try {
            if (hot != null) {
                builder.hot(hot);
            }
            if (cold != null) {
                builder.cold(cold);
            }
            if (threads != null) {
                builder.threads(integer(threads));
            }
            if (policy != null) {
                builder.policy(policy(policy));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the system properties dev.vigil.migrating.* cannot be used: " + e.getMessage(), e);
        }
        return builder.build();
    }

    private static int integer(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "threads \"" + text + "\" is not a number between 0 and " + MAX_THREADS, e);
        }
    }

    private static MigrationPolicy policy(String text) {
        if (text.equals("renter")) {
            return MigrationPolicy.renter();
        }
        if (text.startsWith(FIXED)) {
            try {
                return MigrationPolicy.fixed(Long.parseLong(text.substring(FIXED.length())));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("policy \"" + text + "\": after fixed: comes a number of rounds", e);
            }
        }
        throw new IllegalArgumentException("there is no policy \"" + text
                + "\": it is renter, or fixed:ROUNDS; for one of your own use the builder");
    }

    /** Or null for the best there is. */
    String hot() {
        return hot;
    }

    /** Or null for the same as the hot one. */
    String cold() {
        return cold;
    }

    /** Or {@link #AUTOMATIC}. */
    int threads() {
        return threads;
    }

    /** Where the policy of each source comes from. */
    Supplier<? extends MigrationPolicy> policies() {
        return policies;
    }

    /** Such as {@code (poll/epoll)}, or {@code (poll/poll/100)} with so many threads. */
    @Override
    public String toString() {
        String hotName = hot == null ? "default" : hot;
        String coldName = cold == null ? hotName : cold;
        return "(" + hotName + "/" + coldName + (threads == AUTOMATIC ? "" : "/" + threads) + ")";
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private String hot;
        private String cold;
        private int threads = AUTOMATIC;
        private Supplier<? extends MigrationPolicy> policies = MigrationPolicy::renter;

        private Builder() {}

        /**
         * Names the backend of the hot side. The default is poll, or nio where poll is unavailable.
         *
         * @param backend its name; whether it is available is seen when a source is opened
         * @return this builder
         * @throws IllegalArgumentException if it is a migrating one, or empty
         */
        public Builder hot(String backend) {
            hot = checked("hot", backend);
            return this;
        }

        /**
         * Names the backend of the cold side. The default is that of the hot side.
         *
         * @param backend its name; whether it is available is seen when a source is opened
         * @return this builder
         * @throws IllegalArgumentException if it is a migrating one, or empty
         */
        public Builder cold(String backend) {
            cold = checked("cold", backend);
            return this;
        }

        private static String checked(String side, String backend) {
            if (backend.isBlank()) {
                throw new IllegalArgumentException("the " + side + " side has no backend: its name is empty");
            }
            if (backend.startsWith(SELF)) {
                throw new IllegalArgumentException("the " + side + " side cannot be " + backend
                        + ": migrating over migrating is refused; name poll, epoll, kqueue or nio");
            }
            return backend;
        }

        /**
         * Sets how many threads the cold side has, each with a set of its own. 0 is for none: a cold side that is a descriptor
         * itself (epoll, kqueue) is nested in the hot one, and with any other there is no cold side and everything stays hot.
         * The default is 0 where the cold side can be nested, else 1.
         *
         * @param count at least 0 and at most {@value #MAX_THREADS}
         * @return this builder
         * @throws IllegalArgumentException if the number is out of range
         */
        public Builder threads(int count) {
            if (count < 0 || count > MAX_THREADS) {
                throw new IllegalArgumentException("threads " + count + " is not between 0 and " + MAX_THREADS
                        + "; each has a set and a thread of its own");
            }
            threads = count;
            return this;
        }

        /**
         * Sets who decides on moves, for every source that is opened with the settings, each loop of a group included: so it must not
         * keep a state. For one that does, there is {@link #policies}. The default is {@link MigrationPolicy#renter()}.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder policy(MigrationPolicy policy) {
            Objects.requireNonNull(policy, "policy");
            policies = () -> policy;
            return this;
        }

        /**
         * Sets who decides on moves, with a policy of its own for each source: each loop of a group has one.
         *
         * @param maker makes a policy whenever a source is opened, and for a source that is opened to see if that works; not null
         * @return this builder
         */
        public Builder policies(Supplier<? extends MigrationPolicy> maker) {
            policies = Objects.requireNonNull(maker, "maker");
            return this;
        }

        /**
         * Makes the settings.
         *
         * @return what was set so far
         */
        public MigratingSettings build() {
            return new MigratingSettings(this);
        }
    }
}
