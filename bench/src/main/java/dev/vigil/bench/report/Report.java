package dev.vigil.bench.report;

import dev.vigil.bench.contender.Absent;
import java.util.List;
import java.util.Map;

/**
 * A whole run.
 *
 * @param environment machine, kernel, JDK and limits, by name
 * @param results in the order in which they were measured
 * @param absent who did not take part, and why
 */
public record Report(Map<String, Object> environment, List<Result> results, List<Absent> absent) {}
