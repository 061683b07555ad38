package dev.vigil.bench.run;

import dev.vigil.bench.scenario.Figure;
import dev.vigil.bench.scenario.Parameters;
import dev.vigil.bench.scenario.Scenario;
import dev.vigil.bench.scenario.Unit;
import java.util.List;
import java.util.Map;

/**
 * The figures of one case.
 *
 * @param scenario which one
 * @param parameters the case
 * @param unit of the figures
 * @param figures by contender, round by round: what stands at the same place was measured within the same round
 */
public record CaseRounds(Scenario scenario, Parameters parameters, Unit unit, Map<String, List<Figure>> figures) {}
