/** Tests of what carries batches. */
package dev.vigil.carry;
