package dev.vigil.selector;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What a flight recording gets when a thread was away from its selector for longer than the threshold. */
@Name("dev.vigil.SlowTurn")
@Label("Slow turn")
@Category("Vigil")
@Description("A thread handled what a selection had found; every other channel of the selector waited meanwhile")
@StackTrace(false)
final class SlowTurnEvent extends Event {
    @Label("Backend")
    String backend;

    @Label("Events")
    @Description("How many events the selection before had found")
    int events;
}
