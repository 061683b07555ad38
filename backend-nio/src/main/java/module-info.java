/** Event sources on {@link java.nio.channels.Selector}; they run everywhere. */
module dev.vigil.nio {
    requires transitive dev.vigil;

    exports dev.vigil.nio;

    provides dev.vigil.spi.Backend with
            dev.vigil.nio.NioBackend;
}
