package dev.vigil.stream;

/**
 * What a port, or all ports of a group together, have received and sent so far.
 *
 * @param received how many messages were received
 * @param bytesReceived how many bytes these had
 * @param sent how many messages the system has taken
 * @param bytesSent how many bytes these had
 * @param refused how many were not taken by {@link DatagramPort#send}, for more than the high mark waited or memory was used up
 * @param lost how many were taken, and not by the system: it reported an error, or the peer had no room, or
 *     the port was closed; and how many were received and had no place while the handler wanted no more
 * @param errors how many errors the socket has reported, whether or not a message was lost
 */
public record DatagramCounts(
        long received, long bytesReceived, long sent, long bytesSent, long refused, long lost, long errors) {
    DatagramCounts plus(DatagramCounts other) {
        return new DatagramCounts(
                received + other.received,
                bytesReceived + other.bytesReceived,
                sent + other.sent,
                bytesSent + other.bytesSent,
                refused + other.refused,
                lost + other.lost,
                errors + other.errors);
    }
}
