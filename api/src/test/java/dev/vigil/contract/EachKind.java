package dev.vigil.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A test that runs once for each {@link Kind} of the fixture that has some traits and lacks others. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(FixtureExtension.class)
public @interface EachKind {
    /** All of these; none for every kind. */
    Trait[] value() default {};

    /** None of these. */
    Trait[] without() default {};
}
