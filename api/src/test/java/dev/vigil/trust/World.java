package dev.vigil.trust;

import dev.vigil.Readiness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The state of one run of a script: files, registrations, sources, and what was said of them. */
final class World {
    final Dialect dialect;
    final Kernel kernel;
    final List<FileKind> kinds;
    final int batch;
    final Place[] places = new Place[Op.PLACES];
    final List<Held> helds = new ArrayList<>();
    final List<Watched> standing = new ArrayList<>();
    final Judge judge = new Judge(this);

    /** The same for every backend that runs the same script: what was told where the model leaves no choice. */
    final List<String> events = new ArrayList<>();

    Side outer;

    /** A source whose descriptor the outer one watches, or null. */
    Side inner;

    /** The registration of the inner one with the outer one. */
    Watched nest;

    private final List<String> program = new ArrayList<>();
    private Finding finding;
    private int registrations;

    World(Dialect dialect, Kernel kernel, List<FileKind> kinds, int batch) throws IOException {
        this.dialect = dialect;
        this.kernel = kernel;
        this.kinds = kinds;
        this.batch = batch;
        for (int i = 0; i < places.length; i++) {
            places[i] = new Place(i);
        }
        outer = open("source");
    }

    Side open(String name) throws IOException {
        say("EventSource " + name + " = EventSource.builder().backend(backend).batchSize(" + batch + ").open();");
        return new Side(name, dialect.fixture().builder().batchSize(batch).open());
    }

    /** Writes a line of the program that this run is. */
    void say(String line) {
        program.add(line);
    }

    List<String> program() {
        return program;
    }

    int nextRegistration() {
        return registrations++;
    }

    int registrations() {
        return registrations;
    }

    /** Remembers what was found: a handler must not throw it, since that is an operation of its own. */
    void found(String what) {
        if (finding == null) {
            finding = new Finding(what);
        }
    }

    void check() {
        if (finding != null) {
            throw finding;
        }
    }

    /** An event came: its handler does what it was told to do. */
    void happened(Watched watched, Readiness ready) throws IOException {
        watched.side.handled++;
        if (!watched.side.source.isOpen()) {
            found(watched + " was told " + ready + " after its source was closed");
        }
        if (watched == nest) {
            if (inner.source.isOpen()) {
                new Polling(this).run(inner, 0);
            }
        } else {
            int reaction = watched.reaction;
            watched.reaction = 0;
            if (reaction != 0) {
                new Reactions(this).react(watched, reaction);
            }
        }
    }

    /** Ends a registration in the model. */
    void end(Watched watched) {
        watched.standing = false;
        standing.remove(watched);
    }

    /** Ends what a source held. */
    void endAll(Side side) {
        for (Watched watched : List.copyOf(standing)) {
            if (watched.side == side) {
                end(watched);
                if (watched.registration.isActive()) {
                    found(watched + " is active though its source is closed");
                }
            }
        }
    }

    void close() throws IOException {
        if (inner != null) {
            inner.source.close();
        }
        outer.source.close();
        for (Held held : helds) {
            held.closeAll(kernel);
        }
    }
}
