package dev.vigil.bench.scenario;

import dev.vigil.bench.accept.AcceptMain;
import dev.vigil.bench.accept.Sharings;
import dev.vigil.bench.run.Session;
import dev.vigil.bench.run.Workers;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The question of whoever gets many short connections: how many of them can be accepted in a second? Two threads connect as
 * fast as they can, to an acceptor of Vigil's over some loops; to Netty's native epoll with a listener in each of as many loops
 * (SO_REUSEPORT); and to one thread with a Selector of the JDK. All of them close a connection as soon as they have it.
 */
final class Accept implements Scenario {
    private static final List<String> CONTENDERS = List.of("nio", "poll", "epoll", "jdk", "netty");
    private static final int MOST_LOOPS = 256;
    private static final String USUAL_EVERY = "16";

    @Override
    public String name() {
        return "accept";
    }

    @Override
    public String question() {
        return "How many connections can be accepted in a second?";
    }

    @Override
    public Unit unit() {
        return Unit.rate("accepts/s");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.number("loops", "threads that share the address; the JDK has one", 1, MOST_LOOPS, 2),
                Parameter.choice("sharing", "the way in which an acceptor's loops share", Sharings.names()),
                Parameter.number("every", "accepts that make a rotation due", 1, 1_000_000));
    }

    @Override
    public boolean takes(String contender) {
        return CONTENDERS.contains(contender);
    }

    @Override
    public boolean takes(String contender, Parameters parameters) {
        boolean exclusive =
                parameters.has("sharing") && parameters.word("sharing").equals("exclusive");
        return takes(contender) && !(exclusive && List.of("nio", "poll").contains(contender));
    }

    @Override
    public boolean isForWorkers() {
        return false;
    }

    @Override
    public Session open(Workers workers, String contender, Parameters parameters) throws IOException {
        return new LinesSession(
                AcceptMain.class,
                List.of(
                        contender,
                        parameters.word("loops"),
                        parameters.has("sharing") ? parameters.word("sharing") : Sharings.AUTO,
                        parameters.has("every") ? parameters.word("every") : USUAL_EVERY));
    }

    @Override
    public Figure figure(Parameters parameters, Outcome outcome) {
        return new Figure(outcome.number("rate"), Map.of());
    }
}
