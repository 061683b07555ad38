package dev.vigil.carry;

import java.util.Objects;

/**
 * What a loop works with.
 *
 * @param carrier what carries batches; plain calls where there is none
 * @param description its name, or {@code plain} and why
 */
public record CarrierChoice(Carrier carrier, String description) {
    /** Checks the parts. */
    public CarrierChoice {
        Objects.requireNonNull(carrier, "carrier");
        Objects.requireNonNull(description, "description");
    }

    /**
     * Plain calls, one for each operation.
     *
     * @param why what kept it from batches, in words for a person
     * @return the choice
     */
    public static CarrierChoice plain(String why) {
        return new CarrierChoice(new PlainCalls(), "plain: " + why);
    }

    /**
     * Whether there is nothing that batches.
     *
     * @return true if each operation is a call of its own
     */
    public boolean isPlain() {
        return carrier instanceof PlainCalls;
    }
}
