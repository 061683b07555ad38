package dev.vigil.bench.worker;

/** The result of a round, put together key by key. */
public final class Reply {
    private final StringBuilder line = new StringBuilder("result");

    public Reply put(String key, long value) {
        return put(key, Long.toString(value));
    }

    public Reply put(String key, String value) {
        line.append(' ').append(key).append('=').append(value);
        return this;
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
