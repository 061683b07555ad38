package dev.vigil.carry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.Availability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which carrier a loop gets, and what operations take for an answer. */
class CarriersTest {
    private static final Carrier SOME = new PlainCalls();

    private record Made(String name, Availability availability, boolean isRequired, IOException refusal)
            implements CarrierProvider {
        @Override
        public Carrier open() throws IOException {
            if (refusal != null) {
                throw refusal;
            }
            return SOME;
        }
    }

    private static final class Read extends Operation {
        Read() {
            super(false);
        }

        @Override
        public void perform() {
            moved(1);
        }

        void of(int fd, Block block, int from, int most) {
            standFor(fd);
            ask(block, from, most);
        }
    }

    private static Made absent(String name, boolean isRequired) {
        return new Made(name, Availability.unavailable("denied", null), isRequired, null);
    }

    private static CarrierChoice choose(CarrierProvider... providers) throws IOException {
        return Carriers.choose(List.of(providers), new ArrayList<>());
    }

    @Test
    void theFirstThatWorksIsTaken() throws IOException {
        Made works = new Made("works", Availability.available(), false, null);
        Made refused = new Made("refused", Availability.available(), false, new IOException("no memory"));
        CarrierChoice choice = choose(absent("absent", false), refused, works);
        assertSame(SOME, choice.carrier());
        assertEquals("works", choice.description());
    }

    @Test
    void whereNoneWorksThereArePlainCallsAndTheReason() throws IOException {
        Made refused = new Made("refused", Availability.available(), false, new IOException("no memory"));
        CarrierChoice choice = choose(absent("absent", false), refused);
        assertEquals("plain: absent: denied; refused: java.io.IOException: no memory", choice.description());
        Read read = new Read();
        Block block = new Block(ByteBuffer.allocateDirect(8));
        read.of(3, block, 0, 8);
        choice.carrier().carry(new Operation[] {read}, 1);
        assertEquals(1, read.count());
        assertEquals(1L, choice.carrier().gauges().get("plainCalls"));
        assertTrue(choose().description().startsWith("plain: "));
    }

    @Test
    void oneThatIsRequiredAndMissingIsAnErrorWithTheReason() {
        IOException e = assertThrows(IOException.class, () -> choose(absent("ring", true)));
        assertEquals("ring was asked for and does not work here: denied", e.getMessage());
    }

    @Test
    void anAnswerHoldsUntilTheNextQuestion() {
        Read read = new Read();
        Block block = new Block(ByteBuffer.allocateDirect(8));
        read.of(3, block, 2, 6);
        assertFalse(read.isDone());
        assertThrows(IllegalArgumentException.class, () -> read.moved(0));
        assertThrows(IllegalArgumentException.class, () -> read.moved(7));
        assertFalse(read.isDone());
        IOException why = new IOException("reset");
        read.failed(why);
        assertSame(why, read.failure());
        assertEquals(0, read.count());
        read.note(7);
        read.ask(block, 0, 8);
        assertNull(read.failure());
        assertFalse(read.isDone());
        assertEquals(7, read.note());
        read.of(4, block, 0, 8);
        assertEquals(0, read.note());
    }

    @Test
    void onlyDirectMemoryIsABlock() {
        assertThrows(IllegalArgumentException.class, () -> new Block(ByteBuffer.allocate(8)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Block(ByteBuffer.allocateDirect(8).asReadOnlyBuffer()));
    }
}
