/** Event sources on Linux {@code epoll}. */
module dev.vigil.epoll {
    requires dev.vigil;
    requires dev.vigil.poll;
}
