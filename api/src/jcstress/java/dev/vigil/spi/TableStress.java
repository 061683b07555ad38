package dev.vigil.spi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.vigil.Interest;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The table is read without a lock while it changes under one. */
public final class TableStress {
    private static final int FULL = 16;

    private TableStress() {}

    /** A full table, and one entry of it. */
    private abstract static class Filled {
        final Table table = new Table();
        final Entry entry;

        Filled() {
            for (int fd = 1; fd < FULL; fd++) {
                put(fd);
            }
            entry = put(FULL);
        }

        final Entry put(int fd) {
            Entry made = table.put(null, fd, null, Interest.READ, (registration, ready) -> {});
            made.active(true);
            return made;
        }

        /** 0 for none, 1 for the one that is looked for, 2 for another. */
        final int find() {
            Entry found = Table.find(table.slots(), entry.word());
            return found == null ? 0 : found == entry ? 1 : 2;
        }
    }

    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "found")
    @Outcome(expect = FORBIDDEN, desc = "lost while the table grew")
    @State
    public static class Growth extends Filled {
        @Actor
        public void grow() {
            put(FULL + 1);
        }

        @Actor
        public void look(I_Result result) {
            result.r1 = find();
        }
    }

    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "removed")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "found before")
    @Outcome(expect = FORBIDDEN, desc = "the next one of that slot")
    @State
    public static class Reuse extends Filled {
        @Actor
        public void reuse() {
            entry.active(false);
            table.remove(entry);
            put(FULL);
        }

        @Actor
        public void look(I_Result result) {
            result.r1 = find();
        }
    }
}
