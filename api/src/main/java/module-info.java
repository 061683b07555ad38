/** What applications use ({@code dev.vigil}), and what backends implement and share ({@code dev.vigil.spi}). */
module dev.vigil {
    requires jdk.jfr;
}
