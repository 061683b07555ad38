/**
 * The kqueue backend: macOS, FreeBSD, OpenBSD, NetBSD, DragonFly, and libkqueue elsewhere.
 *
 * <p>Applications name it as {@code kqueue}; the only public type is its provider. Not run on macOS or a BSD yet: what
 * stands here was written from their manual pages and headers, and run on Linux against a kqueue made for the tests and
 * against libkqueue.
 *
 * <p><b>Internal.</b> {@link dev.vigil.kqueue.KqueueBackend} is how it is found.
 */
package dev.vigil.kqueue;
