/** The subcommands: what a user may ask, checked, and handed to those that do it. */
package dev.vigil.bench.command;
