package dev.vigil.fake;

import dev.vigil.contract.Fixture;
import dev.vigil.contract.Kind;
import dev.vigil.contract.Trait;
import java.util.List;
import java.util.Set;

/** Fixtures over a {@link FakeKernel} of their own. */
public final class FakeFixtures {
    private FakeFixtures() {}

    /** A fixture whose mechanisms have these faults. */
    public static Fixture with(Fault... faults) {
        FakeKernel kernel = new FakeKernel();
        return new Fixture(new FakeBackend(kernel, Set.of(faults)), kinds(kernel), kernel);
    }

    private static List<Kind> kinds(FakeKernel kernel) {
        return List.of(
                new Kind(
                        "fake pipe reader",
                        () -> link(kernel, kernel.pipe(true), 0),
                        Trait.READ,
                        Trait.STREAM,
                        Trait.END,
                        Trait.LOCAL,
                        Trait.DESCRIPTOR),
                new Kind(
                        "fake pipe writer",
                        () -> link(kernel, kernel.pipe(true), 1),
                        Trait.WRITE,
                        Trait.FILL,
                        Trait.END,
                        Trait.LOCAL,
                        Trait.DESCRIPTOR),
                new Kind(
                        "fake socket",
                        () -> link(kernel, kernel.socketPair(), 0),
                        Trait.READ,
                        Trait.WRITE,
                        Trait.FILL,
                        Trait.STREAM,
                        Trait.END,
                        Trait.HALF_CLOSE,
                        Trait.LOCAL,
                        Trait.DESCRIPTOR));
    }

    private static FakeLink link(FakeKernel kernel, int[] ends, int near) {
        return new FakeLink(kernel, ends[near], ends[1 - near]);
    }
}
