/** Event sources on Linux {@code epoll}. */
module dev.vigil.epoll {
    requires transitive dev.vigil;
    requires dev.vigil.poll;

    exports dev.vigil.epoll;
    exports dev.vigil.uring;

    provides dev.vigil.spi.Backend with
            dev.vigil.epoll.EpollBackend;
    provides dev.vigil.carry.CarrierProvider with
            dev.vigil.uring.RingCarrierProvider;
}
