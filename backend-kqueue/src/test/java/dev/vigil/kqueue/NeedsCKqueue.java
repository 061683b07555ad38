package dev.vigil.kqueue;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tests that run on the kqueue of {@code src/test/c}. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@EnabledIf(
        value = "dev.vigil.kqueue.CKqueue#isPossible",
        disabledReason = "the kqueue made for the tests needs Linux and a C compiler (cc)")
@interface NeedsCKqueue {}
