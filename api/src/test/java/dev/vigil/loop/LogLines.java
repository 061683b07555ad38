package dev.vigil.loop;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a logger is told while this is open. {@link System.Logger} ends at {@code java.util.logging} by itself. */
public final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<String> lines = new ArrayList<>();

    private LogLines(Logger logger) {
        this.logger = logger;
    }

    public static LogLines of(String name) {
        Logger logger = Logger.getLogger(name);
        LogLines lines = new LogLines(logger);
        logger.addHandler(lines);
        logger.setUseParentHandlers(false);
        return lines;
    }

    /** Every line so far, without the thread and the time. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public synchronized void publish(LogRecord logged) {
        Object[] parameters = logged.getParameters();
        lines.add(parameters == null ? logged.getMessage() : MessageFormat.format(logged.getMessage(), parameters));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.setUseParentHandlers(true);
        logger.removeHandler(this);
    }
}
