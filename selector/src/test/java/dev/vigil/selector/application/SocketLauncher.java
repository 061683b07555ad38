package dev.vigil.selector.application;

import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Sockets;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Starts a program as systemd does: with a listener as its descriptor 3, one that blocks, and two variables that tell of it. */
final class SocketLauncher {
    private SocketLauncher() {}

    public static void main(String[] program) throws Exception {
        int listener = Sockets.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16, false);
        System.out.println("port " + ((InetSocketAddress) Sockets.localAddress(listener)).getPort());
        Descriptors.setNonBlocking(listener, false);
        Descriptors.duplicateTo(listener, 0);
        Descriptors.close(listener);
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "exec 3<&0 < /dev/null; LISTEN_FDS=1 LISTEN_PID=$$; export LISTEN_FDS LISTEN_PID; exec \"$@\"",
                "sh"));
        command.addAll(List.of(program));
        Process started = new ProcessBuilder(command)
                .inheritIO()
                .redirectInput(Redirect.INHERIT)
                .start();
        System.exit(started.waitFor());
    }
}
