/** Benchmarks, their scenarios, and the command line. */
module dev.vigil.bench {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires dev.vigil;
    requires dev.vigil.epoll;
    requires dev.vigil.migrating;
    requires dev.vigil.poll;
    requires HdrHistogram;
    requires info.picocli;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.io_uring;
    requires io.netty.transport.unix.common;
    requires java.desktop;
    requires java.logging;
    requires java.management;
    requires jdk.management;
    requires jmh.core;
    requires org.jnrproject.enxio;
    requires xchart;

    // picocli sets the fields of commands, and Jackson reads those of records; neither is public.
    opens dev.vigil.bench.command to
            info.picocli;
    opens dev.vigil.bench.contender to
            com.fasterxml.jackson.databind;
    opens dev.vigil.bench.soak to
            com.fasterxml.jackson.databind;
    opens dev.vigil.bench.report to
            com.fasterxml.jackson.databind;
}
