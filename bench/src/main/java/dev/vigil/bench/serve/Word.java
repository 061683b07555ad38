package dev.vigil.bench.serve;

import java.nio.charset.StandardCharsets;

/** A short piece of a request, collected byte by byte. What is longer than any word we know is only counted. */
final class Word {
    private final byte[] bytes = new byte["transfer-encoding".length()];
    private int length;

    /** A word to compare with. */
    static byte[] of(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    void clear() {
        length = 0;
    }

    void add(int b) {
        if (length < bytes.length) {
            bytes[length] = (byte) b;
        }
        length++;
    }

    void addLowerCase(int b) {
        add(b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b);
    }

    boolean isEmpty() {
        return length == 0;
    }

    int length() {
        return length;
    }

    byte at(int index) {
        return bytes[index];
    }

    boolean is(byte[] other) {
        return length == other.length && startsWith(other);
    }

    boolean startsWith(byte[] other) {
        if (length < other.length) {
            return false;
        }
        for (int i = 0; i < other.length; i++) {
            if (bytes[i] != other[i]) {
                return false;
            }
        }
        return true;
    }
}
