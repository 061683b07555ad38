package dev.vigil.uring;

import dev.vigil.Availability;
import dev.vigil.carry.Carrier;
import dev.vigil.carry.CarrierProvider;
import java.io.IOException;

/** Carries the reads and writes of a turn through io_uring, where that is to be had; the property {@code dev.vigil.ring} says whether. */
public final class RingCarrierProvider implements CarrierProvider {
    /** Made by {@link java.util.ServiceLoader}. */
    public RingCarrierProvider() {}

    @Override
    public String name() {
        return "ring";
    }

    @Override
    public Availability availability() {
        try {
            return RingSupport.availability();
        } catch (IllegalArgumentException e) {
            return Availability.unavailable(e.getMessage(), e);
        }
    }

    /**
     * Whether {@code dev.vigil.ring} is {@code on}.
     *
     * @throws IllegalArgumentException if it is neither auto, off nor on
     */
    @Override
    public boolean isRequired() {
        return RingMode.asked() == RingMode.ON;
    }

    @Override
    public Carrier open() throws IOException {
        return new RingCarrier(Ring.ofOneIssuer(RingCarrier.ENTRIES), RingSupport.newPolicy());
    }
}
