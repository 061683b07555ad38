package dev.vigil.carry;

import dev.vigil.Availability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the carrier that a loop works with. Any thread may call any method. */
public final class Carriers {
    private Carriers() {}

    /**
     * Opens the first carrier that works here, of those that {@link ServiceLoader} finds.
     *
     * @return the choice; with plain calls, and the reason, where there is none
     * @throws IOException if one is required that does not work here, with the reason
     */
    public static CarrierChoice open() throws IOException {
        List<String> reasons = new ArrayList<>();
        return choose(providers(reasons), reasons);
    }

    /**
     * Whether something that batches works here.
     *
     * @return usable, or why not; an unavailability that the user has not asked for is no error
     */
    public static Availability availability() {
        List<String> reasons = new ArrayList<>();
        for (CarrierProvider provider : providers(reasons)) {
            Availability availability = provider.availability();
            if (availability.usable()) {
                return availability;
            }
            reasons.add(provider.name() + ": " + availability.reason());
        }
        return Availability.unavailable(reason(reasons), null);
    }

    private static String reason(List<String> reasons) {
        return reasons.isEmpty() ? "nothing that batches is there" : String.join("; ", reasons);
    }

    /** Those that load, in their order. */
    private static List<CarrierProvider> providers(List<String> reasons) {
        List<CarrierProvider> found = new ArrayList<>();
        Iterator<CarrierProvider> providers = ServiceLoader.load(
                        CarrierProvider.class, CarrierProvider.class.getClassLoader())
                .iterator();
        try {
            while (providers.hasNext()) {
                found.add(providers.next());
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            // One that does not load is no reason to go without those that do; what comes after it is not looked at.
            reasons.add("a provider failed to load: " + e);
        }
        return found;
    }

    static CarrierChoice choose(List<CarrierProvider> providers, List<String> reasons) throws IOException {
        for (CarrierProvider provider : providers) {
            String refusal;
            try {
                Availability availability = provider.availability();
                if (availability.usable()) {
                    return new CarrierChoice(provider.open(), provider.name());
                }
                refusal = availability.reason();
            } catch (IOException | RuntimeException | LinkageError e) {
                refusal = e.toString();
            }
            if (provider.isRequired()) {
                throw new IOException(provider.name() + " was asked for and does not work here: " + refusal);
            }
            reasons.add(provider.name() + ": " + refusal);
        }
        return CarrierChoice.plain(reason(reasons));
    }
}
