package dev.vigil.posix;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Five thousand virtual threads that have read and written, and wait. Prints how much memory they keep. */
final class VirtualThreadsProgram {
    private static final int THREADS = 5_000;

    private VirtualThreadsProgram() {}

    public static void main(String[] arguments) throws Exception {
        var start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        CountDownLatch done = new CountDownLatch(THREADS);
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Runnable work = () -> {
                try (PipeEnds pipe = Descriptors.pipe()) {
                    ByteBuffer buffer = ByteBuffer.allocate(60_000);
                    if (Descriptors.write(pipe.writeEnd(), buffer) != 60_000
                            || Descriptors.read(pipe.readEnd(), buffer.clear()) != 60_000) {
                        throw new AssertionError("bytes are lost");
                    }
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                done.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
            threads.add((Thread) start.invoke(null, work));
        }
        done.await();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(direct);
    }
}
