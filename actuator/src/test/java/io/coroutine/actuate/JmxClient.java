package io.coroutine.actuate;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.jspecify.annotations.Nullable;

/**
 * Uses an endpoint through JMX.
 */
final class JmxClient {

	private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

	private final ObjectName name;

	/**
	 * Create a client.
	 * @param endpoint the name of the endpoint
	 */
	JmxClient(String endpoint) throws JMException {
		this.name = this.server
			.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=" + endpoint + ",*"), null)
			.iterator()
			.next();
	}

	List<String> operations() throws JMException {
		MBeanInfo info = this.server.getMBeanInfo(this.name);
		return Arrays.stream(info.getOperations()).map(MBeanOperationInfo::getName).toList();
	}

	String invoke(String operation, @Nullable String... arguments) throws JMException {
		String[] types = new String[arguments.length];
		Arrays.fill(types, String.class.getName());
		return String.valueOf(this.server.invoke(this.name, operation, arguments, types));
	}

}
