package dev.vigil.bench.accept;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Netty's native epoll, with a listener in each loop (SO_REUSEPORT). A connection is closed where it was accepted, before it is
 * registered with a loop: that is the least that Netty can do with it.
 */
final class NettyAcceptServer implements AcceptServer {
    private final LongAdder accepted = new LongAdder();
    private final EventLoopGroup group;
    private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    NettyAcceptServer(int loops) throws IOException {
        group = new MultiThreadIoEventLoopGroup(loops, EpollIoHandler.newFactory());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(UnixChannelOption.SO_REUSEPORT, true)
                .handler(new Closer())
                .childHandler(new ChannelInboundHandlerAdapter());
        for (int i = 0; i < loops; i++) {
            ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                close();
                throw new IOException("Netty could not listen", bound.cause());
            }
            address = (InetSocketAddress) bound.channel().localAddress();
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public long accepted() {
        return accepted.sum();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Sharable
    private final class Closer extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object connection) {
            ((Channel) connection).unsafe().closeForcibly();
            accepted.increment();
        }
    }
}
