package dev.vigil.auto;

/** What a trial measures, in this order. */
enum Part {
    /** One descriptor, which is ready. */
    ALONE,

    /** One that is ready, of many. */
    AMONG,

    /** The same, with the interest changed and changed back before each wait. */
    CHANGE,

    /** Many that are ready. */
    TOGETHER
}
