package dev.vigil.bench.run;

/** Hears how a run goes on. */
public interface Listener {
    /** What is being done now, and which part of its time has passed, from 0 to 1. */
    void doing(String what, double done);
}
