package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.contract.ChildJvm;
import dev.vigil.posix.Descriptors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a property says: it is used, or the error says which property cannot be, and what was in it. */
class PropertyValuesTest {
    private static final long SEED = Long.getLong("vigil.seed", 20_261_127);

    private static final String[] PIECES = {
        "epoll",
        "poll",
        "nio",
        "migrating",
        "auto",
        "on",
        "off",
        "renter",
        "fixed:",
        "fixed:3",
        ",",
        " ",
        "\t",
        "",
        "0",
        "1",
        "-1",
        "2147483647",
        "2147483648",
        "9223372036854775807",
        "99999999999999999999",
        "1e3",
        "0x10",
        "null",
        "é",
        "\0",
        "%s",
        "{0}",
        "/",
        "..",
        "=",
        "\n"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.vigil.backend",
                "dev.vigil.backend.avoid",
                "dev.vigil.migrating.hot",
                "dev.vigil.migrating.cold",
                "dev.vigil.migrating.threads",
                "dev.vigil.migrating.policy"
            })
    void itIsUsedOrNamed(String property) throws IOException {
        String before = System.getProperty(property);
        Random random = new Random(SEED);
        try {
            for (int i = 0; i < 200; i++) {
                String value = value(random);
                System.setProperty(property, value);
                String tried = property + "=" + value + ", seed " + SEED;
                boolean migrating = property.contains("migrating");
                try (EventSource source = migrating ? EventSource.open("migrating") : EventSource.open()) {
                    assertFalse(source.backend().isEmpty(), tried);
                } catch (IllegalArgumentException | IllegalStateException e) {
                    String message = String.valueOf(e.getMessage());
                    assertTrue(
                            message.contains(migrating ? "dev.vigil.migrating" : property),
                            () -> tried + ": " + message);
                    assertFalse(message.replace(value, "").contains("null"), () -> tried + ": " + message);
                }
            }
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            value.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return value.toString();
    }

    /** Read once in a JVM: so each in one of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.vigil.wait.threads=2147483647",
                "dev.vigil.wait.threads=-1",
                "dev.vigil.wait.threads=x",
                "dev.vigil.wait.idle=9223372036854775807",
                "dev.vigil.wait.idle=0"
            })
    void whatParksThreadsTakesAnyNumber(String setting) throws Exception {
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .options("-D" + setting)
                .run(Parked.class);
        assertEquals("waited\n", ended.assertClean().out());
    }

    /** Waits on a virtual thread where there are any. */
    static final class Parked {
        public static void main(String[] arguments) throws Exception {
            Runnable wait = () -> {
                try {
                    int counter = Descriptors.eventFd(1);
                    EventSource.await(counter, Interest.READ, Duration.ofSeconds(1));
                    Descriptors.takeCounter(counter);
                    EventSource.await(counter, Interest.READ, Duration.ofMillis(20));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            if (Runtime.version().feature() >= 21) {
                Thread thread = (Thread) Thread.class
                        .getMethod("startVirtualThread", Runnable.class)
                        .invoke(null, wait);
                thread.join();
            } else {
                wait.run();
            }
            System.out.println("waited");
        }
    }
}
