package dev.vigil.contract;

import dev.vigil.Feature;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips tests that the fixture cannot run, with the reason, and gives the others their kinds. */
final class FixtureExtension implements ExecutionCondition, ArgumentsProvider {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            return ConditionEvaluationResult.enabled("a class");
        }
        Fixture fixture = fixture(context);
        Feature[] needed = AnnotationSupport.findAnnotation(context.getTestMethod(), Needs.class)
                .map(Needs::value)
                .orElse(new Feature[0]);
        for (Feature feature : needed) {
            if (!fixture.has(feature)) {
                return ConditionEvaluationResult.disabled("backend " + fixture + " lacks the feature " + feature);
            }
        }
        EachKind wanted = wanted(context);
        if (wanted != null && kinds(fixture, wanted).isEmpty()) {
            return ConditionEvaluationResult.disabled("backend " + fixture + " takes no kind of descriptor with "
                    + Arrays.toString(wanted.value()) + " and without " + Arrays.toString(wanted.without()));
        }
        return ConditionEvaluationResult.enabled("the fixture has what the test needs");
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return kinds(fixture(context), wanted(context)).stream().map(Arguments::of);
    }

    private static EachKind wanted(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getTestMethod(), EachKind.class)
                .orElse(null);
    }

    private static List<Kind> kinds(Fixture fixture, EachKind wanted) {
        return fixture.kinds().stream()
                .filter(kind -> kind.traits().containsAll(List.of(wanted.value())))
                .filter(kind -> Arrays.stream(wanted.without()).noneMatch(kind::has))
                .toList();
    }

    private static Fixture fixture(ExtensionContext context) {
        return ((Contract) context.getRequiredTestInstance()).fixture();
    }
}
