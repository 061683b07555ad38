package dev.vigil.bench.command;

/** What the user asked for cannot be done; the message says what can. Ends the command with status 2. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
