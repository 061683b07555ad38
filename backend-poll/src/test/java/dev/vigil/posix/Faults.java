package dev.vigil.posix;

import com.kenai.jffi.LastError;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets native calls fail by plan. To be installed in a JVM of its own before anything is bound. Plans are for one thread: the one
 * that makes them; the calls of others pass.
 */
public final class Faults {
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final ThreadLocal<Plan> PLAN = new ThreadLocal<>();

    private Faults() {}

    /** Goes around every library that is bound from now on. */
    public static void install() {
        NativeLibrary.layer = Faults::around;
    }

    /** What happens to the calls of this thread from now on: they are noted, and one fails. */
    public static final class Plan {
        private final List<String> calls = new ArrayList<>();
        private final String call;
        private final int failing;
        private final int errno;

        private Plan(String call, int failing, int errno) {
            this.call = call;
            this.failing = failing;
            this.errno = errno;
        }

        private boolean failsNext(String name) {
            boolean fails = calls.size() == failing && name.equals(call);
            calls.add(name);
            return fails;
        }

        /** The names of the calls made, in order. */
        public List<String> calls() {
            return calls;
        }
    }

    /**
     * Notes the calls of this thread, and lets one fail.
     *
     * @param call its name: where another one is made in its place, none fails
     * @param failing which of the calls, from 0
     * @param errno what it fails with
     */
    public static Plan begin(String call, int failing, int errno) {
        Plan plan = new Plan(call, failing, errno);
        PLAN.set(plan);
        return plan;
    }

    /** Lets all calls pass. */
    public static void end() {
        PLAN.remove();
    }

    private static Object around(Class<?> functions, Object bound) {
        Class<?>[] interfaces = {functions};
        return Proxy.newProxyInstance(functions.getClassLoader(), interfaces, (proxy, method, arguments) -> {
            Plan plan = PLAN.get();
            boolean fails = plan != null && plan.failsNext(method.getName());
            // The interface may be private to its package.
            method.setAccessible(true);
            try {
                if (fails && !goesFirst(method.getName(), arguments)) {
                    return failed(plan.errno, method.getReturnType());
                }
                Object result = method.invoke(bound, arguments);
                if (!fails || ((Number) result).longValue() < 0) {
                    return result;
                }
                undo(method, bound, arguments);
                return failed(plan.errno, method.getReturnType());
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    /**
     * Whether the call is made before it fails: a close that reports an error has closed, and an ADD of what is in a set says EEXIST
     * before it can be short of anything.
     */
    private static boolean goesFirst(String name, Object[] arguments) {
        return name.equals("close") || isAdd(name, arguments);
    }

    private static boolean isAdd(String name, Object[] arguments) {
        return name.equals("epoll_ctl") && arguments[1].equals(EPOLL_CTL_ADD);
    }

    private static void undo(Method method, Object bound, Object[] arguments) throws ReflectiveOperationException {
        if (isAdd(method.getName(), arguments)) {
            Object[] removal = arguments.clone();
            removal[1] = EPOLL_CTL_DEL;
            method.invoke(bound, removal);
        }
    }

    private static Object failed(int errno, Class<?> type) {
        LastError.getInstance().set(errno);
        if (type == long.class) {
            return -1L;
        }
        return -1;
    }
}
