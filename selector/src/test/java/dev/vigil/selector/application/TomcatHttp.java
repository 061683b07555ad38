package dev.vigil.selector.application;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Tomcat, embedded. */
final class TomcatHttp implements Application {
    private final Tomcat tomcat = new Tomcat();

    @Override
    public int start() throws IOException, LifecycleException {
        Path home = Files.createTempDirectory("vigil-tomcat");
        home.toFile().deleteOnExit();
        tomcat.setBaseDir(home.toString());
        Connector connector = new Connector();
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(0);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "text", new TextServlet());
        context.addServletMappingDecoded("/", "text");
        tomcat.start();
        return connector.getLocalPort();
    }

    private static final class TextServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(TEXT);
        }
    }

    @Override
    public void stop() throws LifecycleException {
        tomcat.stop();
    }
}
