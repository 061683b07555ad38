package dev.vigil.uring;

import dev.vigil.posix.NativeFunction;
import dev.vigil.posix.NativeLibrary;

/** The calls of {@code <linux/io_uring.h>}, for which the C library has no functions: they go through {@code syscall(2)}. */
final class LibUring {
    /** What is called. */
    interface Functions {
        /** {@code int io_uring_setup(unsigned entries, struct io_uring_params *params)}. */
        int io_uring_setup(int entries, long params);

        /** {@code int io_uring_enter(unsigned fd, unsigned to_submit, unsigned min_complete, unsigned flags)}, without a signal mask. */
        int io_uring_enter(int fd, int toSubmit, int minComplete, int flags);

        /** {@code int io_uring_register(unsigned fd, unsigned opcode, void *argument, unsigned count)}. */
        int io_uring_register(int fd, int opcode, long argument, int count);
    }

    private LibUring() {}

    /** By the address of {@code syscall}. */
    static Functions functions() {
        return Bound.FUNCTIONS;
    }

    /** Bound at the first use: where there are no native calls that is the one to fail, and not the class around it. */
    private static final class Bound {
        static final Functions FUNCTIONS = NativeLibrary.load(Functions.class, DirectFunctions::new);
    }

    private static final class DirectFunctions implements Functions {
        private static final NativeFunction SETUP = NativeFunction.variadicOfC("syscall", 1, 3);
        private static final NativeFunction ENTER = NativeFunction.variadicOfC("syscall", 1, 6);
        private static final NativeFunction REGISTER = NativeFunction.variadicOfC("syscall", 1, 5);

        @Override
        public int io_uring_setup(int entries, long params) {
            return (int) SETUP.call(UringConstants.SYS_IO_URING_SETUP, entries, params);
        }

        /** The size of the signal mask, a seventh argument, is looked at only if there is one. */
        @Override
        public int io_uring_enter(int fd, int toSubmit, int minComplete, int flags) {
            return (int) ENTER.call(UringConstants.SYS_IO_URING_ENTER, fd, toSubmit, minComplete, flags, 0);
        }

        @Override
        public int io_uring_register(int fd, int opcode, long argument, int count) {
            return (int) REGISTER.call(UringConstants.SYS_IO_URING_REGISTER, fd, opcode, argument, count);
        }
    }
}
