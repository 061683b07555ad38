/** Event sources over two other backends: busy descriptors in one, quiet ones in the other. */
module dev.vigil.migrating {
    requires transitive dev.vigil;
    requires java.management;
    requires static jdk.jfr;

    exports dev.vigil.migrating;

    provides dev.vigil.spi.Backend with
            dev.vigil.migrating.MigratingBackend;
}
