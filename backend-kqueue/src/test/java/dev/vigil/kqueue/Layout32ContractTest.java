package dev.vigil.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.contract.ChildJvm;
import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import org.junit.jupiter.api.Test;

/** The contract on the kqueue made for the tests, with a struct kevent of 32 bytes, as on macOS. */
@NeedsCKqueue
class Layout32ContractTest implements KqueueContract {
    private final Fixture fixture = RawFixtures.of(CKqueue.backend(KeventLayout.CLASSIC));

    @Override
    public Fixture fixture() {
        return fixture;
    }

    /** In the JVM that this starts, the library is found by the name of the backend. */
    @Override
    @Test
    public void withoutADescriptorLeftOpeningFailsClearlyAndLeaksNothing() throws Exception {
        String library = CKqueue.library(KeventLayout.CLASSIC).toString();
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .environment(KqueueBackend.LIBRARY_VARIABLE, library)
                .descriptorLimit(300)
                .run("dev.vigil.contract.OutOfDescriptors", "kqueue");
        assertEquals("leaked nothing\n", ended.assertClean().out());
    }
}
