package dev.vigil.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.Availability;
import dev.vigil.posix.Errno;
import dev.vigil.posix.OpenDescriptors;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where there is no ring, that is told, with what would help; and nothing is left open. */
@ExtendWith(OpenDescriptors.class)
class RingProbeTest {
    private final ScriptedUring system = new ScriptedUring();
    private final String asked = System.getProperty(RingMode.PROPERTY);

    @BeforeEach
    void needRing() {
        assumeTrue(
                RingProbe.run().availability().usable(), () -> RingProbe.run().toString());
    }

    @AfterEach
    void close() {
        system.close();
        if (asked == null) {
            System.clearProperty(RingMode.PROPERTY);
        } else {
            System.setProperty(RingMode.PROPERTY, asked);
        }
    }

    private void assertOff(String reason, boolean lasts, int errno, String words) {
        RingProbe found = RingProbe.run(system);
        assertFalse(found.availability().usable());
        assertEquals(reason, found.reason());
        assertEquals(lasts, found.lasts());
        assertTrue(found.availability().reason().contains(words), found.availability()::reason);
        assertEquals(0L, found.gauges().get("ring"));
        assertEquals((long) errno, found.gauges().get("ring.off." + reason));
    }

    private void refuse(int errno) {
        system.setup = errno;
    }

    @Test
    void whatIsDeniedAbsentOldOrShortIsToldApart() {
        refuse(Errno.EPERM);
        assertOff("denied", true, Errno.EPERM, "seccomp");
        refuse(Errno.ENOSYS);
        assertOff("absent", true, Errno.ENOSYS, "ENOSYS");
        refuse(Errno.EINVAL);
        assertOff("old", true, Errno.EINVAL, "5.17");
        refuse(Errno.ENOMEM);
        assertOff("memory", false, Errno.ENOMEM, "ulimit -l");
        refuse(Errno.EMFILE);
        assertOff("descriptors", false, Errno.EMFILE, "ulimit -n");
        refuse(0);
        assertTrue(RingProbe.run(system).availability().usable());
    }

    /** It is asked for in the middle of a poll, which goes on without. */
    @Test
    void withoutDirectMemoryThereIsNoneForNow() {
        system.before = () -> {
            throw new OutOfMemoryError("meant");
        };
        assertOff("memory", false, 0, "direct memory");
        system.before = () -> {};
        assertTrue(RingProbe.run(system).availability().usable());
    }

    @Test
    void nativeCallsThatCannotBeMadeNowAreLookedForAgain() {
        system.missing = true;
        assertOff("absent", false, 0, "not now");
        system.missing = false;
        assertTrue(RingProbe.run(system).availability().usable());
    }

    @Test
    void aKernelWithoutAFeatureIsOld() {
        system.lacks = UringConstants.IORING_FEAT_NODROP;
        assertOff("old", true, 0, "IORING_FEAT_NODROP");
    }

    @Test
    void aKernelThatDoesOtherwiseIsNotTrusted() {
        // The short send of the probe seems to be whole.
        system.result(4, 1 << 17);
        assertOff("broken", true, 0, "operation 4");
    }

    @Test
    void aRingThatCannotBeEnteredIsToldToo() {
        system.enter(Errno.EACCES);
        assertOff("denied", true, Errno.EACCES, "io_uring_enter");
    }

    @Test
    void thePropertyIsObeyed() throws IOException {
        System.setProperty(RingMode.PROPERTY, "off");
        assertFalse(RingSupport.availability().usable());
        assertTrue(RingSupport.gauges().containsKey("ring.off.asked"));
        assertFalse(new RingCarrierProvider().isRequired());
        assertTrue(RingSupport.describe().contains("dev.vigil.ring=off"), RingSupport::describe);
        System.setProperty(RingMode.PROPERTY, "On");
        assertTrue(new RingCarrierProvider().isRequired());
        RingSupport.requireAsAsked();
        assertTrue(RingSupport.newPolicy().batches(2));
        System.setProperty(RingMode.PROPERTY, "maybe");
        assertThrows(IllegalArgumentException.class, RingMode::asked);
        assertThrows(IllegalArgumentException.class, () -> new RingCarrierProvider().isRequired());
        Availability wrong = new RingCarrierProvider().availability();
        assertTrue(wrong.reason().contains("auto, off or on"), wrong::reason);
        System.clearProperty(RingMode.PROPERTY);
        assertSame(RingMode.AUTO, RingMode.asked());
        assertTrue(RingSupport.describe().contains("an empty system call takes"), RingSupport::describe);
    }

    @Test
    void whoInsistsOnARingIsToldWhyThereIsNone() {
        refuse(Errno.EPERM);
        Availability found = RingProbe.run(system).availability();
        String message = assertThrows(IOException.class, () -> RingSupport.require(found))
                .getMessage();
        assertTrue(message.startsWith("dev.vigil.ring=on, but io_uring_setup(): EPERM"), message);
    }

    @Test
    void anEmptyCallCostsSomethingAndNotMuch() {
        long nanos = RingSupport.emptyCallNanos();
        assertTrue(nanos >= 1 && nanos < 1_000_000, () -> nanos + " ns");
    }
}
