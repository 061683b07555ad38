/** What applications use ({@code dev.vigil}), and what backends implement and share ({@code dev.vigil.spi}). */
module dev.vigil {
    requires static jdk.jfr;

    exports dev.vigil;
    exports dev.vigil.accept;
    exports dev.vigil.carry;
    exports dev.vigil.loop;
    exports dev.vigil.relay;
    exports dev.vigil.spi;
    exports dev.vigil.stream;
    exports dev.vigil.wait;

    uses dev.vigil.carry.CarrierProvider;
    uses dev.vigil.spi.Backend;
}
