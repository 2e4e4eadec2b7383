package io.coroutine.autoconfigure.admission;

import java.util.ArrayList;
import java.util.List;

/**
 * The paths of the actuator on the server of the application.
 *
 * @param prefixes the paths; all below one of them belong to it
 */
record ManagementPaths(List<String> prefixes) {

	static final ManagementPaths NONE = new ManagementPaths(List.of());

	static ManagementPaths of(List<String> paths) {
		List<String> prefixes = new ArrayList<>();
		for (String path : paths) {
			String prefix = (path.startsWith("/")) ? path : "/" + path;
			prefixes.add((prefix.endsWith("/")) ? prefix.substring(0, prefix.length() - 1) : prefix);
		}
		return new ManagementPaths(List.copyOf(prefixes));
	}

	boolean contains(String path) {
		for (String prefix : this.prefixes) {
			if (path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/')) {
				return true;
			}
		}
		return false;
	}

}
