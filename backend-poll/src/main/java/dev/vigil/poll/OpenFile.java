package dev.vigil.poll;

import dev.vigil.posix.DescriptorStatus;

/**
 * What a number stood for when it was added.
 *
 * @param status what it was
 * @param witnessed whether the witness of the source has it, so that device and inode need not be compared
 */
record OpenFile(DescriptorStatus status, boolean witnessed) {}
