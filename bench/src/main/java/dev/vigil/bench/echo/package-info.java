/** Ping-pong over TCP: servers, each written as users of its library would, and one client for all of them. */
package dev.vigil.bench.echo;
