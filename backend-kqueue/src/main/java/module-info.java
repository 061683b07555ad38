/** Event sources on kqueue: macOS, FreeBSD, OpenBSD, NetBSD, DragonFly, and libkqueue elsewhere. */
module dev.vigil.kqueue {
    requires transitive dev.vigil;
    requires dev.vigil.poll;
    requires org.jnrproject.ffi;

    exports dev.vigil.kqueue;

    // jnr-ffi implements the interfaces of this package from outside.
    opens dev.vigil.kqueue;

    provides dev.vigil.spi.Backend with
            dev.vigil.kqueue.KqueueBackend;
}
