import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.posix.Errors;
import dev.vigil.posix.FcntlConstants;
import dev.vigil.posix.FdChannel;
import dev.vigil.posix.NativeFunction;
import dev.vigil.posix.Scratch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Prints the names of the files that appear in a directory, by inotify(7): two calls of libc that Vigil does not bind. */
class WatchDirectory {
    private static final NativeFunction INIT = NativeFunction.ofC("inotify_init1", 1);
    private static final NativeFunction ADD_WATCH = NativeFunction.ofC("inotify_add_watch", 3);
    private static final int IN_CREATE = 0x100;

    public static void main(String[] arguments) throws IOException {
        try (FdChannel inotify = watch(Path.of(arguments[0]));
                EventSource source = EventSource.open()) {
            ByteBuffer events = ByteBuffer.allocateDirect(4096).order(ByteOrder.nativeOrder());
            source.register(inotify.fd(), Interest.READ, (registration, ready) -> print(inotify, events));
            System.out.println("watching");
            while (true) {
                source.poll();
            }
        }
    }

    private static FdChannel watch(Path directory) throws IOException {
        int flags = FcntlConstants.O_NONBLOCK | FcntlConstants.O_CLOEXEC;
        int fd = Errors.check("inotify_init1", (int) INIT.call(flags));
        byte[] path = (directory + "\0").getBytes(StandardCharsets.UTF_8);
        try (Scratch memory = Scratch.take(path.length)) {
            memory.buffer().put(path);
            Errors.check("inotify_add_watch", fd, (int) ADD_WATCH.call(fd, memory.address(), IN_CREATE));
        }
        return FdChannel.owning(fd);
    }

    /** Of {@code struct inotify_event { int wd; uint32_t mask, cookie, len; char name[]; }}. */
    private static void print(FdChannel inotify, ByteBuffer events) throws IOException {
        inotify.read(events.clear());
        events.flip();
        while (events.hasRemaining()) {
            byte[] name = new byte[events.position(events.position() + 12).getInt()];
            events.get(name);
            System.out.println(new String(name, StandardCharsets.UTF_8).replace("\0", ""));
        }
    }
}
