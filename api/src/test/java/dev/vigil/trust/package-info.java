/**
 * Random scripts of operations over descriptors of every kind, judged by poll(2) and a plain model of the registrations. What
 * fails is shrunk, and printed as a short program and as a line that plays it again; {@code docs/reliability.md} has the commands.
 */
package dev.vigil.trust;
