/**
 * A thread that polls, and what else it does between polls.
 *
 * <p>An {@link dev.vigil.loop.EventLoop} is one thread with one source: it polls, and between polls runs timers and tasks.
 * An {@link dev.vigil.loop.EventLoopGroup} is several of them. What servers and proxies need is built on this:
 * {@code dev.vigil.accept} spreads the connections of one address over a group, {@code dev.vigil.relay} moves bytes between
 * pairs of descriptors or channels. All of it stands on the public API of {@code dev.vigil}.
 *
 * <p>For those who read the code, from the outside to the inside:
 *
 * <ul>
 *   <li>{@code LoopThread} is what a loop does turn by turn, and the place where it closes: in order, when the last task has run, or cut
 *       off. What polls, handlers, tasks and timers throw comes to it too.
 *   <li>{@code TaskQueue} has the tasks, and the four states that decide whether one more is taken, run, or dropped.
 *   <li>{@code Timer} and {@code TimerHeap} are what is done later; {@code EndActions} what is done at the end, however it comes;
 *       {@code EndLatch} is what those wait for who closed the loop.
 *   <li>{@code FailingPolls} says how long to pause when polls fail, and when to give up; {@code ExceptionLog} keeps a handler that throws
 *       over and over from filling the log.
 * </ul>
 *
 * <p><b>Stable.</b> An {@link dev.vigil.loop.EventLoopBuilder} makes a loop or a group, and takes the
 * {@link dev.vigil.loop.LoopExceptionHandler} that is told what handlers, tasks and timers throw.
 */
package dev.vigil.loop;
