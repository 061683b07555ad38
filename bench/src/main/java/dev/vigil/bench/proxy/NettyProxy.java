package dev.vigil.bench.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A relay as Netty's users write it with care: native epoll, one event loop, pooled buffers of up to 256 KiB, one flush for
 * each batch of reads, no reading while the other side is not writable, and half-closes passed on.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails ends in exceptionCaught, or with the connection.
final class NettyProxy implements Proxy {
    private static final int BUFFER = 1 << 18;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private volatile Throwable failure;

    @Override
    public int start(int to) throws IOException {
        InetSocketAddress destination = new InetSocketAddress(InetAddress.getLoopbackAddress(), to);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, allocator())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .childHandler(new Near(destination));
        ChannelFuture bound =
                bootstrap.bind(InetAddress.getLoopbackAddress(), 0).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("Netty could not listen", bound.cause());
        }
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private static AdaptiveRecvByteBufAllocator allocator() {
        return new AdaptiveRecvByteBufAllocator(1024, 1 << 14, BUFFER);
    }

    private static WriteBufferWaterMark waterMark() {
        return new WriteBufferWaterMark(BUFFER / 2, BUFFER);
    }

    @Override
    public Throwable failure() {
        return failure;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Connects to the other side, on the same event loop, and then makes way for the two that pass on. */
    @Sharable
    private final class Near extends ChannelInboundHandlerAdapter {
        private final InetSocketAddress destination;

        Near(InetSocketAddress destination) {
            this.destination = destination;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            Channel near = context.channel();
            ChannelFuture connecting = new Bootstrap()
                    .group(near.eventLoop())
                    .channel(EpollSocketChannel.class)
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, allocator())
                    .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                    .handler(new Side(near))
                    .connect(destination);
            Channel far = connecting.channel();
            context.pipeline().replace(this, null, new Side(far));
            connecting.addListener(done -> {
                if (done.isSuccess()) {
                    near.config().setAutoRead(true);
                    far.config().setAutoRead(true);
                } else {
                    near.close();
                }
            });
        }
    }

    /** One direction of a pair: what it reads goes to the other channel. */
    private final class Side extends ChannelInboundHandlerAdapter {
        private final Channel other;
        private boolean readAll;

        Side(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            other.write(message, other.voidPromise());
            if (!other.isWritable()) {
                context.channel().config().setAutoRead(false);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            other.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (context.channel().isWritable()) {
                other.config().setAutoRead(true);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent && !readAll) {
                readAll = true;
                other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> shutDown(context.channel()));
            }
        }

        /** The other side learns that there is no more; when both have, the pair is closed. */
        private void shutDown(Channel from) {
            ((DuplexChannel) other).shutdownOutput().addListener(done -> {
                if (((DuplexChannel) from).isOutputShutdown()) {
                    from.close();
                    other.close();
                }
            });
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof IOException)) {
                failure = cause;
            }
            context.close();
        }
    }
}
