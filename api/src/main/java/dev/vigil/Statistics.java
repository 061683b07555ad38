package dev.vigil;

import java.time.Duration;
import java.util.Map;

/**
 * What a source has done since it was opened. A snapshot: the counters are read one by one while other threads go on
 * counting.
 *
 * @param polls calls of the poll methods
 * @param waits system calls (or selects) made to wait or to look
 * @param events handler calls
 * @param emptyPolls polls that ran no handler
 * @param interrupted waits that a signal cut short (EINTR) and that went on with the time that was left
 * @param wakeupsAsked calls of {@link EventSource#wakeup()}
 * @param wakeupsCoalesced of these, the ones that found another one pending
 * @param controlCalls system calls made to add, change or remove descriptors
 * @param scanned descriptors that the mechanism or its kernel call went through, where its cost grows with their number
 *     (poll); elsewhere the events fetched
 * @param stale events dropped because their registration had ended
 * @param rebuilds kernel sets made anew to get rid of a closed descriptor that kept reporting
 * @param promotions descriptors moved from the cold to the hot side (migrating)
 * @param demotions descriptors moved from the hot to the cold side (migrating)
 * @param idle time spent blocked
 * @param gauges further figures of the backend, by name, such as sizes at this moment
 */
public record Statistics(
        long polls,
        long waits,
        long events,
        long emptyPolls,
        long interrupted,
        long wakeupsAsked,
        long wakeupsCoalesced,
        long controlCalls,
        long scanned,
        long stale,
        long rebuilds,
        long promotions,
        long demotions,
        Duration idle,
        Map<String, Long> gauges) {
    /** Copies the gauges. */
    public Statistics {
        gauges = Map.copyOf(gauges);
    }
}
