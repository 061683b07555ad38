/** Event sources on {@link java.nio.channels.Selector}; they run everywhere. */
module dev.vigil.nio {
    requires dev.vigil;
}
