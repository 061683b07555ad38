package dev.vigil.loop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** A task that is handed in while the loop ends is refused, run, or counted as dropped: one of these. */
@JCStressTest
@Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "taken, and run or counted")
@Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "refused")
@Outcome(expect = FORBIDDEN, desc = "lost, or both")
@State
public class TaskQueueStress {
    private final TaskQueue tasks = new TaskQueue();

    @Actor
    public void handIn(ZI_Result result) {
        result.r1 = tasks.add(() -> {});
    }

    @Actor
    public void end(ZI_Result result) {
        int run = tasks.poll() == null ? 0 : 1;
        tasks.cutOff();
        result.r2 = run + tasks.end();
    }
}
