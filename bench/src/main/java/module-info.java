/** Benchmarks, their scenarios, and the command line. */
module dev.vigil.bench {
    requires dev.vigil;
}
