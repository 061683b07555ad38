/** Benchmarks, their scenarios, and the command line. */
module dev.vigil.bench {
    requires com.fasterxml.jackson.databind;
    requires dev.vigil;
    requires info.picocli;

    // picocli sets the fields of commands, which are not public.
    opens dev.vigil.bench.command to
            info.picocli;
}
