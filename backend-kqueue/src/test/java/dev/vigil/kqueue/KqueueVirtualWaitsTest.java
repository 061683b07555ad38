package dev.vigil.kqueue;

import dev.vigil.waits.VirtualProgram;
import dev.vigil.waits.VirtualWaitsContract;

/** Virtual threads that wait on the kqueue made for the tests. */
@NeedsCKqueue
class KqueueVirtualWaitsTest extends VirtualWaitsContract {
    KqueueVirtualWaitsTest() {
        super(NamedCKqueue.NAME, Program.class);
    }

    /** The same program, once the backend is there. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws Exception {
            NamedCKqueue.use();
            VirtualProgram.main(arguments);
        }
    }
}
