package traced;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;

/** Everything that every backend promises, on this one. */
class TracedContractTest implements EventSourceContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("traced");
    }
}
