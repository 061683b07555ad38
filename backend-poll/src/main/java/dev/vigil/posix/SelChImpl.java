package dev.vigil.posix;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.channels.SelectableChannel;

/**
 * {@code sun.nio.ch.SelChImpl}, the interface that every selectable channel of the JDK implements. Its
 * {@code int getFDVal()} is what the JDK's own selectors register.
 */
final class SelChImpl {

    /** A way to call {@code getFDVal}. */
    interface Access {
        int fdOf(SelectableChannel channel);
    }

    /** The way that works in this JVM. */
    static final Access ACCESS = find();

    private SelChImpl() {}

    private static Access find() {
        try {
            Class<?> type = Class.forName("sun.nio.ch.SelChImpl", false, null);
            Method getFDVal = type.getMethod("getFDVal");
            if (getFDVal.trySetAccessible()) {
                return new Opened(type, getFDVal);
            }
            if (Boolean.getBoolean(ChannelDescriptors.OPENED_ONLY)) {
                return new Refused(null);
            }
            return new Internal(type, NativeReflection.bind());
        } catch (ReflectiveOperationException | LinkageError e) {
            return new Refused(e);
        }
    }

    private static SelectableChannel require(Class<?> type, SelectableChannel channel) {
        if (!type.isInstance(channel)) {
            throw new IllegalArgumentException(channel.getClass().getName() + ": not a channel of the JDK; implement "
                    + HasDescriptor.class.getName() + ", or register its descriptor");
        }
        return channel;
    }

    /** The package is open to us: a plain call. */
    private static final class Opened implements Access {
        private final Class<?> type;
        private final MethodHandle getFDVal;

        Opened(Class<?> type, Method getFDVal) throws IllegalAccessException {
            this.type = type;
            this.getFDVal = MethodHandles.lookup()
                    .unreflect(getFDVal)
                    .asType(MethodType.methodType(int.class, SelectableChannel.class));
        }

        @Override
        public int fdOf(SelectableChannel channel) {
            try {
                return (int) getFDVal.invokeExact(require(type, channel));
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError("getFDVal declares no exception", e);
            }
        }

        @Override
        public String toString() {
            return "opened";
        }
    }

    /** The package is closed: the way of the JDK's own reflection. */
    private static final class Internal implements Access {
        private final Class<?> type;
        private final NativeReflection reflection;

        Internal(Class<?> type, NativeReflection reflection) {
            this.type = type;
            this.reflection = reflection;
        }

        @Override
        public int fdOf(SelectableChannel channel) {
            return reflection.fdOf(require(type, channel));
        }

        @Override
        public String toString() {
            return "internal";
        }
    }

    /** Neither works. */
    private static final class Refused implements Access {
        private final Throwable cause;

        Refused(Throwable cause) {
            this.cause = cause;
        }

        @Override
        public int fdOf(SelectableChannel channel) {
            Module module = SelChImpl.class.getModule();
            String target = module.isNamed() ? module.getName() : "ALL-UNNAMED";
            String property = Boolean.getBoolean(ChannelDescriptors.OPENED_ONLY)
                    ? " and " + ChannelDescriptors.OPENED_ONLY + " is true"
                    : "";
            throw new UnsupportedOperationException(
                    "no descriptor for a " + channel.getClass().getName()
                            + ": java.base does not open sun.nio.ch" + property
                            + "; start java with --add-opens java.base/sun.nio.ch=" + target
                            + ", or choose the backend nio, which needs no flag",
                    cause);
        }

        @Override
        public String toString() {
            return "refused";
        }
    }
}
