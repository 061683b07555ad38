package dev.vigil.stream;

/** What takes part in the turns of a {@link StreamLoop}: a stream, or a port for datagrams. Only for the loop's thread. */
abstract class Member {
    /** In which queues of its loop this is, a bit each. */
    int queues;

    /** Whether it is not closed yet. Any thread may ask. */
    abstract boolean isOpen();

    /** What is read and written, for messages. */
    abstract Object end();

    /** What fails here the handler is told. */
    abstract void begin();

    /** Tells the handler what has happened. */
    abstract void tell();

    /** Brings the interest in line with what is wanted. */
    abstract void watch();

    /** Ends at once, and the handler is told why. */
    abstract void fail(Throwable why);

    /** The loop, or the whole group, ends: what the system takes at once goes out. */
    abstract void cut();
}
