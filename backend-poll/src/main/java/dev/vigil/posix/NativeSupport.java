package dev.vigil.posix;

/**
 * Whether native calls can be made at all in this JVM; found out before the first.
 *
 * <p>jffi gets one attempt for each class loader that holds it: a class that failed to initialise stays so. Therefore the
 * attempt is made only when it has what it takes, which {@link NativeLoader} looks at; and on a thread of its own, because
 * jffi unpacks its native part through a channel that an interrupt closes. If something is missing, the next use looks
 * again. What is remembered is success, and a failure of jffi itself.
 */
final class NativeSupport {

    /** Set once. Read without order: who sees it late finds it set under the lock. */
    private static boolean ready;

    /** The attempt that failed in a way that lasts, or null. */
    private static NativeLoader broken;

    private NativeSupport() {}

    /**
     * Goes on if native calls can be made.
     *
     * @throws UnsatisfiedLinkError if not, or not now
     */
    static void require() {
        if (!ready) {
            prepare();
        }
    }

    private static synchronized void prepare() {
        if (ready) {
            return;
        }
        if (broken != null) {
            throw broken.toError();
        }
        NativeLoader loader = new NativeLoader();
        try {
            runAside(loader);
        } catch (OutOfMemoryError e) {
            // Not for memory, but for as many threads as this user may have.
            loader.refuseThread(e);
        }
        if (loader.hasFailed()) {
            if (loader.isLasting()) {
                broken = loader;
            }
            throw loader.toError();
        }
        ready = true;
    }

    /** Runs it on a thread that nobody interrupts, and waits for that whatever happens to the caller's. */
    private static void runAside(Runnable task) {
        Thread thread = new Thread(null, task, "vigil-native-loader", 0, false);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
