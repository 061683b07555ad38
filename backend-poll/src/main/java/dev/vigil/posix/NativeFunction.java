package dev.vigil.posix;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import java.util.Arrays;

/**
 * A function of the C library that is called by its address, through jffi alone. For backends, which keep it in a static final
 * field behind an interface of theirs; see {@link NativeLibrary#load(Class, java.util.function.Supplier)}.
 *
 * <p>An interface that jnr-ffi implements costs hundreds of classes and generated machine code before its first call; this costs
 * the look for the name. A call takes a nanosecond longer at most, allocates nothing, and saves its errno for
 * {@link Errno#last()}.
 *
 * <p>Parameters and result are integers or addresses. All are passed in 64 bits, sign-extended, as the calling conventions of
 * 64-bit systems want or allow; of the result of a function that returns {@code int} the upper half means nothing: cast it.
 *
 * <p>Any thread may call it.
 */
public final class NativeFunction {
    private static final Invoker INVOKER = Invoker.getInstance();

    private final String name;
    private final CallContext context;
    private final long address;

    private NativeFunction(String name, CallContext context) {
        this.name = name;
        this.context = context;
        this.address = Library.getDefault().getSymbolAddress(name);
    }

    /**
     * Looks for a function.
     *
     * @param name its name
     * @param parameters how many it takes, 0 to 6
     * @return the function; if the library has none of that name, one whose calls throw {@link UnsatisfiedLinkError}
     */
    public static NativeFunction ofC(String name, int parameters) {
        return new NativeFunction(
                name, CallContext.getCallContext(Type.SINT64, types(parameters), CallingConvention.DEFAULT, true));
    }

    /**
     * Looks for a function that C declares with {@code ...}.
     *
     * @param name its name
     * @param fixed how many parameters it declares
     * @param parameters how many it is called with, {@code fixed} to 6
     * @return the function; if the library has none of that name, one whose calls throw {@link UnsatisfiedLinkError}
     */
    public static NativeFunction variadicOfC(String name, int fixed, int parameters) {
        return new NativeFunction(
                name,
                CallContext.getCallContext(Type.SINT64, fixed, types(parameters), CallingConvention.DEFAULT, true));
    }

    private static Type[] types(int parameters) {
        Type[] types = new Type[parameters];
        Arrays.fill(types, Type.SINT64);
        return types;
    }

    private long address() {
        if (address == 0) {
            throw new UnsatisfiedLinkError("the C library of this system has no function " + name);
        }
        return address;
    }

    /**
     * Calls it with no argument.
     *
     * @return what it returns
     */
    public long call() {
        return INVOKER.invokeL0(context, address());
    }

    /**
     * Calls it with one argument.
     *
     * @param first the first argument
     * @return what it returns
     */
    public long call(long first) {
        return INVOKER.invokeL1(context, address(), first);
    }

    /**
     * Calls it with two arguments.
     *
     * @param first the first argument
     * @param second the second argument
     * @return what it returns
     */
    public long call(long first, long second) {
        return INVOKER.invokeL2(context, address(), first, second);
    }

    /**
     * Calls it with three arguments.
     *
     * @param first the first argument
     * @param second the second argument
     * @param third the third argument
     * @return what it returns
     */
    public long call(long first, long second, long third) {
        return INVOKER.invokeL3(context, address(), first, second, third);
    }

    /**
     * Calls it with four arguments.
     *
     * @param first the first argument
     * @param second the second argument
     * @param third the third argument
     * @param fourth the fourth argument
     * @return what it returns
     */
    public long call(long first, long second, long third, long fourth) {
        return INVOKER.invokeL4(context, address(), first, second, third, fourth);
    }

    /**
     * Calls it with five arguments.
     *
     * @param first the first argument
     * @param second the second argument
     * @param third the third argument
     * @param fourth the fourth argument
     * @param fifth the fifth argument
     * @return what it returns
     */
    public long call(long first, long second, long third, long fourth, long fifth) {
        return INVOKER.invokeL5(context, address(), first, second, third, fourth, fifth);
    }

    /**
     * Calls it with six arguments.
     *
     * @param first the first argument
     * @param second the second argument
     * @param third the third argument
     * @param fourth the fourth argument
     * @param fifth the fifth argument
     * @param sixth the sixth argument
     * @return what it returns
     */
    public long call(long first, long second, long third, long fourth, long fifth, long sixth) {
        return INVOKER.invokeL6(context, address(), first, second, third, fourth, fifth, sixth);
    }
}
