package dev.vigil.posix;

import com.kenai.jffi.Library;
import com.kenai.jffi.NativeMethod;
import com.kenai.jffi.NativeMethods;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * Asks a channel of the JDK for its descriptor without the access check, through the native function behind
 * {@link Method#invoke}. That function would call anything: here it is private, in a package that is not open, and asked this
 * one question.
 *
 * <p>That function is a JNI method of the JDK, {@code invoke0}, exported by its library {@code java} because the JVM itself
 * finds it by name. Here a native method of the same signature is bound to it. Nothing is guessed: the binding is made only
 * if the JDK's class still declares that very method, since then the exported function has that very signature. Checks of
 * receiver and arguments stay; a wrong one is refused, as ever. No flag is needed but the one for native access, which
 * every native call of this library needs.
 *
 * <p>Rejected: {@code sun.misc.Unsafe} (warns from JDK 24 on, refuses later); comparing {@code getsockname} of all open
 * descriptors (one call for each, blind for pipes and unbound sockets, and a duplicate looks the same).
 */
final class NativeReflection {

    /** Where the JDK declares it: from JDK 18 on, and before. */
    private static final List<String> DECLARED_BY = List.of(
            "jdk.internal.reflect.DirectMethodHandleAccessor$NativeAccessor",
            "jdk.internal.reflect.NativeMethodAccessorImpl");

    private static final String NAME = "invoke0";
    private static final Class<?>[] PARAMETERS = {Method.class, Object.class, Object[].class};
    private static final String SIGNATURE =
            "(Ljava/lang/reflect/Method;Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;";

    private final Method getFDVal;

    private NativeReflection(Method getFDVal) {
        this.getFDVal = getFDVal;
    }

    private static native Object invoke0(Method method, Object receiver, Object[] arguments);

    /** The descriptor of a channel that is a {@code sun.nio.ch.SelChImpl}. */
    int fdOf(SelectableChannel channel) {
        return (Integer) invoke0(getFDVal, channel, null);
    }

    /**
     * Binds the native function.
     *
     * @throws ReflectiveOperationException if this JDK has no such method any more
     * @throws LinkageError if it has, but does not export it
     */
    static NativeReflection bind() throws ReflectiveOperationException {
        Method getFDVal = Class.forName("sun.nio.ch.SelChImpl", false, null).getMethod("getFDVal");
        ReflectiveOperationException missing = new NoSuchMethodException(NAME + " of " + DECLARED_BY);
        for (String name : DECLARED_BY) {
            try {
                Method declared = Class.forName(name, false, null).getDeclaredMethod(NAME, PARAMETERS);
                if (isAsExpected(declared)) {
                    NativeMethods.register(
                            NativeReflection.class, List.of(new NativeMethod(addressOf(declared), NAME, SIGNATURE)));
                    return new NativeReflection(getFDVal);
                }
            } catch (ReflectiveOperationException e) {
                missing.addSuppressed(e);
            }
        }
        throw missing;
    }

    private static boolean isAsExpected(Method declared) {
        int nativeAndStatic = Modifier.NATIVE | Modifier.STATIC;
        return (declared.getModifiers() & nativeAndStatic) == nativeAndStatic
                && declared.getReturnType() == Object.class;
    }

    private static long addressOf(Method declared) {
        // The JDK's own copy is loaded already: this only finds it again.
        String file = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("java"))
                .toString();
        Library library = Library.getCachedInstance(file, Library.LAZY);
        if (library == null) {
            throw new UnsatisfiedLinkError(file + ": " + Library.getLastError());
        }
        String symbol = symbolOf(declared);
        long address = library.getSymbolAddress(symbol);
        if (address == 0) {
            throw new UnsatisfiedLinkError(file + " exports no " + symbol);
        }
        return address;
    }

    /** The name that JNI gives to a native method: dots become underscores, the dollar its code. */
    private static String symbolOf(Method declared) {
        String type = declared.getDeclaringClass().getName();
        return "Java_" + type.replace("$", "_00024").replace('.', '_') + "_" + declared.getName();
    }
}
