package dev.vigil.trust;

import dev.vigil.Readiness;
import dev.vigil.trust.FileKind.Quality;
import java.io.IOException;

/** Which act an argument draws, and what it leads to. */
final class Acts {
    private static final Act[] DRAWN = {
        Act.SEND,
        Act.SEND,
        Act.SEND,
        Act.SEND,
        Act.SEND,
        Act.SEND,
        Act.DRAIN,
        Act.DRAIN,
        Act.DRAIN,
        Act.DRAIN,
        Act.FILL,
        Act.FILL,
        Act.RELIEVE,
        Act.RELIEVE,
        Act.URGENT,
        Act.SHUT_NEAR,
        Act.SHUT_FAR,
        Act.CLOSE_FAR,
        Act.RESET
    };

    /** Of the acts that end something, only every fourth is done. */
    private static final int RARE = 4;

    private static final FileKind SOURCE = new FileKind(
            "source",
            () -> {
                throw new IOException("nested only");
            },
            "",
            Quality.PROMPT);

    private Acts() {}

    static Act drawn(FileKind kind, int argument) {
        Act act = DRAWN[argument % DRAWN.length];
        boolean ends = act.compareTo(Act.SHUT_NEAR) >= 0 && act != Act.URGENT;
        if (kind.has(act) && !(ends && argument / DRAWN.length % RARE != 0)) {
            return act;
        }
        Act usual = argument / DRAWN.length % 2 == 0 ? Act.SEND : Act.DRAIN;
        return kind.has(usual) ? usual : null;
    }

    /** What is true of the near end, in {@link Readiness} bits, once an act has arrived; one of them is enough. 0: nothing is to arrive. */
    static int leadsTo(Act act) {
        int end = Readiness.READ_CLOSED_BIT | Readiness.HANGUP_BIT | Readiness.ERROR_BIT;
        return switch (act) {
            case SEND -> Readiness.READABLE_BIT;
            case URGENT -> Readiness.PRIORITY_BIT;
            case RELIEVE -> Readiness.WRITABLE_BIT;
            case SHUT_FAR, CLOSE_FAR, RESET -> end;
            // What the near end does itself it sees when the call returns.
            case DRAIN, FILL, SHUT_NEAR -> 0;
        };
    }

    /** A source that another one watches, as a file. */
    static Held source(int number) {
        Held held = new Held(SOURCE, new OpenFile() {
            @Override
            public int opened() {
                return number;
            }

            @Override
            public boolean act(Act act, int near) {
                return false;
            }

            @Override
            public void closeFar() {}
        });
        held.numbers.add(number);
        return held;
    }
}
