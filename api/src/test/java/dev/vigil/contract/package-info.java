/**
 * The contract suite. Every backend means the same by the same event, and these tests say what.
 *
 * <p>A theme is an interface whose tests are default methods, each named as a sentence and marked with the {@link
 * dev.vigil.contract.Rule} it proves. {@link dev.vigil.contract.EventSourceContract} is all of them. A backend runs the suite
 * with one class of a few lines, and with one more for each further configuration:
 *
 * <pre>{@code
 * class EpollContractTest implements EventSourceContract {
 *     @Override
 *     public Fixture fixture() {
 *         return RawFixtures.of("epoll");
 *     }
 * }
 * }</pre>
 *
 * <p>A {@link dev.vigil.contract.Fixture} is the backend with the kinds of descriptors that it takes. A test with
 * {@link dev.vigil.contract.EachKind} runs once for each {@link dev.vigil.contract.Kind} that has the traits it needs; one with
 * {@link dev.vigil.contract.Needs} is skipped, visibly, where the backend lacks the feature.
 */
package dev.vigil.contract;
