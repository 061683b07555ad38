/**
 * The scenarios: each is a class that says whose question it answers, which parameters it has, how a worker does it, and how
 * a figure comes out of what a worker reports. To add one: write the class, and give it its line in
 * {@link dev.vigil.bench.scenario.Scenarios}.
 */
package dev.vigil.bench.scenario;
