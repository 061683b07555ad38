/** The usual case as one module: the API, and the backends nio, poll, epoll and migrating. It holds nothing of its own. */
module dev.vigil.all {
    requires transitive dev.vigil;
    requires transitive dev.vigil.epoll;
    requires transitive dev.vigil.migrating;
    requires transitive dev.vigil.nio;
    requires transitive dev.vigil.poll;
}
