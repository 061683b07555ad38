import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** An echo server on one thread. It reads no more from a client that does not take what it was sent. */
class Echo {
    private final SocketChannel client;
    private final ByteBuffer bytes = ByteBuffer.allocate(16 * 1024);

    Echo(SocketChannel client) {
        this.client = client;
    }

    public static void main(String[] arguments) throws IOException {
        int port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
        try (EventSource source = EventSource.open();
                ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).configureBlocking(false);
            source.register(listener, Interest.READ, (registration, ready) -> accept(source, listener));
            System.out.println("port " + listener.socket().getLocalPort());
            while (true) {
                source.poll();
            }
        }
    }

    private static void accept(EventSource source, ServerSocketChannel listener) throws IOException {
        SocketChannel client = listener.accept();
        if (client != null) {
            client.configureBlocking(false);
            source.register(client, Interest.READ, new Echo(client)::serve);
        }
    }

    private void serve(Registration registration, Readiness ready) throws IOException {
        try {
            if (ready.isReadable() && client.read(bytes) < 0) {
                client.close();
                registration.cancel();
                return;
            }
            client.write(bytes.flip());
            bytes.compact();
            // What is left over is tried again when there is room; meanwhile nothing is read.
            registration.update(bytes.position() == 0 ? Interest.READ : Interest.WRITE);
        } catch (IOException e) {
            registration.cancel();
            client.close();
        }
    }
}
