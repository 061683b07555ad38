/**
 * A mechanism in memory, for tests of the skeleton and of the contract suite itself. {@link dev.vigil.fake.FakeKernel} has pipes
 * and sockets; {@link dev.vigil.fake.FakeMechanism} watches them as poll(2) would, and on request does what mechanisms may do
 * (a wait is interrupted, a batch is short, a word is stale) or must not do ({@link dev.vigil.fake.Fault}).
 */
package dev.vigil.fake;
