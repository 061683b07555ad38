/** A selector provider over every backend, for applications that know nothing of Vigil. */
module dev.vigil.selector {
    requires transitive dev.vigil;
    requires static java.instrument;
    requires static java.management;
    requires static jdk.jfr;

    exports dev.vigil.selector;
}
