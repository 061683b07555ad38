package dev.vigil.trust;

import java.util.Locale;
import java.util.Random;

/**
 * One operation. Place and argument are taken as they fit the state of the moment, and an operation that makes no sense then
 * does nothing: so a script stays one when operations are taken out of it.
 *
 * @param code what to do
 * @param place which of the places
 * @param argument of the operation, below {@link #ARGUMENTS}
 */
record Op(OpCode code, int place, int argument) {
    static final int PLACES = 6;
    static final int ARGUMENTS = 4096;

    static Op random(int[] weights, Random random) {
        return new Op(OpCode.drawn(weights, random), random.nextInt(PLACES), random.nextInt(ARGUMENTS));
    }

    /** Reads what {@link #toString} wrote. */
    static Op parse(String text) {
        String[] parts = text.split("\\.", -1);
        try {
            if (parts.length == 3) {
                OpCode code = OpCode.valueOf(parts[0].toUpperCase(Locale.ROOT));
                return new Op(code, number(parts[1], PLACES), number(parts[2], ARGUMENTS));
            }
        } catch (IllegalArgumentException e) {
            // Said below, in the words of scripts.
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is no operation: NAME.PLACE.ARGUMENT, such as register.0.1," + " with a place below "
                        + PLACES + " and an argument below " + ARGUMENTS);
    }

    private static int number(String text, int limit) {
        int number = Integer.parseInt(text);
        if (number < 0 || number >= limit) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    @Override
    public String toString() {
        return code.name().toLowerCase(Locale.ROOT) + "." + place + "." + argument;
    }
}
