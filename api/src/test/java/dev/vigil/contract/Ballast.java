package dev.vigil.contract;

import java.util.ArrayList;
import java.util.List;

/** Memory of the heap that is in use, in a JVM that has little of it. */
public final class Ballast {
    private static final int MOST = 100_000;

    private final List<byte[]> pieces = new ArrayList<>(MOST);

    private Ballast() {}

    /** Takes all that there is, but for so many bytes. What it returns holds it. */
    public static Object allBut(int spare) {
        Ballast ballast = new Ballast();
        ballast.pieces.add(new byte[spare]);
        for (int size = 1 << 16; size >= 64; size /= 2) {
            ballast.fill(size);
        }
        ballast.pieces.set(0, null);
        return ballast;
    }

    private void fill(int size) {
        try {
            while (pieces.size() < MOST) {
                pieces.add(new byte[size]);
            }
        } catch (OutOfMemoryError e) {
            // That was the last one of this size.
        }
    }
}
