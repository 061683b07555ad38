package dev.vigil.bench.echo;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Over Netty's native epoll or io_uring, or its NIO transport: one event loop, its pooled buffers, one flush for each read. */
final class NettyEchoServer implements EchoServer {
    private final IoHandlerFactory handlers;
    private final Class<? extends ServerChannel> listener;
    private final Echo echo = new Echo();
    private EventLoopGroup group;

    private NettyEchoServer(IoHandlerFactory handlers, Class<? extends ServerChannel> listener) {
        this.handlers = handlers;
        this.listener = listener;
    }

    static NettyEchoServer epoll() {
        return new NettyEchoServer(EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
    }

    static NettyEchoServer uring() {
        return new NettyEchoServer(IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class);
    }

    static NettyEchoServer nio() {
        return new NettyEchoServer(NioIoHandler.newFactory(), NioServerSocketChannel.class);
    }

    @Override
    public int start() throws IOException {
        group = new MultiThreadIoEventLoopGroup(1, handlers);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(listener)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(echo);
                    }
                });
        ChannelFuture bound =
                bootstrap.bind(InetAddress.getLoopbackAddress(), 0).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("Netty could not listen", bound.cause());
        }
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    @Override
    public long served() {
        return echo.served;
    }

    @Override
    public Throwable failure() {
        return echo.failure;
    }

    @Override
    public void close() {
        if (group == null) {
            return;
        }
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Sharable
    @SuppressWarnings("FutureReturnValueIgnored") // What fails ends in exceptionCaught, or with the connection.
    private static final class Echo extends ChannelInboundHandlerAdapter {
        private volatile long served;
        private volatile Throwable failure;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // There is one event loop.
        public void channelRead(ChannelHandlerContext context, Object message) {
            served += ((ByteBuf) message).readableBytes() / MESSAGE;
            context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // The client resets its connections when it is through.
            if (!(cause instanceof IOException)) {
                failure = cause;
            }
            context.close();
        }
    }
}
