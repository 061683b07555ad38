package dev.vigil.raw;

import dev.vigil.posix.ChannelDescriptors;
import dev.vigil.posix.FcntlConstants;
import dev.vigil.posix.LibC;
import dev.vigil.stream.DatagramContract;
import dev.vigil.stream.DatagramEnd;
import java.io.IOException;
import java.nio.channels.DatagramChannel;

/** Datagrams of raw descriptors. */
public interface RawDatagrams extends DatagramContract {
    /** The socket of the channel, which is closed, under another number. */
    @Override
    default DatagramEnd datagramEnd(DatagramChannel channel) throws IOException {
        int fd = LibC.fcntl(ChannelDescriptors.of(channel), FcntlConstants.F_DUPFD_CLOEXEC, 0);
        channel.close();
        return DescriptorDatagramEnd.owning(fd);
    }
}
