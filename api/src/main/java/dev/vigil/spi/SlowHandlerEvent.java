package dev.vigil.spi;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What a flight recording gets when a handler held the polling thread for longer than the threshold. */
@Name("dev.vigil.SlowHandler")
@Label("Slow handler")
@Category("Vigil")
@Description("A handler held the polling thread; every other descriptor of the source waited meanwhile")
@StackTrace(false)
final class SlowHandlerEvent extends Event {
    @Label("Descriptor")
    String descriptor;

    @Label("Handler class")
    Class<?> handler;

    @Label("Readiness")
    String readiness;
}
