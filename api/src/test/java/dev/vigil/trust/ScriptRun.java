package dev.vigil.trust;

import dev.vigil.trust.Dialect.Trait;
import java.io.IOException;
import java.util.List;

/** One run of a script. */
final class ScriptRun {
    private final Dialect dialect;
    private final Kernel kernel;
    private final List<FileKind> kinds;

    ScriptRun(Dialect dialect, Kernel kernel, List<FileKind> kinds) {
        this.dialect = dialect;
        this.kernel = kernel;
        this.kinds = kinds;
    }

    /**
     * What became of it.
     *
     * @param finding what was found, or null
     * @param program the run as the statements of a program
     * @param events what every backend tells alike
     */
    record Outcome(Finding finding, List<String> program, List<String> events) {}

    Outcome run(Script script) throws IOException {
        World world = new World(dialect, kernel, kinds, script.batch());
        Finding finding = null;
        try {
            for (Op op : script.ops()) {
                run(world, op);
                world.check();
            }
        } catch (Finding e) {
            finding = e;
        } catch (RuntimeException | IOException e) {
            finding = new Finding("unexpected " + e, e);
        } finally {
            world.close();
        }
        return new Outcome(finding, world.program(), world.events);
    }

    private static void run(World world, Op op) throws IOException {
        Operations operations = new Operations(world);
        Place place = world.places[op.place()];
        int argument = op.argument();
        switch (op.code()) {
            case OPEN -> operations.open(place, argument);
            case CLOSE -> operations.close(place);
            case CLOSE_CANCELLED -> {
                operations.cancel(place.watched);
                operations.close(place);
            }
            case REPLACE -> operations.replace(place, argument);
            case REGISTER -> operations.register(place, argument);
            case UPDATE -> operations.update(place.watched, argument);
            case REARM -> operations.rearm(place.watched);
            case ROTATE -> operations.rotate(place.watched);
            case CANCEL -> operations.cancel(place.watched);
            case DUPLICATE -> operations.duplicate(place);
            case DROP_DUPLICATE -> operations.dropDuplicate(place);
            case HAUNT -> operations.haunt(place);
            case ACT -> operations.act(place, argument);
            case REACT -> react(place.watched, argument);
            case POLL -> {
                Side side = world.inner != null && argument / 64 % 2 != 0 ? world.inner : world.outer;
                new Polling(world).judged(side, argument);
            }
            case WAKE_UP -> {
                world.say("source.wakeup();");
                world.outer.woken = true;
                world.outer.source.wakeup();
            }
            case NEST -> operations.nest(argument);
            case UNNEST -> operations.unnest();
            case CLOSE_SOURCE ->
                operations.closeSource(
                        world.inner != null && argument % 2 != 0 && world.dialect.has(Trait.CLOSES_NESTED)
                                ? world.inner
                                : world.outer);
        }
        operations.reopen();
    }

    private static void react(Watched watched, int argument) {
        if (watched != null && watched.standing) {
            watched.reaction = argument + Reactions.COUNT;
            watched.world.say(
                    "// the handler of r[" + watched.id + "] will, when it is called next, do what is indented");
        }
    }
}
