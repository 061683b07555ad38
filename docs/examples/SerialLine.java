import dev.vigil.posix.FcntlConstants;
import dev.vigil.posix.PosixFiles;
import dev.vigil.posix.Pseudoterminal;
import dev.vigil.raw.BlockingChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Reads a serial line by lines, on a thread that is parked meanwhile and holds up nobody. With the path of a device it reads that one
 * ({@code /dev/ttyUSB0}); without, a pseudoterminal into which it types itself.
 */
class SerialLine {
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 1) {
            int flags = FcntlConstants.O_RDWR | FcntlConstants.O_NONBLOCK | FcntlConstants.O_CLOEXEC;
            start(BlockingChannel.owning(PosixFiles.open(Path.of(arguments[0]), flags))).join();
            return;
        }
        try (Pseudoterminal terminal = Pseudoterminal.open();
                BlockingChannel keyboard = BlockingChannel.borrowing(terminal.controller())) {
            Thread reader = start(BlockingChannel.borrowing(terminal.terminal()));
            keyboard.outputStream().write("21.5\r21.7\r".getBytes(StandardCharsets.US_ASCII));
            // Control-D: the end of what is typed.
            keyboard.outputStream().write(4);
            reader.join();
        }
    }

    /** A virtual thread where the JDK has them, else one of the platform's: the same code on JDK 17. */
    private static Thread start(BlockingChannel line) throws ReflectiveOperationException {
        Runnable reading = () -> read(line.readTimeout(Duration.ofMinutes(1)));
        if (Runtime.version().feature() >= 21) {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, reading);
        }
        Thread thread = new Thread(reading, "serial line");
        thread.start();
        return thread;
    }

    private static void read(BlockingChannel line) {
        try (line;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(line.inputStream(), StandardCharsets.US_ASCII))) {
            for (String sample = lines.readLine(); sample != null; sample = lines.readLine()) {
                System.out.println("sample " + sample);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
