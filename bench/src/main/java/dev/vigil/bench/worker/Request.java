package dev.vigil.bench.worker;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One line from the orchestrator: a word and its {@code key=value} pairs. Keys that nobody asked for are refused. */
public final class Request {
    private final String word;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    private Request(String word) {
        this.word = word;
    }

    /** Takes a line apart. */
    public static Request parse(String line) {
        String[] tokens = line.trim().split(" +", -1);
        Request request = new Request(tokens[0]);
        for (int i = 1; i < tokens.length; i++) {
            int equals = tokens[i].indexOf('=');
            if (equals < 0) {
                throw new RefusedException("'" + tokens[i] + "' is no key=value");
            }
            String key = tokens[i].substring(0, equals);
            if (request.values.put(key, tokens[i].substring(equals + 1)) != null) {
                throw new RefusedException(key + " is given twice");
            }
        }
        return request;
    }

    String word() {
        return word;
    }

    /** A number that must be there. */
    public long number(String key, long low, long high) {
        return parseNumber(key, required(key), low, high);
    }

    /** A number, or what stands for it when it is missing. */
    public long number(String key, long absent, long low, long high) {
        String text = take(key);
        return text == null ? absent : parseNumber(key, text, low, high);
    }

    /** A fraction above 0 and up to 1. */
    public double fraction(String key, double absent) {
        String text = take(key);
        if (text == null) {
            return absent;
        }
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value > 0 && value <= 1)) {
            throw new RefusedException(key + "=" + text + ": a fraction above 0 and up to 1 is needed");
        }
        return value;
    }

    /** One of some words, the first of which stands for a missing one. */
    public String choice(String key, String... choices) {
        String text = take(key);
        return text == null ? choices[0] : checked(key, text, choices);
    }

    /** One of some words, which must be there. */
    public String requiredChoice(String key, String... choices) {
        return checked(key, required(key), choices);
    }

    /** Any word that must be there. */
    public String required(String key) {
        String text = take(key);
        if (text == null) {
            throw new RefusedException(key + "=... is missing");
        }
        return text;
    }

    /** Refuses the keys that nobody asked for. */
    void end() {
        for (String key : values.keySet()) {
            if (!used.contains(key)) {
                throw new RefusedException(key + " means nothing here");
            }
        }
    }

    private String take(String key) {
        used.add(key);
        return values.get(key);
    }

    private static String checked(String key, String text, String... choices) {
        if (!List.of(choices).contains(text)) {
            throw new RefusedException(key + "=" + text + ": one of " + String.join("|", choices) + " is needed");
        }
        return text;
    }

    private static long parseNumber(String key, String text, long low, long high) {
        try {
            long value = Long.parseLong(text);
            if (value >= low && value <= high) {
                return value;
            }
        } catch (NumberFormatException ignored) {
            // The same complaint as for a number out of range.
        }
        throw new RefusedException(key + "=" + text + ": a number from " + low + " to " + high + " is needed");
    }
}
