package dev.vigil.kqueue;

/**
 * What a kqueue was seen to do.
 *
 * @param user whether it has {@code EVFILT_USER}
 * @param dispatch whether it honours {@code EV_DISPATCH}
 */
record Abilities(boolean user, boolean dispatch) {}
