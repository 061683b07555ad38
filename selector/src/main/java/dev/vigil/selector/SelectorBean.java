package dev.vigil.selector;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/**
 * The place of one selector in JMX. It is put in and taken out on a thread for that: the first one who asks for the JVM's MBean
 * server waits a tenth of a second for it, which is not the opener's to spend.
 */
final class SelectorBean {
    private static final AtomicLong IDS = new AtomicLong();
    private static final Executor THREAD = thread();

    private final SelectorFigures figures;
    private final long id = IDS.incrementAndGet();

    private SelectorBean(SelectorFigures figures) {
        this.figures = figures;
    }

    /** One thread, which ends when there is nothing to do, so that what was opened before is put in before it is taken out. */
    private static Executor thread() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(null, work, "vigil-selector-jmx", 0, false);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    static SelectorBean put(SelectorFigures figures) {
        SelectorBean bean = new SelectorBean(figures);
        THREAD.execute(bean::register);
        return bean;
    }

    void remove() {
        THREAD.execute(this::unregister);
    }

    private void register() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(new StandardMBean(figures, SelectorMXBean.class, true), name());
        } catch (JMException | RuntimeException e) {
            System.getLogger("dev.vigil.selector").log(Level.WARNING, "a selector is not in JMX", e);
        }
    }

    private void unregister() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name());
        } catch (JMException | RuntimeException e) {
            System.getLogger("dev.vigil.selector").log(Level.DEBUG, "a selector was not in JMX", e);
        }
    }

    private ObjectName name() throws JMException {
        return new ObjectName("dev.vigil.selector:type=Selector,id=" + id);
    }
}
