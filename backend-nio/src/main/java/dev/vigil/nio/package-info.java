/**
 * The backend {@code nio}, on the JDK's {@link java.nio.channels.Selector}.
 *
 * <p>It takes channels only, needs no native code, and runs wherever a JDK does. {@code docs/differences.md} tells what it
 * does differently.
 *
 * <p><b>Internal.</b> Name the backend as {@code nio}; {@link dev.vigil.nio.NioBackend} is how it is found.
 */
package dev.vigil.nio;
