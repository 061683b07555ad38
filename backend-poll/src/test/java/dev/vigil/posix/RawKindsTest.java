package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.contract.Kind;
import dev.vigil.contract.Link;
import dev.vigil.contract.Trait;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the kinds do what their traits say. */
class RawKindsTest {
    static Stream<Kind> kinds() {
        return RawKinds.all().stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aLinkIsMadeReadableDrainedFilledAndRelieved(Kind kind) throws IOException {
        try (Link link = kind.open()) {
            if (kind.has(Trait.READ)) {
                link.makeReadable();
                link.drain();
            }
            if (kind.has(Trait.FILL)) {
                link.fill();
                link.relieve();
            }
            if (kind.has(Trait.STREAM)) {
                assertEquals(0, link.receive(ByteBuffer.allocate(1)));
                assertEquals(3, link.send(ByteBuffer.allocate(3)));
                assertEquals(3, link.receive(ByteBuffer.allocate(5)));
            }
            if (kind.has(Trait.HALF_CLOSE)) {
                link.shutFar();
                link.shutNear();
            }
            if (kind.has(Trait.END) && kind.has(Trait.READ)) {
                link.closeFar();
                assertEquals(-1, link.receive(ByteBuffer.allocate(1)));
            }
        }
    }
}
