package dev.vigil.kqueue;

import dev.vigil.posix.LoadersContract;
import dev.vigil.posix.UserProgram;

/** Loaders that hold the kqueue made for the tests. */
@NeedsCKqueue
class KqueueLoadersTest extends LoadersContract {
    KqueueLoadersTest() {
        super(NamedCKqueue.NAME, User.class);
    }

    /** The same program, once the backend is there. */
    public static final class User {
        private User() {}

        public static void use(String backend) throws Exception {
            NamedCKqueue.use();
            UserProgram.use(backend);
        }
    }
}
