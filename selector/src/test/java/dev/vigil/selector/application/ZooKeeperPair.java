package dev.vigil.selector.application;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** A server of ZooKeeper, and a client that writes and reads. */
final class ZooKeeperPair implements Application {
    private static final int NODES = 50;

    /** Connections of one client: the test has them all. */
    private static final int UNLIMITED = 0;

    private ServerCnxnFactory connections;

    @Override
    public int start() throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("vigil-zookeeper");
        System.setProperty("zookeeper.admin.enableServer", "false");
        ZooKeeperServer server = new ZooKeeperServer(home.toFile(), home.toFile(), ZooKeeperServer.DEFAULT_TICK_TIME);
        connections = new NIOServerCnxnFactory();
        connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), UNLIMITED);
        connections.startup(server);
        return connections.getLocalPort();
    }

    @Override
    public void work() throws IOException, InterruptedException, KeeperException {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper("127.0.0.1:" + connections.getLocalPort(), 30_000, event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        try {
            connected.await();
            for (int i = 0; i < NODES; i++) {
                byte[] data = (TEXT + i).getBytes(StandardCharsets.UTF_8);
                String path = client.create("/" + i, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
                byte[] read = client.getData(path, false, null);
                if (!new String(read, StandardCharsets.UTF_8).equals(TEXT + i)) {
                    throw new AssertionError("the client read something else at " + path);
                }
            }
        } finally {
            client.close();
        }
    }

    @Override
    public void stop() {
        connections.shutdown();
    }
}
