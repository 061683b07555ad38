package dev.vigil.bench.scenario;

import java.util.List;

/**
 * One thing that may be chosen about a scenario.
 *
 * @param name as on the command line and in the protocol
 * @param meaning for a person
 * @param defaults the values that are run when none is given; empty if it is left out then
 * @param check what a value must be
 */
public record Parameter(String name, String meaning, List<String> defaults, Check check) {
    /** What a value must be. */
    public interface Check {
        /** Whether it is. */
        boolean accepts(String value);

        /** What is accepted, to be put after "must be". */
        String wanted();
    }

    /** A whole number. */
    public static Parameter number(String name, String meaning, long low, long high, Object... defaults) {
        return new Parameter(name, meaning, texts(defaults), new Range(low, high));
    }

    /** A fraction above 0 and up to 1. */
    public static Parameter fraction(String name, String meaning, Object... defaults) {
        return new Parameter(name, meaning, texts(defaults), new Fraction());
    }

    /** One of some words. */
    public static Parameter choice(String name, String meaning, List<String> choices, Object... defaults) {
        return new Parameter(name, meaning, texts(defaults), new Choice(choices));
    }

    /** The same parameter, run with other values when none is given. */
    public Parameter withDefaults(Object... values) {
        return new Parameter(name, meaning, texts(values), check);
    }

    private static List<String> texts(Object... values) {
        return List.of(values).stream().map(String::valueOf).toList();
    }

    private record Range(long low, long high) implements Check {
        @Override
        public boolean accepts(String value) {
            try {
                long number = Long.parseLong(value);
                return number >= low && number <= high;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String wanted() {
            return "a number from " + low + " to " + high;
        }
    }

    private record Fraction() implements Check {
        @Override
        public boolean accepts(String value) {
            try {
                double number = Double.parseDouble(value);
                return number > 0 && number <= 1;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String wanted() {
            return "a fraction above 0 and up to 1";
        }
    }

    private record Choice(List<String> choices) implements Check {
        @Override
        public boolean accepts(String value) {
            return choices.contains(value);
        }

        @Override
        public String wanted() {
            return "one of " + String.join(", ", choices);
        }
    }
}
