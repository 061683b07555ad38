package dev.vigil.selector.application;

import io.undertow.Undertow;
import java.net.InetSocketAddress;

/** Undertow. */
final class UndertowHttp implements Application {
    private final Undertow server = Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(2)
            .setHandler(exchange -> exchange.getResponseSender().send(TEXT))
            .build();

    @Override
    public int start() {
        server.start();
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void stop() {
        server.stop();
    }
}
