package dev.vigil.uring;

import dev.vigil.posix.NativeFunction;

/**
 * What the way into the kernel and back costs here: that is what a batch saves for each operation. With page-table isolation it is ten
 * times what it is without.
 */
final class EmptyCall {
    private static final int WARM_UP = 250;
    private static final int ROUNDS = 20;
    private static final int CALLS = 32;

    private EmptyCall() {}

    /**
     * Measures it, in a few milliseconds. The same binding calls a function that stays in user space, so that the price of the binding falls
     * out; before both are compiled that is higher and differs.
     */
    static long nanos() {
        NativeFunction withKernel = NativeFunction.ofC("getppid", 0);
        NativeFunction without = NativeFunction.ofC("getpagesize", 0);
        for (int i = 0; i < WARM_UP; i++) {
            time(withKernel);
            time(without);
        }
        long least = Long.MAX_VALUE;
        long binding = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            least = Math.min(least, time(withKernel));
            binding = Math.min(binding, time(without));
        }
        return Math.max(1, (least - binding) / CALLS);
    }

    private static long time(NativeFunction function) {
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            function.call();
        }
        return System.nanoTime() - start;
    }
}
