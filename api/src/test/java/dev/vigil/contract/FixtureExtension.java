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
        Trait[] traits = traits(context);
        if (traits != null && kinds(fixture, traits).isEmpty()) {
            return ConditionEvaluationResult.disabled(
                    "backend " + fixture + " takes no descriptor with the traits " + Arrays.toString(traits));
        }
        return ConditionEvaluationResult.enabled("the fixture has what the test needs");
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return kinds(fixture(context), traits(context)).stream().map(Arguments::of);
    }

    private static Trait[] traits(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getTestMethod(), EachKind.class)
                .map(EachKind::value)
                .orElse(null);
    }

    private static List<Kind> kinds(Fixture fixture, Trait[] traits) {
        return fixture.kinds().stream()
                .filter(kind -> kind.traits().containsAll(List.of(traits)))
                .toList();
    }

    private static Fixture fixture(ExtensionContext context) {
        return ((Contract) context.getRequiredTestInstance()).fixture();
    }
}
