package dev.vigil.stream;

/**
 * What a stream, or all streams of a loop or group together, have moved so far.
 *
 * @param bytesRead how many bytes were read
 * @param bytesWritten how many bytes the system has taken
 * @param reads how many reads brought something
 * @param writes how many writes were taken, at least in part
 * @param stalls how often a writer was told that the high mark is passed
 */
public record StreamCounts(long bytesRead, long bytesWritten, long reads, long writes, long stalls) {
    StreamCounts plus(StreamCounts other) {
        return new StreamCounts(
                bytesRead + other.bytesRead,
                bytesWritten + other.bytesWritten,
                reads + other.reads,
                writes + other.writes,
                stalls + other.stalls);
    }
}
