package dev.vigil;

import java.util.List;
import java.util.Objects;

/**
 * How {@link EventSourceBuilder#auto} chose.
 *
 * @param backend the name of the backend taken
 * @param costs what was measured, of the backends it was chosen among; the cheapest first, and empty if nothing was
 * @param account where the figures come from, or why there are none, in words for a person
 */
public record AutoChoice(String backend, List<BackendCosts> costs, String account) {
    /** Copies the figures. */
    public AutoChoice {
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(account, "account");
        costs = List.copyOf(costs);
    }
}
