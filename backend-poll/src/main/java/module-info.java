/** Event sources on {@code poll(2)}, and the libc floor that all native backends stand on. */
module dev.vigil.poll {
    requires transitive dev.vigil;
    requires org.jnrproject.constants;
    requires org.jnrproject.ffi;
    requires org.jnrproject.jffi;
    requires org.jnrproject.posix;
    // jnr-ffi generates code with ASM, and as an automatic module it cannot ask for it.
    requires org.objectweb.asm;
    requires org.objectweb.asm.commons;
    requires org.objectweb.asm.util;

    exports dev.vigil.poll;
    exports dev.vigil.posix;
    exports dev.vigil.raw;

    provides dev.vigil.spi.Backend with
            dev.vigil.poll.PollBackend;
}
