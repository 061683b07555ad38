package dev.vigil.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KqueueSystemTest {
    @ParameterizedTest
    @CsvSource({
        "Mac OS X,14.5,MACOS,CLASSIC",
        "Darwin,23.1,MACOS,CLASSIC",
        "FreeBSD,14.1-RELEASE,FREEBSD,EXTENDED",
        "FreeBSD,12.0-CURRENT,FREEBSD,EXTENDED",
        "FreeBSD,11.4-RELEASE-p9,FREEBSD_11,CLASSIC",
        "FreeBSD,unknown,FREEBSD,EXTENDED",
        "OpenBSD,7.5,OPENBSD,CLASSIC",
        "NetBSD,10.0,NETBSD,WIDE",
        "DragonFlyBSD,6.4-RELEASE,DRAGONFLY,CLASSIC",
        "Linux,6.1,LIBKQUEUE,CLASSIC"
    })
    void aSystemIsChosenByItsNameAndRelease(String name, String version, KqueueSystem system, KeventLayout layout) {
        assertEquals(system, KqueueSystem.of(name, version));
        assertEquals(layout, system.layout());
    }

    @ParameterizedTest
    @CsvSource({
        "MACOS,-1,-2,-10,true",
        "FREEBSD,-1,-2,-11,false",
        "FREEBSD_11,-1,-2,-11,false",
        "OPENBSD,-1,-2,-10,true",
        "NETBSD,0,1,8,false",
        "DRAGONFLY,-1,-2,-9,true",
        "LIBKQUEUE,-1,-2,-11,false"
    })
    void theFiltersHaveTheNumbersOfTheHeaders(KqueueSystem system, int read, int write, int user, boolean except) {
        assertEquals(read, system.read());
        assertEquals(write, system.write());
        assertEquals(user, system.user());
        assertEquals(except, system.hasExcept());
    }

    @ParameterizedTest
    @CsvSource({"MACOS,-15,2", "OPENBSD,-9,4", "DRAGONFLY,-8,2"})
    void exceptionalDataHaveTheNumbersOfTheHeaders(KqueueSystem system, int except, int outOfBand) {
        assertEquals(except, system.except());
        assertEquals(outOfBand, system.outOfBand());
    }

    @ParameterizedTest
    @CsvSource({"MACOS,false", "FREEBSD,false", "OPENBSD,false", "NETBSD,true", "DRAGONFLY,false", "LIBKQUEUE,false"})
    void onlyNetBsdHasAnotherSymbol(KqueueSystem system, boolean sizeCounts) {
        assertEquals(sizeCounts, system.hasSizeCounts());
    }
}
