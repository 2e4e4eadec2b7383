package io.coroutine.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * The downstream service of the comparison: a plain Tomcat that always gives the same
 * answer, so that it leaves most of the machine to the service that is measured.
 */
final class InventoryServer {

	private InventoryServer() {
	}

	public static void main(String[] args) throws LifecycleException {
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(args[1]);
		Connector connector = new Connector();
		connector.setPort(Integer.parseInt(args[0]));
		connector.setProperty("address", Servers.HOST);
		connector.setProperty("maxKeepAliveRequests", "-1");
		tomcat.setConnector(connector);
		Context context = tomcat.addContext("", null);
		Tomcat.addServlet(context, "inventory", new InventoryServlet()).addMapping("/");
		tomcat.start();
		tomcat.getServer().await();
	}

	/**
	 * Answers.
	 */
	@SuppressWarnings("serial")
	private static final class InventoryServlet extends HttpServlet {

		private static final byte[] BODY = "{\"sku\":\"tea-assam\",\"available\":42}".getBytes(StandardCharsets.UTF_8);

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.setContentType("application/json");
			response.setContentLength(BODY.length);
			response.getOutputStream().write(BODY);
		}

	}

}
