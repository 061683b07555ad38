package dev.vigil.selector.application;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Runs an application until its standard input ends, then prints a line for each selector that JMX knows. What it prints is all that it
 * knows of Vigil.
 */
final class ApplicationMain {
    private static final Map<String, Supplier<Application>> APPLICATIONS = Map.of(
            "jdk", JdkHttp::new,
            "netty", NettyHttp::new,
            "jetty", JettyHttp::new,
            "tomcat", TomcatHttp::new,
            "undertow", UndertowHttp::new,
            "zookeeper", ZooKeeperPair::new);

    private ApplicationMain() {}

    public static void main(String[] arguments) {
        int status = 1;
        try {
            run(APPLICATIONS.get(arguments[0]).get());
            status = 0;
        } catch (Throwable e) {
            // Errors too: the end of the process would be all that is seen of them.
            System.getLogger("application").log(Level.ERROR, "failed", e);
        } finally {
            // Some leave threads behind that are no daemons.
            System.exit(status);
        }
    }

    private static void run(Application application) throws Exception {
        System.out.println("port " + application.start());
        application.work();
        System.out.println("works");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            printSelectors();
            System.out.println("printed");
        }
        application.stop();
    }

    private static void printSelectors() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(new ObjectName("dev.vigil.selector:*"), null)) {
            System.out.println("selector over " + server.getAttribute(name, "Backend") + ": "
                    + server.getAttribute(name, "Events") + " events");
        }
    }
}
