package dev.vigil.choice;

import dev.vigil.Availability;
import dev.vigil.BackendUnavailableException;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Backends;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.util.Set;

/** A backend that can be chosen and opened, and no more. */
abstract class MadeUpBackend implements Backend {
    private final String name;
    private final int priority;

    MadeUpBackend(String name, int priority) {
        this.name = name;
        this.priority = priority;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public Availability availability() {
        return Availability.available();
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.CHANNELS);
    }

    @Override
    public Mechanism open(Settings settings, Registrations registrations) {
        return new Idle();
    }

    /** Sees nothing. */
    static final class Idle extends Mechanism {
        @Override
        public void add(Watch watch) {}

        @Override
        public void change(Watch watch, Interest from) {}

        @Override
        public void remove(Watch watch) {}

        @Override
        public void await(Batch batch, long nanos) {}

        @Override
        public void wake() {}

        @Override
        public long controlCalls() {
            return 0;
        }

        @Override
        public void close() {}
    }

    /** The second best. */
    public static final class Good extends MadeUpBackend {
        /** For ServiceLoader. */
        public Good() {
            super("good", 10);
        }
    }

    /** The best that works. */
    public static final class Better extends MadeUpBackend {
        /** For ServiceLoader. */
        public Better() {
            super("better", 20);
        }
    }

    /** Would be the best, but does not work here. */
    public static final class Absent extends MadeUpBackend {
        /** For ServiceLoader. */
        public Absent() {
            super("absent", 300);
        }

        @Override
        public Availability availability() {
            return Availability.unavailable("needs another planet", new IOException("no such planet"));
        }
    }

    /** Its probe throws, against the rules. */
    public static final class ThrowingProbe extends MadeUpBackend {
        /** For ServiceLoader. */
        public ThrowingProbe() {
            super("throwing", 310);
        }

        @Override
        public Availability availability() {
            throw new IllegalStateException("the probe broke");
        }
    }

    /** Its probe meets a library that is not there. */
    public static final class UnlinkedProbe extends MadeUpBackend {
        /** For ServiceLoader. */
        public UnlinkedProbe() {
            super("unlinked", 320);
        }

        @Override
        public Availability availability() {
            throw new UnsatisfiedLinkError("no symbol kqueue");
        }
    }

    /** Cannot be made. */
    public static final class ThrowingConstructor extends MadeUpBackend {
        /** For ServiceLoader. */
        public ThrowingConstructor() {
            super("unmade", 330);
            throw new IllegalArgumentException("the constructor broke");
        }
    }

    /** Cannot be made, for an error of linkage. */
    public static final class UnlinkedConstructor extends MadeUpBackend {
        /** For ServiceLoader. */
        public UnlinkedConstructor() {
            super("unlinked-too", 340);
            throw new NoClassDefFoundError("jnr/ffi/Runtime");
        }
    }

    /** Was compiled against another API. */
    public static final class OutOfDate extends MadeUpBackend {
        /** For ServiceLoader. */
        public OutOfDate() {
            super("outdated", 350);
        }

        @Override
        public Mechanism open(Settings settings, Registrations registrations) {
            throw new NoSuchMethodError("'void dev.vigil.spi.Batch.fill()'");
        }
    }

    /** A part of it fails the first time that it is used. */
    public static final class FailingOnce extends MadeUpBackend {
        /** Makes the backend. */
        public FailingOnce() {
            super("failing-once", 10);
        }

        @Override
        public Mechanism open(Settings settings, Registrations registrations) {
            return Part.make();
        }

        private static final class Part {
            private static final Mechanism MADE = fail();

            static Mechanism make() {
                return MADE;
            }

            private static Mechanism fail() {
                throw new IllegalStateException("out of everything");
            }
        }
    }

    /** Does not say what it can do. */
    public static final class ThrowingFeatures extends MadeUpBackend {
        /** For ServiceLoader. */
        public ThrowingFeatures() {
            super("featureless", 360);
        }

        @Override
        public Set<Feature> features() {
            throw new IllegalStateException("the features broke");
        }
    }

    /** Says nothing when it is asked what it can do. */
    public static final class NullFeatures extends MadeUpBackend {
        /** For ServiceLoader. */
        public NullFeatures() {
            super("null-features", 361);
        }

        @Override
        public Set<Feature> features() {
            return null;
        }
    }

    /** Says nothing when it is asked whether it works. */
    public static final class NullProbe extends MadeUpBackend {
        /** For ServiceLoader. */
        public NullProbe() {
            super("null-probe", 362);
        }

        @Override
        public Availability availability() {
            return null;
        }
    }

    /** Does not say what it is worth. */
    public static final class ThrowingPriority extends MadeUpBackend {
        /** For ServiceLoader. */
        public ThrowingPriority() {
            super("unranked", 363);
        }

        @Override
        public int priority() {
            throw new IllegalStateException("the priority broke");
        }
    }

    /** Does not say who it is. */
    public static final class ThrowingName extends MadeUpBackend {
        /** For ServiceLoader. */
        public ThrowingName() {
            super("unnamed", 364);
        }

        @Override
        public String name() {
            throw new NoClassDefFoundError("Name");
        }
    }

    /** Has no name. */
    public static final class NullName extends MadeUpBackend {
        /** For ServiceLoader. */
        public NullName() {
            super(null, 365);
        }
    }

    /** Built over one that does not work here. */
    public static final class OverAbsent extends MadeUpBackend {
        /** For ServiceLoader. */
        public OverAbsent() {
            super("over-absent", 370);
        }

        @Override
        public Availability availability() {
            try {
                return Backends.named("absent").availability();
            } catch (BackendUnavailableException e) {
                return Availability.unavailable(e.getMessage(), e);
            }
        }
    }

    /** On the class path without what it extends. */
    public static final class Orphan extends Gone {}

    /** Not on the class path of the JVMs. */
    abstract static class Gone extends MadeUpBackend {
        Gone() {
            super("orphan", 350);
        }
    }
}
