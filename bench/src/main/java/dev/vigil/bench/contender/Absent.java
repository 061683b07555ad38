package dev.vigil.bench.contender;

/**
 * One that does not take part.
 *
 * @param contender its name
 * @param reason why not, for a person
 */
public record Absent(String contender, String reason) {}
