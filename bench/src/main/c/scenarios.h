/*
 * The scenarios of PROTOCOL.md, compiled once into each contender, after its mechanism, so that the compiler can
 * put a handler into the loop that calls it, as one would write it by hand. A mechanism defines, before this:
 *
 *   NAME, VERSION()                         the contender's
 *   DEFINE_HANDLER(handler)                 what a library calls in place of void handler(int index); or nothing
 *   mechanism_open(capacity, need)          for descriptors 0 ... capacity - 1; fails by itself
 *   mechanism_close()                       also when only partly open
 *   mechanism_add(index, fd, handler)       watches for READ
 *   mechanism_wait(block, handler)          one wait; calls the handler for each descriptor that is ready
 *   mechanism_sleep(nanos, handler)         one wait with that timeout
 *   mechanism_wake()                        from any thread; the handler is called with WAKER
 *   mechanism_woken()                       what the poller must do to be woken again
 *
 * and one of these:
 *
 *   mechanism_remove(index, fd), mechanism_update(index, fd, interest, handler)
 *   KNOWS_READY, for the floor without waiting, which is told what was made ready:
 *   mechanism_told(index), mechanism_told_again()
 *
 * or, in place of these and of sleep, wake and woken, where threads of its own wait, so that it does only gooch:
 *   HAS_THREADS, mechanism_cpu()            processor time of those threads so far
 */
#include "harness.h"
#include "gooch.h"
#ifndef HAS_THREADS
#include "throughput.h"
#include "latency.h"
#include "drift.h"
#endif

int main(void)
{
    static const struct scenario scenarios[] = {
#ifndef HAS_THREADS
        {"ready", ready_setup, ready_round},
        {"ring", ring_setup, ring_round},
        {"busy", busy_setup, busy_round},
        {"wakeup", wakeup_setup, wakeup_round},
        {"timeout", timeout_setup, timeout_round},
#ifndef KNOWS_READY
        {"churn", churn_setup, churn_round},
        {"drift", drift_setup, drift_round},
#endif
#endif
#ifndef KNOWS_READY
        {"gooch", gooch_setup, gooch_round},
#endif
        {NULL, NULL, NULL},
    };
    return serve(&(struct contender){NAME, VERSION(), scenarios, close_all});
}
